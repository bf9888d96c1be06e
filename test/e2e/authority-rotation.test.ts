/** The key of a root is replaced while clients of a real broker come and go, with old files and with new ones. */

import { expect, test } from 'vitest'
import { describeOnBoth, startBrokerOn } from '../broker/support/running-broker.ts'
import { commandLine } from '../cli/command-line.ts'
import { bundleClient } from '../support/bundle-client.ts'
import { freePort } from '../support/mosquitto-broker.ts'
import { admits, connectUser, type ProbeUser } from '../support/mosquitto-client.ts'
import { brokerAccount, handOver } from '../support/mosquitto-user.ts'

const spec = (port: number) => `mqttopia: 1
name: gate
brokers:
  gate:
    host: localhost
    listeners:
      mqtts: { port: ${port}, tls: { profile: server, clientAuth: required, crl: true }, auth: [certificate] }
users:
  one: { at: gate, auth: { certificate: client }, publish: [gate/one], bundles: [pem] }
  two: { at: gate, auth: { certificate: client }, publish: [gate/two], bundles: [pem] }
bundles:
  pem: { format: pem }
`

describeOnBoth('the key of a root is replaced', [], (engine) => {
  test.each(['clients-root', 'servers-root'])('%s, without anybody being locked out', async (root) => {
    const port = await freePort()
    const place = commandLine({ 'topology.yaml': spec(port) }, { now: () => new Date() })
    const bundles = () => [bundleClient(place, 'one', port), bundleClient(place, 'two', port)]
    const allAdmitted = async (users: readonly ProbeUser[]) =>
      expect(await Promise.all(users.map(admits))).toEqual(users.map(() => true))
    const mqttopia = async (...argv: readonly string[]) =>
      expect(await place.mqttopia(...argv)).toMatchObject({ exitCode: 0 })
    const start = () => {
      const account = brokerAccount()
      if (account !== undefined) handOver(place.folder, account)
      return startBrokerOn(engine, {
        conf: place.path('build/brokers/gate/mosquitto.conf'),
        folder: place.folder,
        append: 'log_dest stderr\n',
      })
    }
    await mqttopia('compile', '--root')
    const first = bundles()
    let broker = await start()
    try {
      await allAdmitted(first)
      let live = await connectUser(first[0] as ProbeUser)
      const steps = [
        ['rotate', `authority:${root}`, '--staged'],
        ['rotation', 'next', '--installed', '--batch', '60%'],
        ['rotation', 'next', '--installed', '--batch', '60%'],
        ['rotation', 'next', '--installed'],
      ]
      for (const step of steps) {
        const old = bundles()
        await mqttopia('pki', ...step)
        await mqttopia('compile', '--root')
        await allAdmitted(bundles()) // the broker still has the files of the stage before
        if (step.includes('--batch')) {
          const account = brokerAccount()
          if (account !== undefined) handOver(place.folder, account)
          await broker.reload()
          expect(live.client.connected).toBe(true)
        } else {
          // Mosquitto takes in new authorities at a start alone.
          live.client.end(true)
          await broker.stop()
          broker = await start()
          live = await connectUser(old[0] as ProbeUser)
        }
        await allAdmitted(old)
        await allAdmitted(bundles())
      }
      live.client.end(true)
      expect(await admits(first[0] as ProbeUser)).toBe(false)
      expect(new Set([...first, ...bundles()].map(({ cert }) => cert)).size).toBe(
        root === 'clients-root' ? 4 : 2,
      )
    } finally {
      await broker.stop()
    }
  })
})
