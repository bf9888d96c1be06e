/**
 * What each kind of certificate asserts: RFC 5280 4.2, with what the TLS stacks of small devices need.
 *
 * Never nameConstraints: a critical one makes mbedTLS refuse the chain. Separate roots for clients and
 * servers do that work, since the extended key usage of an intermediate is enforced by few.
 */

import type { CertificateUsage } from '../../topology/authority.ts'
import type { CertificateRequest } from './certificate-request.ts'
import type { KeyUsage } from './extensions.ts'

export interface CertificateProfile {
  readonly isAuthority: boolean
  readonly pathLen?: number
  readonly keyUsage: readonly KeyUsage[]
  /** Empty: no such extension, any use. */
  readonly extKeyUsage: readonly CertificateUsage[]
}

type ProfileInput = Pick<CertificateRequest, 'kind' | 'usages' | 'pathLen'>

/** @param withRsaKey an RSA server key also enciphers keys; NSS refuses a server without the bit. */
export function certificateProfile(
  { kind, usages, pathLen }: ProfileInput,
  withRsaKey: boolean,
): CertificateProfile {
  switch (kind) {
    case 'root':
      return { isAuthority: true, keyUsage: ['keyCertSign', 'cRLSign'], extKeyUsage: [] }
    case 'intermediate':
      return {
        isAuthority: true,
        pathLen: pathLen ?? 0,
        keyUsage: ['keyCertSign', 'cRLSign'],
        extKeyUsage: usages,
      }
    case 'server':
      return {
        isAuthority: false,
        keyUsage: withRsaKey ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature'],
        extKeyUsage: usages,
      }
    case 'client':
      return { isAuthority: false, keyUsage: ['digitalSignature'], extKeyUsage: usages }
  }
}
