/** The authorities whose certificates come from outside: imported ones, and external ones, which sign nothing here. */

import type { ImportedAuthority } from '../../pki/issuance/plan-issuance.ts'
import { authorityCertificateId } from '../../pki/materials.ts'
import { isProblem } from '../../pki/pki-problem.ts'
import { type CertificateDescription, readCertificate } from '../../pki/x509/read-certificate.ts'
import type { Authority } from '../../topology/authority.ts'
import type { Topology } from '../../topology/topology.ts'

export type GivenAuthorities = ReadonlyMap<Authority, CertificateDescription>

/** Imported and external ones; those that cannot be read are the checks' to report. */
export function givenAuthorities({ authorities }: Topology): GivenAuthorities {
  const given = new Map<Authority, CertificateDescription>()
  for (const authority of authorities) {
    if (authority.source === 'generated') continue
    const certificate = readCertificate(authority.certificatePem ?? '')
    if (!isProblem(certificate)) given.set(authority, certificate)
  }
  return given
}

/** What a plan needs to know of them, by certificate id. */
export function plannedFrom(given: GivenAuthorities): ReadonlyMap<string, ImportedAuthority> {
  return new Map(
    Array.from(given, ([{ name, source }, { subject, subjectKeyId = '', notAfter }]) => [
      authorityCertificateId(name),
      { subject: subject.text, subjectKeyId, notAfter, external: source === 'external' },
    ]),
  )
}
