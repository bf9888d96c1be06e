/**
 * Certificate signing requests (RFC 2986): a device asks for a certificate and keeps its key.
 * Only the public key is taken from one: names tell whose it is, and what is certified comes from the topology.
 */

import { type Asn1, encode, encoded, integer, oid, sequence, set, tagged } from '../der/asn1.ts'
import { children, contextTag, malformed, readDer, Tag, type Tlv } from '../der/der-reader.ts'
import { oidText, smallNumber } from '../der/der-values.ts'
import { oids } from '../der/oids.ts'
import { derBlocks } from '../der/pem.ts'
import { type PublicKey, publicKey } from '../keys/public-key.ts'
import { signatureName, signatureStrength } from '../keys/signature.ts'
import { type Signer, signed } from '../keys/signer.ts'
import { type PkiProblem, pkiProblem } from '../pki-problem.ts'
import { type DistinguishedName, encodeName, type NameParts, readName } from './distinguished-name.ts'
import { subjectAltName } from './extensions.ts'
import { type CertificateExtensions, readExtensions } from './read-extensions.ts'
import { isSignedBy, readSigned, type SignedData } from './signed-data.ts'
import type { SubjectNames } from './subject-names.ts'

export interface SigningRequest {
  readonly publicKey: PublicKey
  /** What the device calls itself. */
  readonly subject: DistinguishedName
  /** The extensions that it asks for; absent where it asks for none, or for what cannot be read. */
  readonly wishes?: CertificateExtensions
  /** What the signature covers. */
  readonly toBeSigned: Buffer
  readonly der: Buffer
}

/** Reads a request in PEM or DER and checks that its sender holds the private key. */
export function readSigningRequest(input: string | Uint8Array): SigningRequest | PkiProblem {
  const [der] = derBlocks(input, 'CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST')
  const request = der === undefined ? undefined : readDer(der, describeRequest)
  if (request === undefined) {
    return pkiProblem('unreadable', 'this is not a certificate signing request in PEM or DER')
  }
  const { signed, ...description } = request
  return possessionProblem(description.publicKey, signed) ?? description
}

function describeRequest(request: Tlv): SigningRequest & { readonly signed: SignedData } {
  const { fields, ...signed } = readSigned(request)
  const [version, subject, spki, attributes] = fields
  if (spki === undefined || smallNumber(version) !== 0) return malformed('no request')
  const wishes = attributes && readDer(attributes.raw, readWishes)
  return {
    ...{ publicKey: publicKey(spki), subject: readName(subject), der: request.raw },
    ...{ toBeSigned: signed.toBeSigned, signed },
    ...(wishes === undefined ? {} : { wishes }),
  }
}

/** The attribute extensionRequest (RFC 2985 5.4.2). */
function readWishes(attributes: Tlv): CertificateExtensions | undefined {
  for (const attribute of children(attributes, contextTag(0))) {
    const [type, values] = children(attribute, Tag.sequence)
    if (oidText(type) === oids.extensionRequest) return readExtensions(children(values, Tag.set)[0])
  }
  return undefined
}

const certifiable: ReadonlySet<string> = new Set(['p256', 'p384', 'p521', 'ed25519'])
const weakestModulusBits = 2048

function possessionProblem(key: PublicKey, signed: SignedData): PkiProblem | undefined {
  if (key.family === 'rsa' ? Number(key.algorithm.slice(3)) < weakestModulusBits : false) {
    return pkiProblem('weak-key', `the key of the request is only ${key.algorithm}`, 'use RSA 2048 or more')
  }
  if (key.family !== 'rsa' && !certifiable.has(key.algorithm)) {
    return pkiProblem(
      'unsupported-key',
      `the key of the request is of kind ${key.algorithm}`,
      'use ECDSA P-256',
    )
  }
  const strength = signatureStrength(signed.algorithm)
  if (strength === 'good') {
    if (isSignedBy(signed, key.spki)) return undefined
    return pkiProblem('bad-signature', 'the request is not signed by the key that it holds')
  }
  return pkiProblem(
    strength === 'weak' ? 'weak-signature' : 'unsupported-signature',
    `the request is signed with ${signatureName(signed.algorithm)}`,
    'sign it with SHA-256, and an RSA key without PSS',
  )
}

/**
 * A request in DER, signed by the key it asks a certificate for.
 *
 * @param more extensions to ask for beside the names
 */
export function createSigningRequest(
  subject: NameParts & Partial<SubjectNames>,
  signer: Signer,
  more: readonly Asn1[] = [],
): Buffer {
  const { dnsNames = [], ipAddresses = [], uris = [], emailAddresses = [] } = subject
  const names = subjectAltName({ dnsNames, ipAddresses, uris, emailAddresses })
  const asked = names === undefined ? more : [...more, names]
  const wishes = asked.length === 0 ? [] : [sequence(oid(oids.extensionRequest), set(sequence(...asked)))]
  const { spki } = signer.publicKey
  const info = sequence(integer(0), encoded(encodeName(subject)), encoded(spki), tagged(0, ...wishes))
  return signed(encode(info), signer)
}
