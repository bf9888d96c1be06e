import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { packageFile } from '../../src/state/package-files.ts'
import { BAD_SPEC, commandLine } from './command-line.ts'

const SPEC = `mqttopia: 1
name: yard
brokers:
  core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
  edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
bridges:
  up: { from: edge, to: core, routes: [{ out: press/+/state, remote: plant/press/+/state, qos: 1 }, { in: cmd/#, remote: plant/cmd/# }] }
roles:
  press: { publish: ["press/\${username}/state"], subscribe: ["cmd/\${username}/#"] }
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
`

const files = { 'topology.yaml': SPEC, 'bad.yaml': BAD_SPEC }
const mqttopia = (text: string) => commandLine(files).mqttopia(...text.split(' '))

describe('explain', () => {
  test.each([
    {
      ask: '0001 publish press/0001/state',
      answer: `yes: device "0001" of fleet "presses" may publish "press/0001/state" on broker "edge"
  by publish "press/\${username}/state" through role press, topology.yaml:9
      press: { publish: ["press/\${username}/state"], subscribe: ["cmd/\${username}/#"] }
  in brokers/edge/acl:4: pattern write press/%u/state
`,
    },
    {
      ask: '0001 publish press/0002/state',
      answer: `no: device "0001" of fleet "presses" may not publish "press/0002/state" on broker "edge": no grant to publish matches
  it may publish "press/\${username}/state"
`,
    },
    {
      ask: '0001 subscribe #',
      answer: `in part: device "0001" of fleet "presses" may receive some of what "#" matches on broker "edge": "cmd/0001/#"; a subscription is accepted, and the rest does not come, such as "cmd"
  by subscribe "cmd/\${username}/#" through role press, topology.yaml:9
      press: { publish: ["press/\${username}/state"], subscribe: ["cmd/\${username}/#"] }
  in brokers/edge/acl:5: pattern read cmd/%u/#
`,
    },
    {
      ask: 'watch subscribe plant/press/0007/state',
      answer: `no: user "watch" may not receive "plant/press/0007/state" on broker "core": a deny takes it away; a subscription is accepted, and nothing comes
  by subscribe "plant/#", topology.yaml:18
      watch: { at: core, auth: { certificate: client }, subscribe: ["plant/#"], deny: [{ subscribe: plant/…
  by deny subscribe "plant/press/0007/#", topology.yaml:18
      watch: { at: core, auth: { certificate: client }, subscribe: ["plant/#"], deny: [{ subscribe: plant/…
  in brokers/core/acl:11: topic deny plant/press/0007/#
`,
    },
    {
      ask: '0001 receive $share/workers/cmd/0001/on',
      answer: `yes: device "0001" of fleet "presses" may receive "cmd/0001/on" on broker "edge"
  by subscribe "cmd/\${username}/#" through role press, topology.yaml:9
      press: { publish: ["press/\${username}/state"], subscribe: ["cmd/\${username}/#"] }
  in brokers/edge/acl:5: pattern read cmd/%u/#
`,
    },
    {
      ask: 'boss publish $SYS/x',
      answer: `no: user "boss" may not publish "$SYS/x" on broker "core": Mosquitto lets no client publish there
  it may publish "plant/cmd/#"
`,
    },
  ])('$ask', async ({ ask, answer }) => {
    expect(await mqttopia(`explain ${ask}`)).toEqual({ exitCode: 0, stdout: answer, stderr: '' })
  })

  test('as JSON gives places and lines apart', async () => {
    const { stdout } = await mqttopia('explain 0001 publish press/0001/state -o json')
    expect(JSON.parse(stdout)).toMatchObject([
      {
        ...{ user: '0001', broker: 'edge', action: 'publish', topics: 'press/0001/state', allowed: 'all' },
        grants: [{ filter: 'press/${username}/state', via: 'role:press', file: 'topology.yaml', line: 9 }],
        emitted: [{ file: 'brokers/edge/acl', text: 'pattern write press/%u/state' }],
      },
    ])
  })
})

describe('can', () => {
  test.each([
    ['boss publish plant/cmd/x', 0, 'yes\n'],
    ['boss publish plant/cmd/#', 0, 'yes\n'],
    ['boss publish plant/#', 4, 'no\n'],
    ['boss subscribe plant/cmd/x', 4, 'no\n'],
  ])('%s exits with %i', async (ask, exitCode, stdout) => {
    expect(await mqttopia(`can ${ask}`)).toEqual({ exitCode, stdout, stderr: '' })
  })

  test('as JSON says why', async () => {
    const { exitCode, stdout } = await mqttopia('can boss publish plant/cmd/x -o json')
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      can: true,
      answers: [{ broker: 'core', grants: [{ line: 19 }], emitted: [{ file: 'brokers/core/acl', line: 4 }] }],
    })
  })
})

