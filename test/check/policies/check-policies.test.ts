import { describe, expect, test } from 'vitest'
import { checkPolicies } from '../../../src/check/policies/check-policies.ts'
import { runTests } from '../../../src/check/policies/run-tests.ts'
import { TEST_NOW } from '../../support/test-rule.ts'
import { resolveYaml } from '../../topology/resolve-yaml.ts'

const WORLD = `
brokers:
  core:
    host: core.example
    listeners:
      mqtts: { port: 8883, tls: {}, auth: [certificate] }
      plain: { port: 1883, auth: [password] }
      local: { port: 1884, bind: 127.0.0.1, auth: [password] }
  edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
bridges:
  up: { from: edge, to: core, routes: [{ out: press/+/state, remote: plant/press/+/state, qos: 1 }, { in: cmd/#, remote: plant/cmd/# }] }
groups: { ops: { members: [boss] } }
fleets:
  presses:
    forEach: { range: { from: 1, to: 50, width: 4 } }
    username: "\${each.n}"
    at: edge
    auth: { certificate: client }
    publish: ["press/\${username}/state", "chat/\${username}"]
    subscribe: ["cmd/\${username}/#", "chat/\${username}"]
users:
  watch: { at: core, auth: { certificate: client }, subscribe: ["plant/press/+/state"] }
  boss: { at: core, auth: { certificate: client }, publish: ["plant/cmd/#"] }
  guest: { at: core, auth: { certificate: client }, publish: ["plant/cmd/0007/stop"] }
policies:
`

const HOLDS: readonly string[] = []

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['devices kept apart', 'forbid: { from: fleet:presses, to: fleet:presses, unless: same-device }', HOLDS],
  [
    'devices that talk to themselves',
    'forbid: { from: fleet:presses, to: fleet:presses }',
    ['device "0001" of fleet "presses" can send "chat/0001" to itself on broker "edge"'],
  ],
  [
    'whoever commands beside the group, over a bridge, with both names of the topic',
    'forbid: { to: fleet:presses, topics: ["cmd/#"], unless: { from: group:ops } }',
    [
      'user "guest" can send "plant/cmd/0007/stop" to device "0007" of fleet "presses", over bridge "up" to broker "edge", there "cmd/0007/stop"',
    ],
  ],
  ['topics that nobody sends there', 'forbid: { to: fleet:presses, topics: ["press/#"] }', HOLDS],
  [
    'messages that get to a broker, whoever receives them there',
    'forbid: { from: user:guest, to: { at: edge } }',
    ['user "guest" can send "plant/cmd/0007/stop", over bridge "up" to broker "edge", there "cmd/0007/stop"'],
  ],
  ['messages that do not get to a broker', 'forbid: { from: { at: edge }, topics: ["plant/chat/#"] }', HOLDS],
  ['what must arrive, and does', 'require: { from: fleet:presses, to: user:watch, qos: 1 }', HOLDS],
  [
    'what must arrive with a higher QoS',
    'require: { from: fleet:presses, to: user:watch, qos: 2 }',
    ['device "0001" of fleet "presses" can send to user "watch" with QoS 1 at most, not 2'],
  ],
  [
    'what must arrive and cannot',
    'require: { from: fleet:presses, to: user:boss }',
    ['device "0001" of fleet "presses" can send nothing to user "boss"'],
  ],
  [
    'one of the topics that must arrive',
    'require: { from: fleet:presses, to: user:watch, topics: [plant/press/+/state, plant/press/+/alarm] }',
    ['device "0001" of fleet "presses" can send nothing to user "watch" on "plant/press/+/alarm"'],
  ],
  ['a broker that must be reached', 'require: { from: user:boss, to: { at: edge } }', HOLDS],
  [
    'listeners like these',
    'forbid: { listener: { tls: none, bind: "!loopback" } }',
    ['listener "plain" of broker "core" is one of these'],
  ],
  ['circles, where there are none', 'forbid: { cycle: true }', HOLDS],
]

describe('policies find', () => {
  test.each(CASES)('%s', (_, policy, violations) => {
    const { topology, diagnostics } = resolveYaml(`${WORLD}  p: { ${policy} }`)
    expect(diagnostics).toEqual([])
    const found = checkPolicies(topology, TEST_NOW)
    expect(found.map(({ message }) => message.replace(/, and \d+ more like this$/, ''))).toEqual(
      violations.map((text) => `policy "p" does not hold: ${text}`),
    )
  })
})

