/** Issues certificates. Clock and randomness come in as values. */

import { hash } from 'node:crypto'
import { type PublicKey, readPublicKey, subjectKeyId } from '../keys/public-key.ts'
import { type Signer, signed, withSignature } from '../keys/signer.ts'
import type { Authority } from './authority.ts'
import type { CertificateRequest, IssuedCertificate } from './certificate-request.ts'
import {
  compileTemplate,
  type FillTemplate,
  type TemplateIssuer,
  type TemplateSubject,
} from './certificate-template.ts'
import { type Validity, validityFrom } from './certificate-time.ts'
import { nameText } from './distinguished-name.ts'
import { requestDigest } from './request-digest.ts'
import { serialNumber, serialText } from './serial-number.ts'

export interface IssueContext {
  readonly now: Date
  /** Source of random bytes, for serial numbers. */
  readonly random: (bytes: number) => Uint8Array
}

/**
 * Issues one certificate for the owner of `spki` (SubjectPublicKeyInfo in DER).
 *
 * @throws RangeError for a request that cannot be encoded; ask `issuanceProblem` first.
 */
export type IssueCertificate = (request: CertificateRequest, spki: Buffer) => IssuedCertificate

/** Like {@link IssueCertificate}, signing on the thread pool while the next certificates are being put together. */
export type IssueCertificateLater = (
  ...given: Parameters<IssueCertificate>
) => Promise<ReturnType<IssueCertificate>>

/** Issues the self-signed certificate of the owner of `signer`. */
export function issueRoot(
  request: CertificateRequest,
  signer: Signer,
  context: IssueContext,
): IssuedCertificate {
  const validity = validityFrom(context.now, request.durationSeconds)
  const { algorithm } = signer.publicKey
  const input = { ...request, validity, withRsaKey: algorithm.startsWith('rsa') }
  const subject = subjectOf(request, signer.publicKey, context)
  const der = signed(compileTemplate(input, { signer })(subject), signer)
  return issued(request, { der, subject, validity, algorithm })
}

/**
 * A function that issues in the name of `authority`. It compiles one template per profile, so keep it
 * for many certificates; P-256 then takes some 50 us each.
 */
export function certificateIssuer(authority: Authority, context: IssueContext): IssueCertificate {
  const draft = certificateDrafter(authority, context)
  return (request, spki) => {
    const { toBeSigned, complete } = draft(request, spki)
    return complete(authority.signer.sign(toBeSigned))
  }
}

/** Like {@link certificateIssuer}, for many certificates at once. */
export function certificateIssuerLater(authority: Authority, context: IssueContext): IssueCertificateLater {
  const draft = certificateDrafter(authority, context)
  return async (request, spki) => {
    const { toBeSigned, complete } = draft(request, spki)
    return complete(await authority.signer.signLater(toBeSigned))
  }
}

interface CertificateDraft {
  readonly toBeSigned: Buffer
  readonly complete: (signature: Buffer) => IssuedCertificate
}

function certificateDrafter(
  authority: Authority,
  context: IssueContext,
): (request: CertificateRequest, spki: Buffer) => CertificateDraft {
  const { certificate, signer } = authority
  const keyId = Buffer.from(certificate.subjectKeyId ?? '', 'hex')
  const issuer: TemplateIssuer = { subject: certificate.subject.der, keyId, signer }
  const templateFor = templateCache(issuer, context.now, certificate.notAfter)
  const issuedBy = { issuer: certificate.subject.text, authorityKeyId: keyId.toString('hex') }
  return (request, spki) => {
    const publicKey = readPublicKey(spki)
    if (publicKey === undefined) throw new TypeError('not a SubjectPublicKeyInfo')
    const { algorithm } = publicKey
    const { fill, validity } = templateFor(request, algorithm)
    const subject = subjectOf(request, publicKey, context)
    const toBeSigned = fill(subject)
    const complete = (signature: Buffer) => {
      const der = withSignature(toBeSigned, signer, signature)
      return { ...issued(request, { der, subject, validity, algorithm }), ...issuedBy }
    }
    return { toBeSigned, complete }
  }
}

function templateCache(issuer: TemplateIssuer, now: Date, issuerNotAfter: Date) {
  const templates = new Map<string, { readonly fill: FillTemplate; readonly validity: Validity }>()
  return (request: CertificateRequest, algorithm: string) => {
    const { kind, usages, pathLen, organization, crlUrls, durationSeconds } = request
    const withRsaKey = algorithm.startsWith('rsa')
    const key = JSON.stringify([kind, usages, pathLen, organization, crlUrls, durationSeconds, withRsaKey])
    const known = templates.get(key)
    if (known !== undefined) return known
    const validity = validityFrom(now, durationSeconds, issuerNotAfter)
    const template = { fill: compileTemplate({ ...request, validity, withRsaKey }, issuer), validity }
    templates.set(key, template)
    return template
  }
}

function subjectOf(
  request: CertificateRequest,
  { spki, bits }: PublicKey,
  { random }: IssueContext,
): TemplateSubject {
  const { commonName } = request
  return { serial: serialNumber(random), commonName, names: request, spki, keyId: subjectKeyId(bits) }
}

interface Made {
  readonly der: Buffer
  readonly subject: TemplateSubject
  readonly validity: Validity
  readonly algorithm: string
}

function issued(request: CertificateRequest, { der, subject, validity, algorithm }: Made): IssuedCertificate {
  const name = nameText(request)
  return {
    requestDigest: requestDigest(request),
    subject: name,
    issuer: name,
    serial: serialText(subject.serial),
    subjectKeyId: subject.keyId.toString('hex'),
    keyAlgorithm: algorithm,
    ...validity,
    fingerprint: hash('sha256', der),
    der,
  }
}
