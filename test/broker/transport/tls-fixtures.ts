/** Files of a TLS listener in a temporary folder, and clients for it. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { TlsConfig } from '../../../src/broker/config/broker-config.ts'
import { toPem } from '../../../src/pki/der/pem.ts'
import type { Authority } from '../../../src/pki/x509/authority.ts'
import { createCrl, type RevokedCertificate } from '../../../src/pki/x509/create-crl.ts'
import { day, type Leaf, testPki } from '../../support/pki-fixtures.ts'

export const pki = testPki('p256')

/** Its intermediate has no revocation list, and nothing else trusts it. */
export const otherPki = testPki('p256', new Date(Date.now() + 1000))

/** As OpenSSL wants a client's or server's certificate: the leaf, then its intermediate. */
export function chainPem({ issued }: Leaf, authority: Authority): string {
  return toPem('CERTIFICATE', issued.der) + authorityPem(authority)
}

export function authorityPem({ certificate }: Authority): string {
  return toPem('CERTIFICATE', certificate.der)
}

export function keyPem({ key }: Leaf): string {
  return toPem('PRIVATE KEY', key.pkcs8)
}

export function crlPem(
  authority: Authority,
  revoked: readonly RevokedCertificate[],
  { from = -day, until = day }: { readonly from?: number; readonly until?: number } = {},
): string {
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000)
  return toPem(
    'X509 CRL',
    createCrl(authority, { revoked, number: 1n, thisUpdate: at(from), nextUpdate: at(until) }),
  )
}

export class TlsFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'mqttopia-tls-'))
  readonly server = pki.issueServer()

  constructor() {
    onTestFinished(() => rmSync(this.path, { recursive: true }))
    this.write('server.crt', chainPem(this.server, pki.servers))
    this.write('server.key', keyPem(this.server))
    this.write('ca.crt', authorityPem(pki.clients) + authorityPem(pki.root))
  }

  write(name: string, text: string): string {
    const path = join(this.path, name)
    writeFileSync(path, text)
    return path
  }

  config(set: Partial<TlsConfig> = {}): TlsConfig {
    return {
      certFile: join(this.path, 'server.crt'),
      keyFile: join(this.path, 'server.key'),
      caFile: join(this.path, 'ca.crt'),
      requireCertificate: false,
      username: 'connect',
      checkDates: true,
      minVersion: 'TLSv1.2',
      ...set,
    }
  }
}

/** A client that trusts our servers and, with `leaf`, shows it. */
export function tlsClient(port: number, leaf?: Leaf, options: ConnectionOptions = {}): TLSSocket {
  const socket = connect({
    host: '127.0.0.1',
    port,
    servername: 'localhost',
    ca: authorityPem(pki.root),
    ...(leaf === undefined ? {} : { cert: chainPem(leaf, authorityOf(leaf)), key: keyPem(leaf) }),
    ...options,
  })
  onTestFinished(() => {
    socket.destroy()
  })
  socket.on('error', () => {})
  return socket
}

function authorityOf({ issued }: Leaf): Authority {
  const all = [pki.servers, pki.clients, otherPki.clients]
  const authority = all.find(({ certificate }) => certificate.subjectKeyId === issued.authorityKeyId)
  if (authority === undefined) throw new Error('nobody has issued the certificate')
  return authority
}