describe('a violation', () => {
  const policy = (rest: string) =>
    checkPolicies(
      resolveYaml(`${WORLD}  p: { forbid: { from: user:guest, to: { at: edge } }${rest} }`).topology,
      TEST_NOW,
    )

  test('points at the grants and routes that make it possible', () => {
    const { textAt, topology } = resolveYaml(
      `${WORLD}  p: { forbid: { from: user:guest, to: { at: edge } } }`,
    )
    const [violation] = checkPolicies(topology, TEST_NOW)
    expect(violation?.related?.map(({ at }) => textAt(at))).toEqual([
      '"plant/cmd/0007/stop"',
      '{ in: cmd/#, remote: plant/cmd/# }',
    ])
  })

  test('has the severity of its policy, and is information while suppressed', () => {
    const severities = (rest: string) => policy(rest).map(({ severity }) => severity)
    expect(severities('')).toEqual(['error'])
    expect(severities(', severity: warning')).toEqual(['warning'])
    expect(severities(', suppressed: { reason: known }')).toEqual(['info'])
    expect(severities(', suppressed: { reason: known, until: "2027-01-15" }')).toEqual(['info'])
    expect(severities(', suppressed: { reason: known, until: "2027-01-14" }')).toEqual(['error'])
  })
})

describe('what is wrong with a policy or test', () => {
  test.each([
    ['  p: { forbid: { from: fleet:press } }', 'there is no fleet "press"', 'fleet:press'],
    ['  p: { forbid: { to: { at: cor } } }', 'there is no broker "cor"', 'cor'],
    ['  p: { severity: warning }', 'policy "p" has no rule', '{ severity: warning }'],
    [
      '  p: { forbid: { unless: same-device } }',
      'policy "p" has no rule',
      '{ forbid: { unless: same-device } }',
    ],
    ['  p: { forbid: { topics: [a/#/b] } }', 'topic filter "a/#/b" is not valid: ', 'a/#/b'],
    ['  {}\ntests: [{ name: t, publish: { as: bos, topic: a } }]', 'there is no user "bos"', 'bos'],
    [
      '  {}\ntests: [{ name: t, publish: { as: boss, topic: a, at: edge } }]',
      'user "boss" connects to "core", not to "edge"',
      'edge',
    ],
    ['  {}\ntests: [{ name: t, publish: { as: boss, topic: a/+ } }]', 'topic "a/+" is not valid: ', 'a/+'],
    [
      '  {}\ntests: [{ name: t, publish: { as: boss, topic: a }, delivered: [wach] }]',
      'there is no user "wach"',
      'wach',
    ],
  ])('%s', (text, message, pointed) => {
    const { diagnostics, textAt } = resolveYaml(`${WORLD.replace(/policies:\n$/, 'policies:\n')}${text}`)
    expect(diagnostics.map((diagnostic) => diagnostic.message)).toEqual([expect.stringContaining(message)])
    expect(diagnostics.map(({ at }) => textAt(at))).toEqual([pointed])
  })
})

describe('tests of a spec', () => {
  test.each([
    [
      'publish: { as: "0001", topic: press/0001/state }, delivered: [watch], notDelivered: [boss, "0002"]',
      HOLDS,
    ],
    [
      'publish: { as: "0001", topic: press/0001/state }, delivered: [boss]',
      ['"boss" does not receive the message'],
    ],
    [
      'publish: { as: "0001", topic: press/0001/state }, notDelivered: [watch]',
      ['"watch" receives the message'],
    ],
    [
      'publish: { as: "0001", topic: press/0002/state }, delivered: [watch]',
      ['"watch" receives nothing, since device "0001" of fleet "presses" may not publish it'],
    ],
  ])('%s', (text, failures) => {
    const { topology, diagnostics } = resolveYaml(`${WORLD}  {}\ntests: [{ name: t, ${text} }]`)
    expect(diagnostics).toEqual([])
    expect(runTests(topology).map(({ message }) => message)).toEqual(
      failures.map((text) => `test "t" fails: ${text}`),
    )
  })
})
