/** Finds what keeps a wanted certificate from being issued, before anything is encoded. */

import { type PkiProblem, pkiProblem } from '../pki-problem.ts'
import type { Authority } from './authority.ts'
import type { CertificateRequest } from './certificate-request.ts'
import { ipAddressBytes } from './ip-address.ts'
import { dnsNameAscii, isAscii } from './subject-names.ts'

/** The first thing that cannot be written into a certificate. */
export function requestProblem(request: CertificateRequest): PkiProblem | undefined {
  const { commonName, organization, dnsNames, ipAddresses, uris, emailAddresses = [], crlUrls = [] } = request
  const quoted = (what: string, values: readonly string[], accepts: (value: string) => boolean) => {
    const value = values.find((value) => !accepts(value))
    return value === undefined ? undefined : unsuitable(`${JSON.stringify(value)} is not ${what}`)
  }
  return (
    quoted(
      'a name for a certificate',
      [commonName, ...(organization === undefined ? [] : [organization])],
      isName,
    ) ??
    quoted('a DNS name', dnsNames, (name) => dnsNameAscii(name) !== undefined) ??
    quoted('an IP address', ipAddresses, (address) => ipAddressBytes(address) !== undefined) ??
    quoted('a URI in ASCII', [...uris, ...crlUrls], isAscii) ??
    quoted('an email address in ASCII', emailAddresses, isAscii) ??
    (request.durationSeconds > 0 ? undefined : unsuitable('a certificate must last longer than no time'))
  )
}

/** Mosquitto refuses a CN with NUL; line breaks have no business in a name. */
function isName(text: string): boolean {
  return text !== '' && !/[\0-\x1f\x7f]|\p{Surrogate}/u.test(text)
}

function unsuitable(message: string): PkiProblem {
  return pkiProblem('unsuitable-request', message)
}

/** What keeps `authority` from issuing this certificate `now`. */
export function issuanceProblem(
  request: CertificateRequest,
  { certificate }: Authority,
  now: Date,
): PkiProblem | undefined {
  const name = certificate.subject.text
  if (now >= certificate.notAfter) {
    return pkiProblem('outside-validity', `the authority ${name} has expired`, 'renew the authority')
  }
  if (request.kind === 'intermediate' && !leavesRoom(certificate.pathLen, request.pathLen ?? 0)) {
    return pkiProblem(
      'unsuitable-request',
      `the path length of ${name} leaves no room for the authority ${request.commonName}`,
    )
  }
  return requestProblem(request)
}

/** RFC 5280 4.2.1.9: how many authorities may follow below. */
function leavesRoom(issuerPathLen: number | undefined, pathLen: number): boolean {
  return issuerPathLen === undefined || issuerPathLen > pathLen
}
