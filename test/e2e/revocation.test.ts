/** A revoked certificate, from the serial number in the spec to the refusal of a real broker. */

import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { describeOnBoth, startBrokerOn } from '../broker/support/running-broker.ts'
import { commandLine } from '../cli/command-line.ts'
import { bundleClient } from '../support/bundle-client.ts'
import { freePort } from '../support/mosquitto-broker.ts'
import { admits, type ProbeUser } from '../support/mosquitto-client.ts'
import { brokerAccount, handOver } from '../support/mosquitto-user.ts'

const spec = (port: number, serial?: string) => `mqttopia: 1
name: gate
pki:
  authorities:
    clients: { issuer: clients-root${serial === undefined ? '' : `, revoked: [{ serial: "${serial}", reason: keyCompromise }]`} }
brokers:
  gate:
    host: localhost
    listeners:
      mqtts: { port: ${port}, tls: { profile: server, clientAuth: required, crl: true }, auth: [certificate] }
users:
  lost: { at: gate, auth: { certificate: client }, publish: [gate/lost], bundles: [pem] }
  kept: { at: gate, auth: { certificate: client }, publish: [gate/kept], bundles: [pem] }
bundles:
  pem: { format: pem }
`

describeOnBoth('a revoked certificate', [], (engine) => {
  test.each(['reload', 'restart'] as const)(
    'is refused after a %s, and its successor is let in',
    async (how) => {
      const port = await freePort()
      const place = commandLine({ 'topology.yaml': spec(port) }, { now: () => new Date() })
      expect(await place.mqttopia('compile', '--root')).toMatchObject({ exitCode: 0 })
      const conf = place.path('build/brokers/gate/mosquitto.conf')
      const start = () => startBrokerOn(engine, { conf, folder: place.folder, append: 'log_dest stderr\n' })
      const [lost, kept] = ['lost', 'kept'].map((name) => bundleClient(place, name, port)) as [
        ProbeUser,
        ProbeUser,
      ]
      let broker = await start()
      try {
        expect([await admits(lost), await admits(kept)]).toEqual([true, true])
        const { serialNumber } = new X509Certificate(String(lost.cert))
        place.write({ 'topology.yaml': spec(port, serialNumber) })
        expect(await place.mqttopia('compile', '--root')).toMatchObject({ exitCode: 0 })
        if (how === 'reload') {
          handOverAgain(place.folder)
          await broker.reload()
        } else {
          await broker.stop()
          broker = await start()
        }
        expect(await admits(lost)).toBe(false)
        expect(await admits(kept)).toBe(true)
        const successor = bundleClient(place, 'lost', port)
        expect(new X509Certificate(String(successor.cert)).serialNumber).not.toBe(serialNumber)
        expect(await admits(successor)).toBe(true)
        expect(bundleClient(place, 'kept', port)).toEqual(kept)
      } finally {
        await broker.stop()
      }
    },
  )
})

/** What was compiled anew belongs to whoever runs the tests; a broker that runs as another account must read it. */
function handOverAgain(folder: string): void {
  const account = brokerAccount()
  if (account !== undefined) handOver(folder, account)
}
