/** Bridges as compiled, on real brokers: each way to identify oneself, and an IPv6 address. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { describeOnBoth } from '../../../broker/support/running-broker.ts'
import { runExample } from '../../../support/example-run.ts'
import { crossings } from '../../../support/mosquitto-bridge-probe.ts'

const folder = mkdtempSync(join(tmpdir(), 'mqttopia-bridges-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function spec(listener: string, auth: string, host: string): string {
  return `mqttopia: 1
name: bridges
brokers:
  far: { host: "${host}", listeners: { main: ${listener} } }
  near: { host: localhost, listeners: { main: { port: 1883, bind: 127.0.0.1, auth: [password] } } }
users:
  u: { at: near, auth: { password: { generate: {} } }, publish: [out/u] }
bridges:
  b:
    from: near
    to: far
    auth: ${auth}
    reconnect: { min: 1s, max: 1s }
    routes: [{ out: "out/#", remote: "from/near/out/#", qos: 1 }, { in: "back/+", remote: "to/near/back/+", qos: 1 }]
`
}

describeOnBoth('bridges', [], (engine) => {
  test.each([
    [
      'a pre-shared key',
      '{ port: 8885, tls: { psk: {} }, auth: [psk] }',
      '{ psk: { generate: {} } }',
      'localhost',
    ],
    [
      'a password over TLS',
      '{ port: 8883, tls: {}, auth: [password] }',
      '{ password: { generate: {} } }',
      'localhost',
    ],
    ['a certificate', '{ port: 8884, tls: {}, auth: [certificate] }', '{ certificate: client }', '127.0.0.1'],
    [
      'an IPv6 address',
      '{ port: 1884, bind: "::1", auth: [password] }',
      '{ password: { generate: {} } }',
      '::1',
    ],
  ])('%s', async (what, listener, auth, host) => {
    const path = join(folder, `${what}.yaml`)
    writeFileSync(path, spec(listener, auth, host))
    const example = await runExample(path, { engine })
    try {
      const [near, far] = [example.brokers.get('near'), example.brokers.get('far')]
      if (near === undefined || far === undefined) throw new Error('a broker does not run')
      const known = { topic: 'out/known', arrivesAs: 'from/near/out/known' }
      expect(await crossings(near, far, ['out', 'out/a/b', 'other', 'back/x'], known)).toEqual(
        new Map([
          ['out', ['from/near/out']],
          ['out/a/b', ['from/near/out/a/b']],
          ['other', []],
          ['back/x', []],
        ]),
      )
      const returned = { topic: 'to/near/back/known', arrivesAs: 'back/known' }
      expect(await crossings(far, near, ['to/near/back/x', 'back/x'], returned)).toEqual(
        new Map([
          ['to/near/back/x', ['back/x']],
          ['back/x', []],
        ]),
      )
      expect(await near.broker.complaints()).toEqual([])
    } finally {
      await example.stop()
    }
  })
})
