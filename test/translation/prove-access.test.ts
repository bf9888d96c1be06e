import { describe, expect, test } from 'vitest'
import { packageTexts } from '../../src/state/package-files.ts'
import { securityFile } from '../../src/targets/mosquitto/dynamic-security/security-file.ts'
import { securityPlan } from '../../src/targets/mosquitto/dynamic-security/security-plan.ts'
import { mosquittoArtifacts } from '../../src/targets/mosquitto/mosquitto-artifacts.ts'
import type { Broker } from '../../src/topology/broker.ts'
import type { Topology } from '../../src/topology/topology.ts'
import { proveAccess, provedArtifacts } from '../../src/translation/proved-artifacts.ts'
import { fixedMaterials } from '../support/fixed-materials.ts'
import { broker, grants, listener, topology, user } from '../targets/mosquitto/made-up.ts'

const templates = packageTexts('templates')

/** Ten devices, two who read what they say, and clients without a username. */
function plant(more: Partial<Broker> = {}): { readonly topology: Topology; readonly here: Broker } {
  const mqtt = listener('mqtt', { port: 1883, auth: ['password', 'anonymous'] })
  const here = broker([mqtt], more)
  const at = [here]
  const device = grants('publish press/${username}/state', 'subscribe press/${username}/cmd/#')
  const users = [
    ...Array.from({ length: 10 }, (_, i) => user(`d${i}`, device, { at })),
    user('alice', grants('subscribe press/+/state', 'publish press/+/cmd/start'), { at }),
    user('bob', grants('subscribe press/+/state', 'deny subscribe press/x/state'), { at }),
    user(undefined, grants('publish hello'), { at }),
  ]
  return { topology: topology([here], users), here }
}

