/** One line of an issuance plan. Plain data: printable, testable. */

import type { CertificateRequest, IssuedCertificate } from '../x509/certificate-request.ts'

/** `expiring`: inside `renewBeforeSeconds` of the end; `asked`: by `pki renew` or `pki rotate`. */
export type IssuanceReason = 'new' | 'request-changed' | 'issuer-changed' | 'asked' | 'expiring' | 'expired'

/** Where the public key comes from: a fresh key pair, the one in the vault, or the device's request. */
export type KeySource = 'generate' | 'reuse' | 'csr'

export type IssuanceStep =
  | { readonly do: 'keep'; readonly id: string; readonly issued: IssuedCertificate }
  | {
      readonly do: 'issue'
      readonly id: string
      readonly request: CertificateRequest
      readonly key: KeySource
      readonly because: 'new' | 'request-changed' | 'issuer-changed' | 'asked'
      /** The certificate that this one takes the place of. */
      readonly replaces?: IssuedCertificate
    }
  | {
      readonly do: 'renew'
      readonly id: string
      readonly request: CertificateRequest
      readonly key: KeySource
      readonly because: 'expiring' | 'expired' | 'asked'
      readonly replaces: IssuedCertificate
    }
  /** No longer wanted. Whether it is revoked too is not for the plan to say. */
  | { readonly do: 'retire'; readonly id: string; readonly issued: IssuedCertificate }
