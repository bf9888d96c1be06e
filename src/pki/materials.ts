/**
 * What a build needs beyond the topology: the bytes of keys, certificates and secrets. `state/` makes it; the
 * emitters only read it. Look-ups of material that the topology does not want throw: that is our bug.
 */

/** Ids: `authority/NAME`, `broker/BROKER/PROFILE` (a server certificate), `user/USERNAME` (bridges included). */
export type CertificateId = string

export interface CertificateMaterial {
  readonly certificate: Uint8Array
  /** The issuing authorities below the root, nearest first. */
  readonly chain: readonly Uint8Array[]
  readonly root: Uint8Array
  /** PKCS#8 DER; absent where the device keeps its key, and for external authorities. */
  readonly privateKey?: Uint8Array
}

export interface Materials {
  /** Wanted certificates that are not there yet, since others have to sign them: looking one up throws. */
  readonly awaited?: ReadonlySet<CertificateId>
  certificate(id: CertificateId): CertificateMaterial
  /** Equal where all of {@link certificate} is, for whom that is cheaper to say than to give. Not secret. */
  certificateMark?(id: CertificateId): string
  /** The certificates by which an authority is to be trusted: two while its key is replaced, its own first; none yet while it is awaited. */
  trusted(authority: string): readonly Uint8Array[]
  /** The newest revocation list of an authority, in DER; one for each of its keys. */
  crls(authority: string): readonly Uint8Array[]
  /** The line part after `user:` in a Mosquitto password file. */
  passwordHash(username: string): string
  /** The password itself; for bundles and bridges only. */
  password(username: string): string
  /** A pre-shared key in lower-case hexadecimal. */
  psk(username: string): string
  /** The password of a user's PKCS#12 bundle. */
  bundlePassword(bundle: string, username: string): string
  /** `length` bytes that are the same at every call with the same purpose, for salts and padding in bundles. */
  salt(purpose: string, length: number): Uint8Array
}

export function authorityCertificateId(authority: string): CertificateId {
  return `authority/${authority}`
}

export function serverCertificateId(broker: string, profile: string): CertificateId {
  return `broker/${broker}/${profile}`
}

export function userCertificateId(username: string): CertificateId {
  return userPrefix + username
}

/** Whose certificate it is; `undefined` for those of brokers and authorities. */
export function usernameOf(id: CertificateId): string | undefined {
  return id.startsWith(userPrefix) ? id.slice(userPrefix.length) : undefined
}

const userPrefix = 'user/'
