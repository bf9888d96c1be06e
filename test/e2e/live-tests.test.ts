/** `mqttopia test` against running brokers: the reference broker and real Mosquitto, every transport, and a planted fault. */

import { appendFileSync, chmodSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { describeOnBoth, type Engine, startBrokerOn } from '../broker/support/running-broker.ts'
import { type CommandLine, commandLine } from '../cli/command-line.ts'
import { freePort } from '../support/mosquitto-broker.ts'

const spec = (tls: number, plain: number, psk: number) => `mqttopia: 1
name: yard
defaults: { logging: { destinations: [stderr], types: [error, warning, notice, information] } }
brokers:
  hub:
    host: mqtt.yard.example
    listeners:
      tls: { port: ${tls}, bind: 127.0.0.1, tls: { clientAuth: required }, auth: [certificate] }
      plain: { port: ${plain}, bind: 127.0.0.1, auth: [password, anonymous] }
      psk: { port: ${psk}, bind: 127.0.0.1, tls: { psk: { hint: hub } }, auth: [psk] }
users:
  ann: { at: hub, auth: { certificate: client }, publish: ["a/#"] }
  ben: { at: hub, auth: { password: { generate: {} } }, subscribe: ["a/+"], deny: [{ subscribe: a/secret }] }
  cat: { at: hub, auth: { psk: { generate: {} } }, subscribe: ["a/#"] }
  eve: { at: hub, auth: { password: { generate: {} } }, publish: ["e/#"] }
  anonymous: { at: hub, subscribe: [a/x] }
tests:
  - { name: a word, publish: { as: ann, topic: a/x }, delivered: [ben, cat, anonymous], notDelivered: [eve, ann] }
  - { name: a secret, publish: { as: ann, topic: a/secret }, delivered: [cat], notDelivered: [ben, eve] }
`

describeOnBoth('tests on a running broker', [], (engine) => {
  test('pass on what was compiled, by every kind of login, and tell an edited ACL file and another password', async () => {
    const [tls, plain, psk] = [await freePort(), await freePort(), await freePort()]
    const place = commandLine({ 'topology.yaml': spec(tls, plain, psk) }, { now: () => new Date() })
    chmodSync(place.folder, 0o755)
    expect(await place.mqttopia('compile', '--root')).toMatchObject({ exitCode: 0 })
    const address = ['--broker', `hub/tls=127.0.0.1:${tls}`, '--wait', '2']
    await onBroker(engine, place, async () => {
      const { exitCode, stderr } = await place.mqttopia('test', ...address)
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
      expect(stderr).toContain(`a word: "ann" publishes "a/x" on broker "hub"
  ben        expected, seen on broker "hub" as "a/x"
  cat        expected, seen on broker "hub" as "a/x"
  anonymous  expected, seen on broker "hub" as "a/x"
  eve        not expected, not seen
  ann        not expected, not seen
`)
    })
    appendFileSync(place.path('build/brokers/hub/acl'), '\nuser eve\ntopic read a/#\n')
    await onBroker(engine, place, async () => {
      const { exitCode, stderr } = await place.mqttopia('test', ...address)
      expect(exitCode).toBe(4)
      expect(stderr.match(/error: .*/g)).toEqual([
        'error: test "a word" fails on the running brokers: "eve" receives the message on broker "hub" as "a/x" [test-failed]',
        'error: test "a secret" fails on the running brokers: "eve" receives the message on broker "hub" as "a/secret" [test-failed]',
      ])
      await place.mqttopia('pki', 'rotate', 'user:ben')
      const rotated = await place.mqttopia('test', ...address)
      expect(rotated.exitCode).toBe(4)
      expect(rotated.stderr).toContain(
        'cannot be played: "ben" cannot connect to broker "hub": the broker does not let it in',
      )
    })
  })
})

async function onBroker(engine: Engine, { path }: CommandLine, work: () => Promise<void>): Promise<void> {
  const conf = path('build/brokers/hub/mosquitto.conf')
  const broker = await startBrokerOn(engine, { conf, folder: path('build') })
  try {
    await work()
  } finally {
    await broker.stop()
  }
}

describe('test --live', () => {
  test('plays on brokers of its own, over bridges, websockets and Unix sockets', async () => {
    const { mqttopia } = commandLine(
      {
        'topology.yaml': `mqttopia: 1
name: two
brokers:
  core: { host: core.example, listeners: { wss: { transport: websocket, port: 8443, tls: {}, auth: [password] }, mqtts: { port: 8883, tls: { clientAuth: required }, auth: [certificate] } } }
  edge: { host: edge.example, listeners: { local: { transport: unix, path: /run/edge.sock, auth: [password] } } }
bridges: { up: { from: edge, to: core, listener: mqtts, routes: [{ out: s/+, remote: edge/s/+, qos: 1 }] } }
users:
  ann: { at: edge, auth: { password: { generate: {} } }, publish: ["#"] }
  ben: { at: core, auth: { password: { generate: {} } }, subscribe: ["edge/#"] }
tests:
  - { name: over the bridge, publish: { as: ann, topic: s/1 }, delivered: [ben] }
  - { name: not over it, publish: { as: ann, topic: s/1/2 }, notDelivered: [ben] }
  - { name: wrong, publish: { as: ann, topic: s/2 }, notDelivered: [ben] }
`,
      },
      { now: () => new Date() },
    )
    const { exitCode, stderr } = await mqttopia('test', '--live')
    expect(exitCode).toBe(4)
    expect(stderr).toContain('  ben  expected, seen on broker "core" as "edge/s/1"\n')
    expect(stderr).toContain('s/1/2" on broker "edge"\n  ben  not expected, not seen\n')
    expect(stderr.match(/error: .*/g)).toEqual([
      'error: test "wrong" fails on the running brokers: "ben" receives the message on broker "core" as "edge/s/2" [test-failed]',
    ])
  })

  const keptElsewhere = `mqttopia: 1
name: kept
pki: { profiles: { sensor: { issuer: clients, csr: true } } }
brokers:
  hub: { host: localhost, listeners: { mqtts: { port: 8883, tls: { clientAuth: required }, auth: [certificate] } } }
users:
  ann: { at: hub, auth: { certificate: sensor }, subscribe: [a] }
  ben: { at: hub, auth: { certificate: client }, publish: [a] }
tests:
  - { name: sensor, publish: { as: ben, topic: a }, delivered: [ann] }
`

  test('plays devices that keep their keys with others; on other brokers it says that one is awaited', async () => {
    const { mqttopia } = commandLine({ 'topology.yaml': keptElsewhere }, { now: () => new Date() })
    expect(await mqttopia('test', '--live')).toMatchObject({ exitCode: 0 })
    await mqttopia('compile')
    const address = ['--broker', `hub=127.0.0.1:${await freePort()}`]
    const { exitCode, stderr } = await mqttopia('test', ...address)
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('the certificate of "ann" is awaited')])
  })

  test('where nobody listens is a failure, not a finding', async () => {
    const { mqttopia } = commandLine(
      {
        'topology.yaml': spec(1, 2, 3)
          .replace('auth: [password, anonymous]', 'auth: [password]')
          .replace(/ {2}anonymous.*\n/, '')
          .replace(', anonymous]', ']'),
      },
      { now: () => new Date() },
    )
    const { exitCode, stderr } = await mqttopia('test', '--broker', `hub=127.0.0.1:${await freePort()}`)
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/cannot reach broker hub at 127\.0\.0\.1:\d+: .*ECONNREFUSED/),
    ])
  })

  test.each([
    ['hub', 64],
    ['hub=1883', 64],
    ['nowhere=127.0.0.1:1883', 64],
    ['hub/wss=127.0.0.1:1883', 64],
  ])('--broker %s is refused', async (address, exitCode) => {
    const { mqttopia } = commandLine({ 'topology.yaml': spec(8883, 1883, 8885) })
    expect((await mqttopia('test', '--broker', address)).exitCode).toBe(exitCode)
  })
})
