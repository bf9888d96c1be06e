/** The authority that many have: made with openssl by hand, with its database, some clients and a revocation list. */

import { readFileSync, writeFileSync } from 'node:fs'
import { type Workplace, workplace } from '../../support/pki-program.ts'

export interface OpensslAuthority extends Workplace {
  readonly read: (file: string) => string
  /** Makes `NAME.key` and `NAME.pem`, as a script of long ago does: no extensions. */
  readonly client: (name: string) => void
  /** Revokes a client, and makes `ca.crl`. */
  readonly revoke: (name: string, reason?: string) => void
}

/** `ca.key` and `ca.pem`; serial numbers are 01, 02, 03. Its clock is that of the machine. */
export function opensslAuthority({
  kind = 'ec -pkeyopt ec_paramgen_curve:P-256',
  name = 'Old Works MQTT CA',
} = {}): OpensslAuthority {
  const place = workplace()
  const { succeed, path } = place
  writeFileSync(
    path('ca.cnf'),
    `[ca]\ndefault_ca = own\n[own]\ndir = ${path('.')}\ndatabase = ${path('index.txt')}\nserial = ${path('serial')}\nnew_certs_dir = ${path('.')}\n` +
      `certificate = ${path('ca.pem')}\nprivate_key = ${path('ca.key')}\ncrlnumber = ${path('crlnumber')}\ndefault_md = sha256\n` +
      `default_days = 365\ndefault_crl_days = 30\npolicy = any\nunique_subject = no\n[any]\ncommonName = supplied\norganizationName = optional\n`,
  )
  for (const [file, content] of Object.entries({ 'index.txt': '', serial: '01\n', crlnumber: '1F\n' }))
    writeFileSync(path(file), content)
  succeed(
    ...(['openssl', 'req', '-x509', '-newkey', ...kind.split(' '), '-nodes', '-days', '3650'] as const),
    ...['-subj', `/C=DE/O=Old Works/OU=IT/CN=${name}`, '-keyout', 'ca.key', '-out', 'ca.pem'],
  )
  const ca = (...args: readonly string[]) => succeed('openssl', 'ca', '-config', 'ca.cnf', '-batch', ...args)
  return {
    ...place,
    read: (file) => readFileSync(path(file), 'utf8'),
    client(name) {
      const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`]
      succeed('openssl', 'req', '-new', ...key, '-subj', `/O=Old Works/CN=${name}`, '-out', `${name}.csr`)
      ca('-in', `${name}.csr`, '-out', `${name}.pem`, '-notext')
    },
    revoke(name, reason = 'keyCompromise') {
      ca('-revoke', `${name}.pem`, '-crl_reason', reason)
      ca('-gencrl', '-out', 'ca.crl')
    },
  }
}

export const IMPORTED_SPEC = (port = 8883) => `mqttopia: 1
name: works
pki:
  authorities:
    plant: {}
  profiles:
    client: { issuer: plant, duration: 90d, renewBefore: 30d }
brokers:
  works:
    host: localhost
    listeners:
      mqtts: { port: ${port}, tls: { profile: server, clientAuth: required, crl: true }, auth: [certificate] }
users:
  alice: { at: works, auth: { certificate: client }, publish: [works/alice], bundles: [pem] }
  bob: { at: works, auth: { certificate: client }, publish: [works/bob], bundles: [pem] }
  mallory: { at: works, auth: { certificate: client }, publish: [works/mallory], bundles: [pem] }
bundles:
  pem: { format: pem }
`
