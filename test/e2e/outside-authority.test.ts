/** Certificates that an authority outside signs, here openssl, on a real broker: requested, imported, revoked outside. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeOnBoth, startBrokerOn } from '../broker/support/running-broker.ts'
import { outsideAuthority, outsideScene } from '../cli/pki/outside-authority.ts'
import { bundleClient } from '../support/bundle-client.ts'
import { freePort } from '../support/mosquitto-broker.ts'
import { admits } from '../support/mosquitto-client.ts'
import { brokerAccount, handOver } from '../support/mosquitto-user.ts'

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
