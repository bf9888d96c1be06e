/** Rights against those of a revision: `diff`, and `analyze --no-new-access`. */

import { describe, expect, test } from 'vitest'
import { BAD_SPEC } from './command-line.ts'
import { committed } from './committed.ts'

const SPEC = `mqttopia: 1
name: yard
brokers:
  core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
  edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
bridges:
  up: { from: edge, to: core, routes: [{ out: press/+/state, remote: plant/press/+/state, qos: 1 }] }
roles:
  press: { publish: ["press/\${username}/state", log/#] }
fleets:
  presses:
    forEach: { range: { from: 1, to: 50, width: 4 } }
    username: "\${each.n}"
    at: edge
    auth: { certificate: client }
    roles: [press]
users:
  watch: { at: core, auth: { certificate: client }, subscribe: ["plant/#"], deny: [{ subscribe: plant/press/0007/# }] }
  boss: { at: core, auth: { certificate: client }, publish: ["plant/cmd/#"] }
environments:
  open: { users: { boss: { publish: ["#"] } } }
`

const CHANGES: Readonly<Record<string, readonly [before: string, after: string]>> = {
  'a grant': ['publish: ["plant/cmd/#"]', 'publish: ["plant/cmd/#", "plant/+/state"]'],
  'a deny that goes': [', deny: [{ subscribe: plant/press/0007/# }]', ''],
  'a route': ['qos: 1 }] }', 'qos: 1 }, { out: log/#, remote: plant/log/# }] }'],
  'a route that takes other topics, with the same rights on the far side': [
    'press/+/state, remote',
    'log/+/state, remote',
  ],
  'a grant of a fleet': ['log/#]', 'log/#, "press/${username}/alarm"]'],
  'a narrower grant': ['publish: ["plant/cmd/#"]', 'publish: ["plant/cmd/go"]'],
  'another spelling': ['subscribe: ["plant/#"]', 'subscribe: ["plant/#", plant/x]'],
}

function changed(name: keyof typeof CHANGES) {
  const place = committed({ 'topology.yaml': SPEC })
  const [before, after] = CHANGES[name] ?? ['', '']
  const text = SPEC.replace(before, after)
  expect(text).not.toBe(SPEC)
  place.write({ 'topology.yaml': text })
  return place
}

describe('analyze --no-new-access', () => {
  test.each([
    [
      'a grant',
      [
        'topology.yaml:19:77: error: user "boss" may now publish more of "plant/+/state" on broker "core", such as "plant/x/state": new since revision HEAD [new-access]',
      ],
    ],
    [
      'a deny that goes',
      [
        'topology.yaml:18:65: error: user "watch" may now receive "plant/press/0007/#" on broker "core", such as "plant/press/0007", since the deny of "plant/press/0007/#" is gone: new since revision HEAD [new-access]',
      ],
    ],
    [
      'a route',
      [
        'topology.yaml:7:101: error: 50 devices of fleet "presses" can now send "plant/log/#" to broker "core" over bridge "up", such as "plant/log": new since revision HEAD [new-access]',
        'topology.yaml:7:101: error: user "bridge-up" may now publish "plant/log/#" on broker "core", such as "plant/log": new since revision HEAD [new-access]',
      ],
    ],
    [
      'a route that takes other topics, with the same rights on the far side',
      [
        'topology.yaml:7:40: error: 50 devices of fleet "presses" can now send topics to broker "core" over bridge "up", such as "plant/press/x/state": new since revision HEAD [new-access]',
      ],
    ],
    [
      'a grant of a fleet',
      [
        'topology.yaml:9:56: error: 50 devices of fleet "presses" may now publish "press/${username}/alarm" on broker "edge", such as "press/0001/alarm": new since revision HEAD [new-access]',
      ],
    ],
  ])('fails for %s, at what lets it', async (name, lines) => {
    const { exitCode, stderr } = await changed(name).mqttopia('analyze', '--no-new-access', 'HEAD')
    expect(exitCode).toBe(4)
    expect(stderr.split('\n').filter((line) => line.includes('error: '))).toEqual(lines)
  })

  test.each(['a narrower grant', 'another spelling'])('holds for %s', async (name) => {
    expect(await changed(name).mqttopia('analyze', '--no-new-access', 'HEAD')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'topology.yaml: there are no policies; nobody gains anything since revision HEAD\n',
    })
  })

  test.each([
    ['a grant', 'user:boss', 0],
    ['a grant', 'user:watch', 4],
    ['a grant of a fleet', 'fleet:presses', 0],
    ['a route', 'fleet:presses', 4], // the bridge itself gains, too
  ])('with %s and --allow-new %s exits with %i', async (name, allowed, exitCode) => {
    const { mqttopia } = changed(name)
    const ran = await mqttopia('analyze', '--no-new-access', 'HEAD', '--allow-new', allowed)
    expect(ran.exitCode).toBe(exitCode)
  })

  test('names the option that approves it, and takes it', async () => {
    const { mqttopia } = changed('a route')
    const { stderr } = await mqttopia('analyze', '--no-new-access', 'HEAD')
    const options = [...stderr.matchAll(/approve it with "(.*)"/g)].flatMap(([, text = '']) =>
      text.split(' '),
    )
    expect(options).toEqual(['--allow-new', 'fleet:presses', '--allow-new', 'user:bridge-up'])
    expect((await mqttopia('analyze', '--no-new-access', 'HEAD', ...options)).exitCode).toBe(0)
  })

  test('compares environments', async () => {
    const { mqttopia } = committed({ 'topology.yaml': SPEC })
    const open = await mqttopia('analyze', '-e', 'open', '--no-new-access', 'HEAD')
    expect(open.exitCode).toBe(0)
    const { exitCode, stderr } = await mqttopia('analyze', '--no-new-access-env', 'open')
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('since environment open')])
  })

  test('takes all for new where there was no spec', async () => {
    const place = committed({ README: '' })
    place.write({ 'topology.yaml': SPEC })
    const { exitCode, stdout } = await place.mqttopia('analyze', '--no-new-access', 'HEAD', '-o', 'github')
    expect(exitCode).toBe(4)
    expect(
      stdout.split('\n').filter((line) => line.startsWith('::error file=topology.yaml,line=')),
    ).toHaveLength(5)
  })

  test.each([
    [['--no-new-access', 'nowhere'], 1, 'git knows no revision "nowhere" here'],
    [
      ['--no-new-access', 'HEAD', '--allow-new', 'user:bos'],
      64,
      'there is no user "bos"; did you mean "boss"?',
    ],
    [['--no-new-access', 'HEAD', '--allow-new', 'boss'], 64, 'user:NAME, fleet:NAME or group:NAME'],
    [['--no-new-access', 'HEAD', '--no-new-access-env', 'open'], 64, 'cannot be used with'],
  ])('refuses %j', async (options, exitCode, message) => {
    const ran = await committed({ 'topology.yaml': SPEC }).mqttopia('analyze', ...options)
    expect([ran.exitCode, ran.stderr]).toEqual([exitCode, expect.stringContaining(message)])
  })
})

