import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { packageFile } from '../../src/state/package-files.ts'
import { commandLine } from './command-line.ts'

const SPEC = `mqttopia: 1
name: yard
brokers:
  core: { host: core.example, listeners: { mqtts: { port: 8883, tls: { profile: server }, auth: [password] } } }
  edge:
    host: edge.example
    listeners:
      mqtts: { port: 8883, tls: { clientAuth: required, crl: true }, auth: [certificate] }
      open: { port: 1883, bind: 127.0.0.1, auth: [anonymous] }
bridges:
  up: { from: edge, to: core, auth: { password: { generate: {} } }, routes: [{ out: log/#, remote: edge/log/# }] }
users:
  ann: { at: core, auth: { password: { env: TEAM } }, subscribe: ["edge/#"], deny: [{ subscribe: edge/log/secret }] }
  ben: { at: core, auth: { password: { env: TEAM } } }
  cat: { at: core, auth: { password: { generate: {} } }, publish: [news] }
  dora: { at: edge, auth: { certificate: client }, publish: [log/dora] }
  anonymous: { at: edge, subscribe: [log/#] }
`

const mqttopia = (...argv: string[]) => commandLine({ 'topology.yaml': SPEC }).mqttopia(...argv)

async function linesOf(...argv: string[]): Promise<readonly string[]> {
  const { exitCode, stdout } = await mqttopia('whatif', ...argv)
  expect(exitCode).toBe(0)
  return stdout.trimEnd().split('\n')
}

describe('whatif --compromised', () => {
  test.each([
    [
      'dora',
      [
        '  has a certificate of profile "client" and its key',
        'reaches 2 users',
        '  to user "anonymous": "log/dora" on broker "edge"',
        '  to user "ann": "log/dora" over bridge "up" to broker "core", there "edge/log/dora"',
        "reads nobody's messages",
        'to shut it out',
        '  mqttopia pki revoke user:dora --reason keyCompromise', // both listeners look at revocations
        '  compile, and apply; open connections stay until they end or the broker restarts',
      ],
    ],
    [
      'ann',
      [
        '  has a password from the variable "TEAM"',
        '  may publish nothing on broker "core"',
        '  may receive topics such as "edge" on broker "core"',
        '  from user "dora": "log/dora" over bridge "up" to broker "core", there "edge/log/dora"',
        'has the credentials of "ben" too: the same secret',
        '  change the variable "TEAM"',
      ],
    ],
    ['cat', ['reaches nobody', '  mqttopia pki rotate user:cat']],
    [
      'bridge-up',
      [
        '  has a password that mqttopia makes, in the files of broker "edge"',
        '  to user "ann": "edge/log" on broker "core"',
        '  mqttopia pki rotate bridge:up',
      ],
    ],
    [
      'anonymous',
      [
        '  connects to broker "edge" by listener "open"',
        'reads messages of 1 user',
        '  everybody has them: take "anonymous" out of the listeners, or the grants of the user',
      ],
    ],
  ])('%s', async (name, lines) => {
    expect(await linesOf('--compromised', name)).toEqual(expect.arrayContaining(lines))
  })

  test('as JSON has grants with their lines, hops, and names on the way', async () => {
    const { stdout } = await mqttopia('whatif', '--compromised', 'dora', '-o', 'json')
    expect(JSON.parse(stdout)).toMatchObject({
      compromised: 'dora',
      doors: [{ broker: 'edge', listener: 'mqtts' }],
      grants: [{ filter: 'log/dora', line: 16 }],
      reaches: [
        { users: ['anonymous'], hops: [] },
        { users: ['ann'], names: ['log/dora', 'edge/log/dora'], hops: [{ bridge: 'up', to: 'core' }] },
      ],
    })
  })

  test('of examples/plant is as its page says', async () => {
    const spec = packageFile('examples/plant/topology.yaml')
    const { stdout } = await mqttopia('whatif', '--compromised', '0001', spec)
    const said = stdout.replaceAll(spec, 'topology.yaml')
    expect(readFileSync(packageFile('docs/access.md'), 'utf8')).toContain(said)
  })
})

describe('whatif --remove', () => {
  test('tells who is cut off, which bridges end, and what gets nowhere', async () => {
    expect(await linesOf('--remove', 'core')).toEqual([
      'without broker "core"',
      '  cut off: user "ann"',
      '  cut off: user "ben"',
      '  cut off: user "cat"',
      '  ends: bridge "up" from "edge" to "core", topology.yaml:11',
      'lost, since the receiver is cut off',
      '  from user "dora" to user "ann": "log/dora" over bridge "up" to broker "core", there "edge/log/dora"',
    ])
  })

  test('as Markdown is a block of code, as JSON data', async () => {
    const { stdout } = await mqttopia('whatif', '--remove', 'edge', '-o', 'markdown', '-o', 'json=x.json')
    expect(stdout).toMatch(/^### mqttopia: `without broker "edge"`\n\n```text\n(?: .*\n|lost.*\n)+```\n$/)
    const { stdout: json } = await mqttopia('whatif', '--remove', 'edge', '-o', 'json')
    expect(JSON.parse(json)).toMatchObject({
      removed: 'edge',
      cutOff: [{ users: ['anonymous'] }, { users: ['dora'] }],
      lost: [{ because: 'sender', from: { users: ['dora'] }, to: { users: ['ann'] } }],
    })
  })
})

test.each([
  [[], 'say --compromised USER or --remove BROKER'],
  [['--compromised', 'an'], 'there is no user "an"; did you mean "ann"?'],
  [['--remove', 'cor'], 'there is no broker "cor"; did you mean "core"?'],
  [['--remove', 'core', '--compromised', 'ann'], 'cannot be used with'],
])('whatif %j is a wrong command line', async (argv, message) => {
  const { exitCode, stderr } = await mqttopia('whatif', ...argv)
  expect([exitCode, stderr]).toEqual([64, expect.stringContaining(message)])
})
