/** A broker that listens in every way there is, with certificates, and how clients reach each of its listeners. */

import { toPem } from '../../../src/pki/der/pem.ts'
import { chainPem, keyPem, pki } from '../transport/tls-fixtures.ts'
import type { Access } from './peer-client.ts'
import { type Engine, type PlacedBroker, placeBroker } from './running-broker.ts'

/** What the ACL file calls whoever comes in there: anonymous, or by certificate or key. */
export type Identity = 'nobody' | 'press-1' | 'meter'

export interface Way {
  readonly name: string
  readonly identity: Identity
  readonly access: (broker: PlacedBroker) => Access
}

const tls = ({ folder }: PlacedBroker) => ({ ca: `${folder}/root.crt` })
const card = ({ folder }: PlacedBroker) => ({ cert: `${folder}/client.crt`, key: `${folder}/client.key` })

export const WAYS: readonly Way[] = [
  way('TCP', 'nobody', ({ ports }) => ({ transport: 'tcp', ...portOf(ports, 0) })),
  way('TLS', 'nobody', (b) => ({ transport: 'tcp', ...portOf(b.ports, 1), ...tls(b) })),
  way('mutual TLS', 'press-1', (b) => ({ transport: 'tcp', ...portOf(b.ports, 2), ...tls(b), ...card(b) })),
  way('a pre-shared key', 'meter', ({ ports }) => ({
    transport: 'tcp',
    ...portOf(ports, 3),
    psk: { identity: 'meter', key: 'c0ffee' },
  })),
  way('WebSocket', 'nobody', ({ ports }) => ({ transport: 'websockets', ...portOf(ports, 4) })),
  way('secure WebSocket', 'nobody', (b) => ({ transport: 'websockets', ...portOf(b.ports, 5), ...tls(b) })),
  way('secure WebSocket with a certificate', 'press-1', (b) => ({
    transport: 'websockets',
    ...portOf(b.ports, 6),
    ...tls(b),
    ...card(b),
  })),
  way('a Unix socket', 'nobody', ({ folder }) => ({ transport: 'unix', socketPath: `${folder}/m.sock` })),
]

function way(name: string, identity: Identity, access: Way['access']): Way {
  return { name, identity, access }
}

function portOf(ports: readonly number[], at: number): { readonly port: number } {
  return { port: ports[at] ?? 0 }
}

const SERVER = 'certfile FOLDER/server.crt\nkeyfile FOLDER/server.key\n'
const CLIENTS = 'cafile FOLDER/ca.crt\nrequire_certificate true\nuse_identity_as_username true\n'

const CONF = `psk_file FOLDER/psk
acl_file FOLDER/acl
allow_anonymous true
listener PORT 127.0.0.1
listener PORT1 127.0.0.1
${SERVER}listener PORT2 127.0.0.1
${SERVER}${CLIENTS}listener PORT3 127.0.0.1
psk_hint hint
use_identity_as_username true
listener PORT4 127.0.0.1
socket_domain ipv4
protocol websockets
listener PORT5 127.0.0.1
socket_domain ipv4
protocol websockets
${SERVER}listener PORT6 127.0.0.1
socket_domain ipv4
protocol websockets
${SERVER}${CLIENTS}listener 0 FOLDER/m.sock
`

/** Each may write below its own identity, and everybody reads all. */
const ACL = `topic read #
topic write nobody/#
user press-1
topic read #
topic write press-1/#
user meter
topic read #
topic write meter/#
`

/** For one test. */
export function placeAllListeners(engine: Engine): Promise<PlacedBroker> {
  const server = pki.issueServer({ dnsNames: ['localhost'] })
  const client = pki.issueClient({ commonName: 'press-1' })
  const pem = (der: Uint8Array) => toPem('CERTIFICATE', der)
  return placeBroker(engine, CONF, {
    psk: 'meter:c0ffee\n',
    acl: ACL,
    'server.crt': chainPem(server, pki.servers),
    'server.key': keyPem(server),
    'client.crt': chainPem(client, pki.clients),
    'client.key': keyPem(client),
    'root.crt': pem(pki.root.certificate.der),
    'ca.crt': pem(pki.clients.certificate.der) + pem(pki.root.certificate.der),
  })
}
