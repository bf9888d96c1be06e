/** What a finished TLS handshake says of the client, in the words of Mosquitto. */

import type { TLSSocket } from 'node:tls'
import type { TlsConfig } from '../config/broker-config.ts'
import type { PeerIdentity } from './transport.ts'

const NOBODY: PeerIdentity = {}

/** Nothing where no certificate was asked for. */
export function certificateIdentity(
  socket: TLSSocket,
  { requireCertificate, username }: TlsConfig,
): PeerIdentity {
  if (!requireCertificate) return NOBODY
  if (username === 'subject') {
    const subject = socket.getPeerX509Certificate()?.subject
    return subject === undefined ? NOBODY : { subject: subjectText(subject) }
  }
  const names: string | readonly string[] | undefined = socket.getPeerCertificate().subject?.CN
  const commonName = typeof names === 'string' ? names : names?.[0]
  return commonName === undefined ? NOBODY : { commonName }
}

/**
 * From a line for each relative name, in the order of the certificate and escaped as RFC 2253 says, to one text in
 * the reverse order with all but ASCII as escaped bytes (`X509_NAME_print_ex` with `XN_FLAG_RFC2253`).
 */
export function subjectText(lines: string): string {
  const text = lines.split('\n').reverse().join(',').replaceAll(' + ', '+')
  return text.replace(/[^\x20-\x7e]/gu, (character) =>
    Array.from(
      Buffer.from(character),
      (byte) => `\\${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join(''),
  )
}
