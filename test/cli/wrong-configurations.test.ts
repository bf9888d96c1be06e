/**
 * What has hurt people who run MQTT brokers, each from a public thread, rewritten small: the command that they would
 * run, and what they see.
 */

import { describe, expect, test } from 'vitest'
import { commandLine } from './command-line.ts'
import { committed } from './committed.ts'

interface Wrong {
  /** Below https://github.com/. */
  readonly thread: string
  readonly spec: string
  /** Default: `validate`. */
  readonly ask?: readonly string[]
  readonly exitCode: number
  /** The findings, or the answer, line by line; what begins with two blanks is a hint or a reason. */
  readonly says: readonly string[]
}

const PASSWORD = '{ password: { generate: {} } }'
const TLS = 'mqtts: { port: 8883, tls: {}, auth: [password] }'

const hub = (listeners: string, users: string) => `mqttopia: 1
name: site
brokers:
  hub:
    host: hub.example
    listeners: { ${listeners} }
users:
  ${users}
`

const two = (bridges: string, more = '') => `mqttopia: 1
name: site
brokers:
  east: { host: east.example, listeners: { ${TLS} } }
  west: { host: west.example, listeners: { ${TLS} } }
bridges:
  ${bridges}
users: { ann: { at: [east, west], auth: ${PASSWORD}, publish: [x] } }
${more}`

