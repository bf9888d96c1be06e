/**
 * How the key of an authority is replaced without locking anybody out. Pure data, kept in the lock file.
 *
 *     trusted     there is a second certificate, with a new key; peers learn to trust both
 *     reissuing   the new one issues; what the old one has issued is issued again, batch by batch
 *     (no record) the old one is gone
 *
 * Everything below the authority gets a second generation as well, so that the key that signed a certificate tells
 * the whole chain above it. Old and new have the same names: the key identifiers tell them apart (RFC 5280 4.2.1.1).
 */

import { crc32 } from 'node:zlib'
import { type Authority, chainOf } from '../../topology/authority.ts'
import { authorityCertificateId, type CertificateId } from '../materials.ts'
import type { CertificateRequest } from '../x509/certificate-request.ts'

export interface AuthorityRotation {
  readonly stage: 'trusted' | 'reissuing'
  /** The authority and all below it that are generated, by name. */
  readonly authorities: readonly string[]
  /** How much of what they issue has been issued again: 0 to 1. */
  readonly moved: number
  /** ISO 8601. */
  readonly started: string
  /** The files of this stage have been compiled. */
  readonly isCompiled?: true
}

/** `next`: trusted, but issues nothing yet. `previous`: still trusted, issues no more. */
export type OtherGeneration = 'next' | 'previous'

/** The certificate and key that an authority has beside its own while it is rotated. */
export function generationId(authority: string, generation: OtherGeneration): CertificateId {
  return `${authorityCertificateId(authority)}/${generation}`
}

/** True for ids of {@link generationId}: names have no slash. */
export function isGenerationId(id: CertificateId): boolean {
  return /^authority\/[^/]+\/(next|previous)$/.test(id)
}

/** Where a rotation stands, without a full stop. */
export function rotationText(
  authority: string,
  { stage, moved }: Pick<AuthorityRotation, 'stage' | 'moved'>,
): string {
  if (stage === 'trusted') return `authority ${authority}: both keys are trusted, the old one issues`
  return moved < 1
    ? `authority ${authority}: the new key issues; ${Math.round(moved * 100)} % of what there is has been issued again`
    : `authority ${authority}: everything is issued by the new key; the next stage drops the old one`
}

/** The authority and those below it whose key mqttopia has made, in the order of `authorities`. */
export function rotatedWith(authority: Authority, authorities: readonly Authority[]): readonly string[] {
  return authorities
    .filter((each) => each.source === 'generated' && chainOf(each).includes(authority))
    .map(({ name }) => name)
}

/** The certificates wanted of the next generation: as those of the present one, under issuers of their generation. */
export function nextGeneration(
  { authorities }: AuthorityRotation,
  wanted: readonly CertificateRequest[],
): CertificateRequest[] {
  const ids = new Map(authorities.map((name) => [authorityCertificateId(name), generationId(name, 'next')]))
  return wanted.flatMap((request) => {
    const id = ids.get(request.id)
    if (id === undefined) return []
    const issuer = request.issuer === undefined ? undefined : (ids.get(request.issuer) ?? request.issuer)
    return [{ ...request, id, ...(issuer === undefined ? {} : { issuer }) }]
  })
}

/** Who is in the first `moved` of all: the same, and more, when `moved` grows, whoever else comes or goes. */
export function isMoved(id: CertificateId, moved: number): boolean {
  return crc32(id) / 2 ** 32 < moved
}
