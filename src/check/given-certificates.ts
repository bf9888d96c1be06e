/** The certificates of authorities that exist already. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import { isProblem, type PkiProblem } from '../pki/pki-problem.ts'
import { type CertificateDescription, readCertificate } from '../pki/x509/read-certificate.ts'
import type { Authority } from '../topology/authority.ts'
import { remembered } from '../topology/remembered.ts'
import type { Topology } from '../topology/topology.ts'

export interface GivenCertificate {
  readonly authority: Authority
  readonly certificate: CertificateDescription
  /** Where the file is named. */
  readonly path: SpecPath
}

export interface UnreadableCertificate {
  readonly authority: Authority
  readonly problem: PkiProblem
  readonly path: SpecPath
}

const readAll = remembered(({ authorities }: Topology) =>
  authorities.flatMap((authority) => {
    if (authority.certificatePem === undefined) return []
    const path = [...authority.path, 'certificate']
    return [{ authority, path, read: readCertificate(authority.certificatePem) }]
  }),
)

export const givenCertificates = remembered((topology: Topology): readonly GivenCertificate[] =>
  readAll(topology).flatMap(({ read, ...rest }) => (isProblem(read) ? [] : [{ ...rest, certificate: read }])),
)

export function unreadableCertificates(topology: Topology): readonly UnreadableCertificate[] {
  return readAll(topology).flatMap(({ read, ...rest }) =>
    isProblem(read) ? [{ ...rest, problem: read }] : [],
  )
}