function emitted({ topology, here }: ReturnType<typeof plant>): Map<string, string> {
  const inputs = { topology, materials: fixedMaterials(topology), templates, root: undefined }
  const files = [...mosquittoArtifacts(here, inputs)]
  return new Map(files.map(({ path, content }) => [path.replace(/.*\//, ''), String(content)]))
}

/** What the proof says of the broker's files with one of them changed. */
function said(made: ReturnType<typeof plant>, file: string, change: (text: string) => string): string {
  const files = emitted(made)
  const text = files.get(file) ?? ''
  const changed = change(text)
  expect(changed).not.toBe(text)
  try {
    proveAccess(made.topology, made.here, files.set(file, changed))
    return 'proved'
  } catch (error) {
    return String(error).replace(/^.*does not say what the spec says: /, '')
  }
}

describe('an ACL file', () => {
  const lines = (text: string) => text.split('\n')
  const without = (line: string) => (text: string) =>
    lines(text)
      .filter((one) => one !== line)
      .join('\n')

  test('as it is emitted is proved', () => {
    const made = plant()
    expect(emitted(made).get('acl')).toBe(`# Written by mqttopia: what is not allowed here is refused.

# Clients without a username
topic write hello

# Everybody, under their own name
pattern write press/%u/state
pattern read press/%u/cmd/#

user alice
topic deny press/alice/cmd/#
topic deny press/alice/state
topic read press/+/state
topic write press/+/cmd/start

user bob
topic deny press/bob/cmd/#
topic deny press/bob/state
topic deny press/x/state
topic read press/+/state

`)
    expect([...provedArtifacts([], plant().topology, broker([]))]).toEqual([])
  })

  test.each<[string, (text: string) => string, string]>([
    [
      'a pattern is missing',
      without('pattern write press/%u/state'),
      'user "d0" and 9 like it may publish "press/d0/state", and no line of the file refuses it',
    ],
    [
      'a deny against a pattern is missing',
      without('topic deny press/bob/state'),
      'user "bob" may not publish "press/bob/state", and line 7: pattern write press/%u/state allows it',
    ],
    [
      'a deny of the spec is missing',
      without('topic deny press/x/state'),
      'user "bob" may not subscribe "press/x/state", and line 19: topic read press/+/state allows it',
    ],
    [
      'a deny stands with somebody else',
      (text) =>
        without('topic deny press/x/state')(text).replace('user bob', 'topic deny press/x/state\nuser bob'),
      'user "alice" may subscribe "press/x/state", and line 16: topic deny press/x/state refuses it',
    ],
    [
      'a level is wider',
      (text) => text.replace('write press/+/cmd/start', 'write press/+/cmd/+'),
      'user "alice" may not publish "press/x/cmd/x", and line 14: topic write press/+/cmd/+ allows it',
    ],
    [
      'a right is missing that nobody can use',
      without('topic write hello'),
      'user "anonymous" may publish "hello", and no line of the file refuses it',
    ],
    [
      'a device is named',
      (text) => `${text}user d3\ntopic read press/d4/cmd/#\n`,
      'user "d3" may not subscribe "press/d4/cmd", and line 23: topic read press/d4/cmd/# allows it',
    ],
    [
      'a pattern has the client identifier',
      (text) => text.replace('read press/%u/cmd', 'read press/%c/cmd'),
      'user "d0" and 9 like it may not subscribe "press/client/cmd", and line 8: pattern read press/%c/cmd/# allows it',
    ],
    [
      'lines for clients without a username stand behind a user',
      (text) => `${without('topic write hello')(text)}topic write hello\n`,
      'user "bob" may not publish "hello", and line 21: topic write hello allows it',
    ],
    [
      'a wildcard is to match what begins with $',
      (text) => text.replace('topic read press/+/state', 'topic read press/+/state\ntopic read $SYS/#'),
      'user "alice" may not subscribe "$SYS", and line 14: topic read $SYS/# allows it',
    ],
    [
      'a word is misspelt',
      (text) => text.replace('user bob', 'usr bob'),
      'Error: acl: "usr" is none of user, topic and pattern',
    ],
  ])('where %s is refused with a witness', (_, change, expected) => {
    expect(said(plant(), 'acl', change)).toBe(expected)
  })

  test.each<[string, (text: string) => string]>([
    ['in another order', (text) => text.replace(/(topic deny .*\n)(topic read .*\n)/g, '$2$1')],
    ['with a line twice', (text) => text.replace(/(pattern .*\n)/g, '$1$1')],
    ['with comments and blank lines', (text) => text.replaceAll('\n', '\n\n# topic readwrite #\n')],
    [
      'with a block in two parts',
      (text) => text.replace('topic read press/+/state\n', 'user alice\ntopic read press/+/state\n'),
    ],
    [
      'with a filter in two parts',
      (text) => text.replace('read press/%u/cmd/#', 'read press/%u/cmd\npattern read press/%u/cmd/+/#'),
    ],
  ])('%s means the same', (_, change) => {
    expect(said(plant(), 'acl', change)).toBe('proved')
  })

  test('of 2.1 is read as 2.1 reads it', () => {
    const made = plant({ engine: { kind: 'mosquitto', version: '2.1', path: [] } })
    expect(said(made, 'acl', without('topic deny press/bob/state'))).toContain('user "bob"')
    const partly = (text: string) => text.replace('user bob', 'pattern write press/d%u\nuser bob')
    expect(said(made, 'acl', partly)).toContain('may not publish "press/d%u"')
    expect(said(plant(), 'acl', partly)).toContain('may not publish "press/dd0"')
  })
})

describe('mosquitto.conf', () => {
  test.each<[string, (text: string) => string, string]>([
    [
      'no ACL file is named',
      (text) => text.replace(/acl_file .*\n/, ''),
      'Error: listener "mqtt" of broker "b" is open',
    ],
    [
      'another file is named',
      (text) => text.replace('/etc/mosquitto/acl', '/etc/mosquitto/passwd'),
      'Error: passwd: ',
    ],
    [
      'settings hold for each listener, and this one has none',
      (text) => `per_listener_settings true\n${text}`,
      'Error: listener "mqtt" of broker "b" is open',
    ],
    [
      'the listener is another',
      (text) => text.replace('listener 1883', 'listener 1884'),
      'Error: listener "mqtt" of broker "b" is open',
    ],
  ])('where %s is refused', (_, change, expected) => {
    expect(said(plant(), 'mosquitto.conf', change)).toContain(expected)
  })

  test('with a file for each listener: each is read for those that come in there', () => {
    const listeners = [
      listener('open', { port: 1883, auth: ['anonymous'] }),
      listener('closed', { port: 1884, auth: ['password'] }),
    ]
    const { topology, here } = plant({ listeners })
    const files = emitted({ topology, here })
    expect([...files.keys()]).toEqual(expect.arrayContaining(['acl.open', 'acl.closed']))
    proveAccess(topology, here, files)
    const open = (text: string) => text.replace('write hello', 'readwrite hello')
    expect(said({ topology, here }, 'acl.open', open)).toContain('user "anonymous" may not subscribe "hello"')
  })
})

describe('a file of the dynamic-security plugin', () => {
  const made = plant({ access: 'dynamic-security' })

  test('as it is emitted is proved', () => {
    proveAccess(made.topology, made.here, emitted(made))
    const text = [...securityFile(securityPlan(made.topology, made.here), fixedMaterials(made.topology))]
    expect(emitted(made).get('dynamic-security.json')).toBe(text.join(''))
  })

  test.each<[string, (text: string) => string, string]>([
    [
      'a deny comes too late',
      (text) => text.replace('"priority":1,"allow":false', '"priority":-1,"allow":false'),
      'user "bob" may not subscribe "press/x/state"',
    ],
    [
      'a role is another',
      (text) => text.replace(/(\{"username":"d3".*)"rolename":"user\/d3"/, '$1"rolename":"user/d4"'),
      'user "d3" may not publish "press/d4/state"',
    ],
    [
      'all is allowed that is not denied',
      (text) => text.replace('"publishClientReceive":false', '"publishClientReceive":true'),
      'user "d0" and 9 like it may not subscribe "press"',
    ],
    [
      'subscriptions are refused',
      (text) => text.replace('"subscribe":true', '"subscribe":false'),
      'not as the plugin has it',
    ],
    [
      'clients without a username have no role',
      (text) => text.replace('"anonymousGroup"', '"someGroup"'),
      'user "anonymous" may publish "hello"',
    ],
  ])('where %s is refused with a witness', (_, change, expected) => {
    expect(said(made, 'dynamic-security.json', change)).toContain(expected)
  })
})
