/** One line of an issuance plan. Plain data: printable, testable. */

import type { CertificateRequest, IssuedCertificate } from '../x509/certificate-request.ts'

/** `expiring`: inside `renewBeforeSeconds` of the end; `asked`: by `pki renew` or `pki rotate`. */
export type IssuanceReason = 'new' | 'request-changed' | 'issuer-changed' | 'asked' | 'expiring' | 'expired'

/**
 * `external-issuer`: its issuer's key lives elsewhere; `no-request`: the device keeps its key, and has sent no request;
 * `issuer-awaited`: the certificate of its issuer is itself awaited; `made-elsewhere`: the authority was imported, and
 * mqttopia would give it another name.
 */
export type AwaitReason = 'external-issuer' | 'no-request' | 'issuer-awaited' | 'made-elsewhere'

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
  /** Wanted, but somebody else has to do something first. */
  | {
      readonly do: 'await'
      readonly id: string
      readonly request: CertificateRequest
      readonly because: AwaitReason
      /** The certificate that is used until then. */
      readonly replaces?: IssuedCertificate
    }
  /** No longer wanted. Whether it is revoked too is not for the plan to say. */
  | { readonly do: 'retire'; readonly id: string; readonly issued: IssuedCertificate }
