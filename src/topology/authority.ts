/** Certificate authorities and profiles of a topology. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import type { Secret } from './secret.ts'

export type KeyAlgorithm = 'p256' | 'p384' | 'ed25519' | 'rsa2048' | 'rsa3072' | 'rsa4096'

export type CertificateUsage = 'server auth' | 'client auth'

export interface Authority {
  readonly name: string
  readonly commonName: string
  /** Absent: a root, or external. */
  readonly issuer?: Authority
  /** `generated`: mqttopia makes key and certificate; `imported`: both exist; `external`: the key lives elsewhere. */
  readonly source: 'generated' | 'imported' | 'external'
  /** The given certificate file's text, where it is imported or external and could be read. */
  readonly certificatePem?: string
  /** Where an existing key comes from. */
  readonly key?: Secret
  readonly keyAlgorithm: KeyAlgorithm
  readonly durationSeconds: number
  readonly renewBeforeSeconds: number
  readonly pathLen?: number
  readonly crl: Crl
  readonly revoked: readonly Revocation[]
  /** False for the authorities that mqttopia fills in; their path is that of `pki`. */
  readonly written: boolean
  readonly path: SpecPath
}

export interface Crl {
  readonly validitySeconds: number
  readonly renewBeforeSeconds: number
  readonly url?: string
  readonly path: SpecPath
}

export interface Revocation {
  /** Lower-case hexadecimal without leading zeros. */
  readonly serial: string
  readonly reason: string
  /** `YYYY-MM-DD`. */
  readonly date?: string
  readonly path: SpecPath
}

export interface Profile {
  readonly name: string
  readonly issuer: Authority
  readonly usages: readonly CertificateUsage[]
  readonly durationSeconds: number
  readonly renewBeforeSeconds: number
  readonly keyAlgorithm: KeyAlgorithm
  readonly rotationPolicy: 'never' | 'always'
  /** The device keeps its key; only its request is signed. */
  readonly csr: boolean
  readonly written: boolean
  readonly path: SpecPath
}

/** The root above an authority, or itself. */
export function rootOf(authority: Authority): Authority {
  return chainOf(authority).at(-1) ?? authority
}

/** An authority and everything above it, the root last. */
export function chainOf(authority: Authority): readonly Authority[] {
  const chain: Authority[] = []
  for (let at: Authority | undefined = authority; at !== undefined; at = at.issuer) chain.push(at)
  return chain
}

/**
 * The authorities on the ways from `trusted` up to their roots and down to whoever they issue for, in the order of
 * `authorities`. A client below any of them comes in where these are trusted.
 */
export function lineOf(
  trusted: readonly Authority[],
  authorities: readonly Authority[],
): readonly Authority[] {
  const above = new Set(trusted.flatMap(chainOf))
  return authorities.filter(
    (authority) => above.has(authority) || chainOf(authority).some((other) => trusted.includes(other)),
  )
}