describe('who-can', () => {
  test('publish names those behind bridges, a fleet once, and the device that the topic names', async () => {
    const { stdout } = await mqttopia('who-can publish plant/press/+/state')
    expect(stdout).toContain(
      '49 devices of fleet "presses", such as "0001" may publish "press/0001/state" on broker "edge", which comes over bridge "up" to "core"\n',
    )
    expect(stdout).toContain('\ndevice "0007" of fleet "presses" may publish "press/0007/state"') // a deny names it
    const named = await mqttopia('who-can publish plant/press/0042/state')
    expect(named.stdout).toMatch(
      /^device "0042" of fleet "presses" may publish "press\/0042\/state".*\n.*\n.*\n {2}in brokers\/edge\/acl:4: pattern write press\/%u\/state\n$/,
    )
  })

  test.each(['publish', 'receive'])(
    '%s names the emitted lines, of a broker with dynamic-security too',
    async (action) => {
      const spec = SPEC.replace('host: core.example,', 'host: core.example, access: dynamic-security,')
      const place = commandLine({ 'topology.yaml': spec })
      const { stdout } = await place.mqttopia(
        'who-can',
        action,
        'plant/cmd/x',
        '--broker',
        'core',
        '-o',
        'json',
      )
      const type = action === 'publish' ? 'publishClientSend' : 'publishClientReceive'
      expect(JSON.parse(stdout)[0]).toMatchObject({
        users: [action === 'publish' ? 'boss' : 'watch'],
        emitted: [
          {
            file: 'brokers/core/dynamic-security.json',
            line: expect.any(Number),
            text: expect.stringMatching(
              new RegExp(`"rolename":".*" … .*"${type}","topic":"plant/.*","priority":0,"allow":true`),
            ),
          },
        ],
      })
    },
  )

  test('receive leaves out who is denied', async () => {
    expect((await mqttopia('who-can receive plant/press/0007/state')).stdout).toBe(
      'nobody may receive "plant/press/0007/state"\n',
    )
  })
})

describe('trace', () => {
  test('says for each broker who receives the message, who does not and why', async () => {
    const { stdout } = await mqttopia('trace 0007 press/0007/state')
    expect(stdout.split('\n').slice(4)).toEqual([
      'broker "edge" has it as "press/0007/state", at most QoS 2',
      '  received by nobody',
      '  no grant of 50 other users matches',
      'over bridge "up", "press/+/state" as "plant/press/+/state", topology.yaml:7',
      'broker "core" has it as "plant/press/0007/state", at most QoS 1',
      '  received by nobody',
      '  denied to user "watch", by deny subscribe "plant/press/0007/#", topology.yaml:18',
      expect.stringContaining('watch: {'),
      '    in brokers/core/acl:11: topic deny plant/press/0007/#',
      '  no grant of 1 other user matches',
      '  not over bridge "up", "plant/cmd/#" as "cmd/#", topology.yaml:7: the route has other topics',
      '',
    ])
  })

  test('of what may not be published ends with the reason', async () => {
    const { exitCode, stdout } = await mqttopia('trace 0007 press/0001/state')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^no: device "0007".*\n {2}it may publish.*\n$/)
  })
})

describe('questions', () => {
  test.each([
    ['explain nobody publish a', /there is no user "nobody"/],
    ['explain fleet:presses publish a', /name one device of fleet "presses", such as "0001"/],
    ['explain bos publish a', /did you mean "boss"/],
    ['explain boss read a', /"publish", "subscribe" or "receive", not "read"/],
    ['explain boss publish a/#/b', /"a\/#\/b" is no topic filter/],
    ['trace boss a/+', /"a\/\+" is no topic/],
    ['explain boss publish a --broker edge', /user "boss" does not connect to broker "edge"/],
    ['who-can publish a --broker egde', /did you mean "edge"/],
    ['who-can write a', /"publish", "subscribe" or "receive"/],
    ['explain watch subscribe $share/group', /is no shared subscription/],
  ])('%s are wrong command lines', async (ask, message) => {
    const { exitCode, stdout, stderr } = await mqttopia(ask)
    expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' })
    expect(stderr).toMatch(message)
  })

  test('about a wrong spec tell its errors', async () => {
    const { exitCode, stdout, stderr } = await mqttopia('can alice publish a bad.yaml')
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toContain('[unknown-reference]')
  })

  test('about examples/plant are answered as its page says', async () => {
    const spec = packageFile('examples/plant/topology.yaml')
    const { stdout } = await mqttopia(`trace 0001 press/0001/telemetry ${spec}`)
    expect(readFileSync(packageFile('docs/access.md'), 'utf8')).toContain(
      stdout.split('\n').slice(4, 7).join('\n').replaceAll(spec, 'topology.yaml'),
    )
  })
})
