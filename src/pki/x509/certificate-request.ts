/** What a certificate must say, and what is known of one issued before: the two ends of an issuance plan. */

import type { CertificateUsage, KeyAlgorithm } from '../../topology/authority.ts'

/** Selects the row of the profile table. A bridge's certificate is a `client`. */
export type CertificateKind = 'root' | 'intermediate' | 'server' | 'client'

/** One certificate wanted; follows from the topology alone. */
export interface CertificateRequest {
  /** Stable and unique; see the functions in `materials.ts`. */
  readonly id: string
  readonly kind: CertificateKind
  /** Id of the authority that signs; absent for a self-signed root. */
  readonly issuer?: string
  readonly commonName: string
  readonly organization?: string
  readonly dnsNames: readonly string[]
  readonly ipAddresses: readonly string[]
  readonly uris: readonly string[]
  readonly emailAddresses?: readonly string[]
  /** Of an intermediate: what its certificates may be used for. Ignored for a root. */
  readonly usages: readonly CertificateUsage[]
  readonly durationSeconds: number
  readonly renewBeforeSeconds: number
  readonly keyAlgorithm: KeyAlgorithm
  /** Authorities below an intermediate: 0 by default. Ignored for other kinds. */
  readonly pathLen?: number
  /** `always`: a new key at every renewal. Default `never`. */
  readonly rotate?: 'always' | 'never'
  /** The device keeps its key and sends a certificate signing request. */
  readonly csr?: boolean
  /** Where the issuer publishes its revocation list (RFC 5280 4.2.1.13). */
  readonly crlUrls?: readonly string[]
}

/** One certificate that exists: public facts only, fit for a lock file. */
export interface IssuedCertificate {
  /** {@link requestDigest} of the request that it was issued for. */
  readonly requestDigest: string
  /** As `O=Plant, CN=Plant Clients CA`. */
  readonly subject: string
  readonly issuer: string
  /** Lower-case hex without leading zeros. */
  readonly serial: string
  /** Lower-case hex, like the two below. */
  readonly subjectKeyId: string
  /** Absent in a self-signed certificate. */
  readonly authorityKeyId?: string | undefined
  /** A {@link KeyAlgorithm}; or what else the key of a signing request is, as `p521`. */
  readonly keyAlgorithm: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** SHA-256 over the DER. */
  readonly fingerprint: string
  /** Present where mqttopia has not issued it. */
  readonly origin?: 'imported' | undefined
  readonly der: Buffer
}
