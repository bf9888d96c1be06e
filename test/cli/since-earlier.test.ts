import { expect, test } from 'vitest'
import { toPem } from '../../src/pki/der/pem.ts'
import { generateKey } from '../../src/pki/keys/generate-key.ts'
import { createSigningRequest } from '../../src/pki/x509/signing-request.ts'
import { signerOf } from '../support/pki-fixtures.ts'
import { commandLine } from './command-line.ts'

const SPEC = `mqttopia: 1
name: field
brokers:
  hub: { listeners: { mqtts: { port: 8883, tls: { profile: server, clientAuth: required, crl: true }, auth: [certificate] } } }
pki: { profiles: { device: { issuer: clients, csr: true } } }
fleets:
  pumps:
    forEach: { csv: pumps.csv, key: serial }
    username: "\${each.serial}"
    at: hub
    auth: { certificate: device, csr: { file: "requests/\${each.serial}.csr" } }
    publish: ["pumps/\${username}"]
`
const request = (commonName: string) =>
  toPem('CERTIFICATE REQUEST', createSigningRequest({ commonName, uris: [] }, signerOf(generateKey('p256'))))
const requests = Object.fromEntries(
  ['p1', 'p2', 'p3', 'p4'].map((name) => [`requests/${name}.csr`, request(name)]),
)

test('what is to be said of a device that has not changed is said again', async () => {
  const { mqttopia, write } = commandLine({
    'topology.yaml': SPEC,
    'pumps.csv': 'serial\np1\np2\n',
    ...requests,
  })
  expect(await mqttopia('compile')).toMatchObject({ exitCode: 0 })
  expect(await mqttopia('pki', 'revoke', 'user:p1')).toMatchObject({ exitCode: 0 })
  for (const table of ['serial\np1\np2\n', 'serial\np1\np2\np3\n', 'serial\np1\np2\np3\np4\n']) {
    write({ 'pumps.csv': table })
    for (const verb of ['plan', 'compile'])
      expect((await mqttopia(verb)).stderr).toContain(
        'the certificate of "p1" is revoked, and there is no request',
      )
  }
})

const FLEET = `mqttopia: 1
name: field
brokers:
  hub: { listeners: { mqtts: { port: 8883, tls: { profile: server, clientAuth: required }, auth: [certificate] } } }
fleets:
  pumps:
    forEach: { csv: pumps.csv, key: serial }
    username: "\${each.serial}"
    at: hub
    auth: { certificate: client }
    publish: ["pumps/\${username}"]
`

test('what a rule finds in a device that has not changed is said again', async () => {
  const { mqttopia, write } = commandLine({ 'topology.yaml': FLEET, 'pumps.csv': 'serial\np1\np+\n' })
  for (const table of ['serial\np1\np+\n', 'serial\np1\np2\np+\n', 'serial\np2\np+\n']) {
    write({ 'pumps.csv': table })
    for (const verb of ['plan', 'compile'])
      expect((await mqttopia(verb)).stderr).toContain('the username "p+" of device "p+"')
  }
})

test('a plan says whose certificate goes with a row', async () => {
  const { mqttopia, write } = commandLine({ 'topology.yaml': FLEET, 'pumps.csv': 'serial\np1\np2\np3\n' })
  await mqttopia('compile')
  write({ 'pumps.csv': 'serial\np1\np3\n' })
  expect((await mqttopia('plan')).stdout).toContain('- retire 1: user/p2 (it is not wanted any more)')
  expect((await mqttopia('compile')).stderr).toContain('certificates: 7 kept')
})