describe('diff', () => {
  test('says who gains and who loses, the largest first, and what that does to retained messages', async () => {
    const place = committed({ 'topology.yaml': SPEC })
    const text = SPEC.replace('publish: ["plant/cmd/#"]', 'subscribe: [plant/press/+/state]').replace(
      ', log/#',
      '',
    )
    place.write({ 'topology.yaml': text })
    const { exitCode, stdout } = await place.mqttopia('diff')
    expect(exitCode).toBe(0)
    expect(
      stdout.replace(/commit \w+/, 'commit C'),
    ).toBe(`yard: 1 gain, 2 losses, against revision HEAD, commit C
+ user "boss" may now receive "plant/press/+/state" on broker "core", such as "plant/press/x/state"
- 50 devices of fleet "presses" may no longer publish "log/#" on broker "edge", such as "log"
- user "boss" may no longer publish "plant/cmd/#" on broker "core", such as "plant/cmd"
! what is retained on broker "core" comes to user "boss" at once, such as "plant/press/0001/state" of user "0001"
! what 50 devices of fleet "presses" left retained on broker "edge" stays there and is still delivered, such as "log"; clear it before: nobody can later
! what user "boss" left retained on broker "core" stays there and is still delivered, such as "plant/cmd"; clear it before: nobody can later
`)
  })

  test('gives the same as JSON and Markdown, and exits with 2 where asked', async () => {
    const { mqttopia } = changed('a route that takes other topics, with the same rights on the far side')
    const { stdout, exitCode } = await mqttopia('diff', '-o', 'json', '--detailed-exitcode')
    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      topology: 'yard',
      against: { kind: 'revision', revision: 'HEAD' },
      changes: [
        { effect: 'gain', over: ['up'], who: { fleet: 'presses', count: 50 }, sentAs: 'log/x/state' },
      ],
    })
    const markdown = (await mqttopia('diff', '-o', 'markdown')).stdout
    expect(markdown).toMatch(/^### mqttopia: `yard: 1 gain, 0 losses.*`\n\n```diff\n\+ .*\n```\n$/)
  })

  test('compares environments and files', async () => {
    const { mqttopia } = committed({
      'topology.yaml': SPEC,
      'old.yaml': SPEC.replace('"plant/cmd/#"', 'x'),
      'bad.yaml': BAD_SPEC,
    })
    expect((await mqttopia('diff', '-e', 'open', '--against-env', 'open')).stdout).toMatch(
      /^yard: nobody gains or loses anything, against environment open\n$/,
    )
    expect((await mqttopia('diff', '--against-spec', 'old.yaml')).stdout).toMatch(
      /1 gain, 1 loss, against old.yaml\n/,
    )
    expect(await mqttopia('diff', '--against-spec', 'bad.yaml')).toMatchObject({
      exitCode: 1,
      stderr: 'mqttopia: bad.yaml is not valid: validate that, or compare with another one\n',
    })
  })
})