const WRONG: Readonly<Record<string, Wrong>> = {
  'two brokers of one machine on one port': {
    thread: 'eclipse-mosquitto/mosquitto/issues/2819',
    spec: `mqttopia: 1
name: site
brokers:
  a: { host: one.example, install: { config: /etc/a }, listeners: { ${TLS} } }
  b: { host: one.example, install: { config: /etc/b }, listeners: { ${TLS} } }
users: { ann: { at: [a, b], auth: ${PASSWORD}, publish: [x] } }
`,
    exitCode: 3,
    says: [
      'error: listener "mqtts" of broker "b" takes port 8883, which listener "mqtts" of broker "a" takes too [port-conflict]',
      '  hint: give one of them another port, or bind them to different addresses',
    ],
  },
  'a broker that is open to everybody on the network': {
    thread: 'SensorsIot/IOTstack/issues/265',
    spec: hub('mqtt: { port: 1883, auth: [anonymous] }', 'anonymous: { at: hub, publish: [x] }'),
    exitCode: 0,
    says: [
      'warning: listener "mqtt" of broker "hub" admits anonymous clients on all addresses [anonymous-beyond-loopback]',
      '  hint: bind the listener to 127.0.0.1, or remove "anonymous" from its auth',
    ],
  },
  'a "#" that begins a comment': {
    thread: 'eclipse-mosquitto/mosquitto/issues/1806',
    spec: hub(TLS, `ann:\n    at: hub\n    auth: ${PASSWORD}\n    subscribe:\n      - #`),
    exitCode: 3,
    says: [
      'error: item 1 of "subscribe" of user "ann" is empty: an unquoted "#" begins a comment [hash-is-comment]',
      '  hint: did you mean "#" in quotes, all topics?',
    ],
  },
  'a key with a letter too few': {
    thread: 'eclipse-mosquitto/mosquitto/issues/2521',
    spec: hub(TLS, `ann: { at: hub, auth: ${PASSWORD}, subscibe: ["home/#"] }`),
    exitCode: 3,
    says: ['error: user "ann" has no key "subscibe" [unknown-key]', '  hint: did you mean "subscribe"?'],
  },
  'a subscription that is granted and delivers nothing': {
    thread: 'eclipse-mosquitto/mosquitto/issues/2042',
    spec: hub(TLS, `ann: { at: hub, auth: ${PASSWORD}, subscribe: ["plants/#"] }`),
    ask: ['explain', 'ann', 'subscribe', 'home/#'],
    exitCode: 0,
    says: [
      'no: user "ann" may not receive what "home/#" matches on broker "hub": no grant to subscribe matches; a subscription is accepted, and nothing comes',
      '  it may subscribe "plants/#"',
    ],
  },
  'a subscription to everything of which a part comes': {
    thread: 'eclipse-mosquitto/mosquitto/issues/2296',
    spec: hub(TLS, `ann: { at: hub, auth: ${PASSWORD}, subscribe: ["plants/#"] }`),
    ask: ['explain', 'ann', 'subscribe', '#'],
    exitCode: 0,
    says: [
      'in part: user "ann" may receive some of what "#" matches on broker "hub": "plants/#"; a subscription is accepted, and the rest does not come, such as "x"',
      '  in brokers/hub/acl:4: topic read plants/#',
    ],
  },
  'a variable of another engine in a topic': {
    thread: 'eclipse-mosquitto/mosquitto/issues/209',
    spec: hub(TLS, `ann: { at: hub, auth: ${PASSWORD}, publish: ["dev/%u/state"] }`),
    exitCode: 0,
    says: [
      'warning: "%u" in topic "dev/%u/state" stands for itself [mistaken-wildcard]',
      '  hint: did you mean "${username}"?',
    ],
  },
  'a deny that would take reading away with writing': {
    thread: 'eclipse-mosquitto/mosquitto/issues/3101',
    spec: hub(
      TLS,
      `ann: { at: hub, auth: ${PASSWORD}, publish: ["home/#"], subscribe: ["home/#"], deny: [{ publish: home/+/lock }] }`,
    ),
    exitCode: 3,
    says: [
      'error: the ACL file of broker "hub" cannot deny "home/+/lock" for publish alone: the same user may receive "home/x/lock" [one-direction-deny]',
      '  hint: allow narrower filters instead of denying, or set access: dynamic-security on the broker',
    ],
  },
  'a bridge that brings back what another one took': {
    thread: 'eclipse-mosquitto/mosquitto/issues/3011',
    spec: two(
      `there: { from: east, to: west, auth: ${PASSWORD}, routes: [{ out: "a/#", remote: "a/#" }] }
  back: { from: west, to: east, auth: ${PASSWORD}, routes: [{ out: "a/#", remote: "a/#" }] }`,
    ),
    exitCode: 3,
    says: [
      'error: bridges "back" and "there" carry "a" from broker "west" back to it, as "a", and out again [bridge-loop]',
      '  hint: narrow one of these routes, or leave out one of the bridges',
    ],
  },
  'a loop in which a topic grows on each round': {
    thread: 'nanomq/nanomq/issues/1733',
    spec: two(
      `there: { from: east, to: west, auth: ${PASSWORD}, routes: [{ out: "#", remote: "east/#" }] }
  back: { from: west, to: east, auth: ${PASSWORD}, routes: [{ out: "#", remote: "west/#" }] }`,
    ),
    exitCode: 3,
    says: [
      'error: bridges "back" and "there" carry "x" from broker "west" back to it, as "east/west/x", and out again [bridge-loop]',
    ],
  },
  'a new name that no change of prefix makes': {
    thread: 'eclipse-mosquitto/mosquitto/issues/40',
    spec: two(
      `up: { from: east, to: west, auth: ${PASSWORD}, routes: [{ out: "sensors/+/t", remote: "east/+/temp" }] }`,
    ),
    exitCode: 3,
    says: [
      'error: no change of prefix makes "east/+/temp" of "sensors/+/t": they differ after a wildcard [route-not-a-prefix]',
      '  hint: let the filters differ only before their first wildcard',
    ],
  },
  'a bridge whose login the far broker does not take': {
    thread: 'eclipse-mosquitto/mosquitto/issues/2697',
    spec: two(
      'up: { from: east, to: west, auth: { certificate: client }, routes: [{ out: "a/#", remote: "a/#" }] }',
    ),
    exitCode: 3,
    says: [
      'error: no listener of broker "west" that bridge "up" could dial admits "certificate" [bridge-not-admitted]',
      '  hint: add "certificate" to the auth of one of them, or give the bridge another "auth"',
    ],
  },
  'two clients that push each other out': {
    thread: 'eclipse-mosquitto/mosquitto/issues/2892',
    spec: hub(
      TLS,
      `ann: { at: hub, clientId: pump, auth: ${PASSWORD}, publish: [x] }
  ben: { at: hub, clientId: pump, auth: ${PASSWORD}, publish: [y] }`,
    ),
    exitCode: 0,
    says: [
      'warning: user "ben" has the client identifier "pump" at broker "hub", as user "ann" has [client-id-conflict]',
      '  hint: give each client an identifier of its own',
    ],
  },
  'a websocket that looks at no revocation list': {
    thread: 'eclipse-mosquitto/mosquitto/issues/2597',
    spec: hub(
      `${TLS}, wss: { transport: websocket, port: 8084, tls: { clientAuth: required, crl: true }, auth: [certificate] }`,
      `ann: { at: hub, auth: { certificate: client }, publish: [x] }
  ben: { at: hub, auth: ${PASSWORD}, publish: [y] }`,
    ),
    exitCode: 3,
    says: [
      'error: listener "wss" of broker "hub" is a websocket, where Mosquitto 2.0 checks no revocation list [websocket-crl]',
      '  hint: set crl: false if that is acceptable, use a tcp listener, or run 2.1',
    ],
  },
  'a certificate that is asked of users with passwords': {
    thread: 'eclipse-mosquitto/mosquitto/issues/1839',
    spec: hub(
      'mqtts: { port: 8883, tls: { clientAuth: required }, auth: [password] }',
      `ann: { at: hub, auth: ${PASSWORD}, publish: [x] }`,
    ),
    exitCode: 3,
    says: [
      'error: listener "mqtts" of broker "hub" asks every client for a certificate, which users with "password" do not have [client-auth-conflict]',
      '  hint: open a listener of its own for "password"',
    ],
  },
  'passwords that anybody on the network can read': {
    thread: 'eclipse-mosquitto/mosquitto/issues/2079',
    spec: hub('mqtt: { port: 1883, auth: [password] }', `ann: { at: hub, auth: ${PASSWORD}, publish: [x] }`),
    exitCode: 0,
    says: [
      'warning: listener "mqtt" of broker "hub" takes passwords over the network without TLS [password-in-clear]',
      '  hint: give the listener "tls: {}", or bind it to 127.0.0.1',
    ],
  },
  'rights with which the house no longer hears its lamps': {
    thread: 'home-assistant/addons/issues/2222',
    spec: `${hub(
      TLS,
      `house: { at: hub, auth: ${PASSWORD}, publish: ["homeassistant/#"] }
  lamp: { at: hub, auth: ${PASSWORD}, publish: ["lamp/#"] }`,
    )}policies: { house-hears-lamps: { require: { from: user:lamp, to: user:house } } }\n`,
    ask: ['analyze'],
    exitCode: 4,
    says: [
      'error: policy "house-hears-lamps" does not hold: user "lamp" can send nothing to user "house" [policy-violated]',
      '  hint: trace a message of "lamp" with "mqttopia trace" to see where it ends',
    ],
  },
  'a size with a blank, and a limit below nothing': {
    thread: 'eclipse-mosquitto/mosquitto/issues/3713',
    spec: hub(TLS, `ann: { at: hub, auth: ${PASSWORD}, publish: [x] }`).replace(
      'host: hub.example',
      'host: hub.example\n    limits: { maxPacketSize: 2 MB, maxQueuedMessages: -1 }',
    ),
    exitCode: 3,
    says: [
      'error: "maxPacketSize" of broker "hub" is no number of bytes: "2 MB" [bad-size]',
      '  hint: write 2MB',
      'error: "maxQueuedMessages" of broker "hub" must be from 0 to 2147483647, not -1 [out-of-range]',
    ],
  },
}

