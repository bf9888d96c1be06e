/** What a TLS listener makes of the certificates of its clients, beyond what Node verifies by itself. */

import { X509Certificate } from 'node:crypto'
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls'
import type { TlsConfig } from '../../config/broker-config.ts'
import { NOBODY } from '../socket-transport.ts'
import { verificationWords } from '../tls/verification-words.ts'
import type { PeerIdentity } from '../transport.ts'
import { firstCommonName, subjectText } from './certificate-names.ts'
import { DerError } from './der.ts'
import type { RevocationLists } from './revocation-lists.ts'
import { undatedChainProblem } from './undated-chain.ts'

/** Errors of OpenSSL that `disable_client_cert_date_checks` passes over. */
const DATE_ERRORS: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])

const MAX_CHAIN = 10

export interface CertificateRules {
  /** Of `cafile` and `capath`. */
  readonly trusted: readonly X509Certificate[]
  readonly revoked: RevocationLists | undefined
  readonly checkDates: boolean
}

/** Why the client of a finished handshake is not let in; `undefined` when it is. */
export function certificateProblem(socket: TLSSocket, rules: CertificateRules): string | undefined {
  const { trusted, revoked, checkDates } = rules
  try {
    if (!socket.authorized) {
      const error = socket.authorizationError
      if (checkDates || !DATE_ERRORS.has(String(error)))
        return verificationWords(error) ?? 'it has shown no certificate'
      const problem = undatedChainProblem(chainOf(socket), trusted)
      if (problem !== undefined) return problem
    }
    return revoked?.problem(chainOf(socket), checkDates ? Date.now() : undefined)
  } catch (error) {
    if (error instanceof DerError) return 'its certificate cannot be read'
    throw error
  }
}

/** Only the name that is the username: connections keep what this returns. */
export function certificateIdentity(socket: TLSSocket, username: TlsConfig['username']): PeerIdentity {
  const certificate = username === 'connect' ? undefined : socket.getPeerX509Certificate()
  if (certificate === undefined) return NOBODY
  if (username === 'subject') {
    const subject = subjectText(certificate)
    return subject === undefined ? NOBODY : { subject }
  }
  const commonName = firstCommonName(certificate)
  return commonName === undefined ? NOBODY : { commonName }
}

/** Client first, as far as the client has sent it and the trusted authorities complete it. */
function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = []
  let current: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  while (current?.raw !== undefined && chain.length < MAX_CHAIN) {
    chain.push(new X509Certificate(current.raw))
    const issuer: DetailedPeerCertificate | undefined = current.issuerCertificate
    current = issuer === current ? undefined : issuer
  }
  return chain
}
