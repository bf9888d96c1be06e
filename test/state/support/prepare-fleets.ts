/** Child process: prepares a fleet of one device more each time, in the given state folder, until it is killed. */

import { prepareMaterials } from '../../../src/state/materials/prepare-materials.ts'
import { resolveYaml } from '../../topology/resolve-yaml.ts'

const [stateFolder = '', first = '1'] = process.argv.slice(2)

const spec = (devices: number) => `
name: plant
brokers:
  core:
    host: localhost
    listeners:
      mqtts: { port: 8883, tls: { profile: server, clientAuth: required, identity: commonName, crl: true }, auth: [certificate] }
      wss: { port: 8084, transport: websocket, tls: { profile: server }, auth: [password] }
pki: { profiles: { client: { issuer: clients, privateKey: { rotationPolicy: always } } } }
users:
  alice: { at: core, auth: { password: { generate: {} } }, publish: [a] }
fleets:
  presses: { forEach: { range: { from: 1, to: ${devices} } }, username: "p\${each.n}", at: core, auth: { certificate: client }, publish: [a] }
`

const options = { stateFolder, specFolder: stateFolder, env: {}, now: new Date('2027-01-15T12:00:00Z') }
process.stdout.write('started\n')
for (let devices = Number(first); devices < Number(first) + 1000; devices += 1) {
  await prepareMaterials(resolveYaml(spec(devices)).topology, options)
}