/** Lines of what was said, less the places and the excerpts. */
function sentences(said: string): readonly string[] {
  return said.split('\n').map((line) => line.replace(/^topology\.yaml:\d+:\d+: /, ''))
}

describe('whoever writes', () => {
  test.each(Object.entries(WRONG).map(([what, wrong]) => [what, wrong.thread, wrong] as const))(
    '%s is told (%s)',
    async (_, __, { spec, ask = ['validate'], exitCode, says }) => {
      const ran = await commandLine({ 'topology.yaml': spec }).mqttopia(...ask)
      const said = `${ran.stdout}${ran.stderr}`
      expect({ exitCode: ran.exitCode, said: sentences(said) }).toEqual({
        exitCode,
        said: expect.arrayContaining([...says]),
      })
      if (ask[0] === 'validate') expect(said).toMatch(/^topology\.yaml:\d+:\d+: (error|warning): /m)
    },
  )

  test('a right away is told of what stays retained: eclipse-mosquitto/mosquitto/issues/87', async () => {
    const spec = hub(TLS, `ann: { at: hub, auth: ${PASSWORD}, publish: ["home/#"] }`)
    const place = committed({ 'topology.yaml': spec })
    place.write({ 'topology.yaml': spec.replace('home/#', 'home/door') })
    const { stdout } = await place.mqttopia('diff')
    expect(stdout).toContain(
      '! what user "ann" left retained on broker "hub" stays there and is still delivered, such as "home"; clear it before: nobody can later\n',
    )
  })

  test('options before the first listener is told that they open another one: eclipse-mosquitto/mosquitto/issues/2285', async () => {
    const { mqttopia, path } = commandLine({
      'mosquitto.conf': 'max_connections 100\nallow_anonymous true\n\nlistener 8883 127.0.0.1\n',
    })
    const { exitCode, stdout, stderr } = await mqttopia(
      'broker',
      '-c',
      path('mosquitto.conf'),
      '--test-config',
    )
    expect(exitCode).toBe(0)
    expect(`${stdout}${stderr}`).toContain(
      'mosquitto.conf:1:1: warning: "max_connections" stands before any listener of its file, so port 1883 is open on all addresses [phantom-listener]',
    )
  })
})
