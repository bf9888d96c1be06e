/** Authorities that are not mqttopia's, on real brokers: one that openssl ran is taken over, another goes on signing outside. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeOnBoth, startBrokerOn } from '../broker/support/running-broker.ts'
import { commandLine } from '../cli/command-line.ts'
import { IMPORTED_SPEC, opensslAuthority } from '../cli/pki/openssl-authority.ts'
import { outsideAuthority, outsideScene } from '../cli/pki/outside-authority.ts'
import { bundleClient } from '../support/bundle-client.ts'
import { freePort } from '../support/mosquitto-broker.ts'
import { admits, type ProbeUser } from '../support/mosquitto-client.ts'
import { brokerAccount, handOver } from '../support/mosquitto-user.ts'

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

const spec = (port: number) => `mqttopia: 1
name: plant
pki:
  authorities:
    corp: { external: true, certificate: { file: corp.pem } }
  profiles:
    client: { issuer: corp }
    server: { issuer: corp }
brokers:
  core:
    host: localhost
    listeners:
      mqtts: { port: ${port}, tls: { profile: server, clientAuth: required, crl: true }, auth: [certificate] }
users:
  alice: { at: core, auth: { certificate: client }, publish: [a/alice], bundles: [pem] }
  bob: { at: core, auth: { certificate: client }, publish: [a/bob], bundles: [pem] }
bundles:
  pem: { format: pem }
`

describeOnBoth('an authority outside', ['openssl'], (engine) => {
  test('signs what connects, and its revocation list shuts out', async () => {
    const corp = outsideAuthority()
    const port = await freePort()
    const place = outsideScene(corp, spec(port))
    await place.mqttopia('pki', 'csr', '--out', 'requests')
    const signed = (request: string) =>
      corp.sign(readFileSync(place.path(`requests/${request}.csr.pem`), 'utf8'))
    const answers = {
      'answers/core.pem': signed('broker/core/server'),
      'answers/alice.pem': signed('user/alice'),
      'answers/bob.pem': signed('user/bob'),
    }
    place.write(answers)
    const taken = await place.mqttopia('pki', 'import', 'answers', corp.list(10))
    expect(taken).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('4 taken in') })
    expect(await place.mqttopia('compile', '--root')).toMatchObject({ exitCode: 0 })
    const [alice, bob] = ['alice', 'bob'].map((name) => bundleClient(place, name, port))
    if (alice === undefined || bob === undefined) throw new Error('no clients')
    const conf = place.path('build/brokers/core/mosquitto.conf')
    const broker = await startBrokerOn(engine, { conf, folder: place.folder, append: 'log_dest stderr\n' })
    try {
      expect([await admits(alice), await admits(bob)]).toEqual([true, true])
      await place.mqttopia('pki', 'import', corp.list(20, answers['answers/bob.pem']))
      await place.mqttopia('compile', '--root')
      const account = brokerAccount()
      if (account !== undefined) handOver(place.folder, account)
      await broker.reload()
      expect([await admits(alice), await admits(bob)]).toEqual([true, false])
    } finally {
      await broker.stop()
    }
  })
})
