/** An authority that openssl ran until now, taken over: who connected goes on connecting, and new ones do too. */

import { expect, test } from 'vitest'
import { describeOnBoth, startBrokerOn } from '../broker/support/running-broker.ts'
import { commandLine } from '../cli/command-line.ts'
import { IMPORTED_SPEC, opensslAuthority } from '../cli/pki/openssl-authority.ts'
import { bundleClient } from '../support/bundle-client.ts'
import { freePort } from '../support/mosquitto-broker.ts'
import { admits, type ProbeUser } from '../support/mosquitto-client.ts'

describeOnBoth('an authority that was taken over', ['openssl'], (engine) => {
  test('lets old and new clients in, and the revoked one out', async () => {
    const old = opensslAuthority({ kind: 'rsa:2048' })
    for (const name of ['alice', 'mallory']) old.client(name)
    old.revoke('mallory')
    const port = await freePort()
    const now = new Date(Date.now() + 60 * 1000)
    const place = commandLine({ 'topology.yaml': IMPORTED_SPEC(port) }, { now: () => now })
    const authority = ['ca.pem', 'ca.key', 'ca.crl'].map(old.path)
    const taken = await place.mqttopia('pki', 'import', ...authority, '--as', 'authority:plant')
    expect(taken.exitCode).toBe(0)
    const client = await place.mqttopia('pki', 'import', old.path('alice.pem'), old.path('alice.key'))
    expect(client.exitCode).toBe(0)
    expect(await place.mqttopia('compile', '--root')).toMatchObject({ exitCode: 0 })
    const bundled = (name: string) => bundleClient(place, name, port)
    const withOldFiles = (name: string): ProbeUser => ({
      ...bundled(name),
      cert: old.read(`${name}.pem`),
      key: old.read(`${name}.key`),
    })
    const conf = place.path('build/brokers/works/mosquitto.conf')
    const broker = await startBrokerOn(engine, { conf, folder: place.folder, append: 'log_dest stderr\n' })
    try {
      const seen = [withOldFiles('alice'), bundled('alice'), bundled('bob'), bundled('mallory')]
      expect(await Promise.all(seen.map((user) => admits(user)))).toEqual([true, true, true, true])
      expect(await admits(withOldFiles('mallory'))).toBe(false)
    } finally {
      await broker.stop()
    }
  })
})
