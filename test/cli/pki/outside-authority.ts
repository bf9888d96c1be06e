/** An authority that is not mqttopia's, made and used with openssl alone, and a spec that leaves signing to it. */

import { readFileSync, writeFileSync } from 'node:fs'
import { type Workplace, workplace } from '../../support/pki-program.ts'
import { type CommandLine, commandLine } from '../command-line.ts'

export interface OutsideAuthority extends Workplace {
  /** In PEM. */
  readonly certificate: string
  readonly key: string
  /** Signs a request as it asks to be; gives the certificate in PEM. */
  readonly sign: (request: string, ...more: readonly string[]) => string
  /** Makes its revocation list, with these certificates (in PEM) on it and all before; gives the path. */
  readonly list: (days: number, ...revoked: readonly string[]) => string
}

/** Its clock is that of the machine. */
export function outsideAuthority(
  name = 'Corp Root',
  kind = 'ec -pkeyopt ec_paramgen_curve:P-256',
): OutsideAuthority {
  const place = workplace()
  const { succeed, path } = place
  succeed(
    ...(['openssl', 'req', '-x509', '-newkey', ...kind.split(' '), '-nodes', '-days', '7300'] as const),
    ...['-subj', `/C=DE/O=Corp/CN=${name}`, '-keyout', 'ca.key', '-out', 'ca.pem'],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  )
  const sign = (request: string, ...more: readonly string[]) => {
    writeFileSync(path('in.csr'), request)
    const how = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-copy_extensions', 'copyall', '-days', '365', ...more]
    succeed('openssl', 'x509', '-req', '-in', 'in.csr', '-out', 'out.pem', ...how)
    return readFileSync(path('out.pem'), 'utf8')
  }
  writeFileSync(path('index.txt'), '')
  writeFileSync(path('ca.cnf'), '[ca]\ndefault_ca = own\n[own]\ndatabase = index.txt\ndefault_md = sha256\n')
  const list = (days: number, ...revoked: readonly string[]) => {
    const by = ['-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key']
    for (const certificate of revoked) {
      writeFileSync(path('revoked.pem'), certificate)
      succeed('openssl', 'ca', '-revoke', 'revoked.pem', ...by)
    }
    succeed('openssl', 'ca', '-gencrl', ...by, '-crldays', String(days), '-out', `${days}.crl`)
    return path(`${days}.crl`)
  }
  const read = (file: string) => readFileSync(path(file), 'utf8')
  return { ...place, certificate: read('ca.pem'), key: read('ca.key'), sign, list }
}

export const OUTSIDE_SPEC = `mqttopia: 1
name: plant
pki:
  authorities:
    corp: { external: true, certificate: { file: corp.pem } }
  profiles:
    client: { issuer: corp, duration: 365d, renewBefore: 30d }
    server: { issuer: corp, duration: 365d, renewBefore: 30d }
brokers:
  core:
    host: core.example
    altNames: { ipAddresses: [10.0.0.5] }
    listeners:
      mqtts: { port: 8883, tls: { profile: server, clientAuth: required }, auth: [certificate] }
      office: { port: 8884, tls: { profile: own }, auth: [password] }
users:
  alice: { at: core, auth: { certificate: client }, publish: [a/alice], bundles: [pem] }
  clerk: { at: core, auth: { password: { generate: {} } }, publish: [a/clerk], bundles: [pem] }
bundles:
  pem: { format: pem }
`.replace('  profiles:\n', '  profiles:\n    own: { issuer: servers, usages: [server auth] }\n')

/** openssl dates what it signs by the clock of the machine, so ours is a little ahead. */
export function outsideScene(corp: OutsideAuthority, spec = OUTSIDE_SPEC): CommandLine {
  const now = new Date(Date.now() + 10 * 60 * 1000)
  return commandLine({ 'topology.yaml': spec, 'corp.pem': corp.certificate }, { now: () => now })
}
