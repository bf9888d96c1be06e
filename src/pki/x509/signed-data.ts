/** The outer shape that certificates, requests and revocation lists share (RFC 5280 4.1.1). */

import { children, malformed, Tag, type Tlv } from '../der/der-reader.ts'
import { bitStringBytes, oidText } from '../der/der-values.ts'
import { verifySignature } from '../keys/signature.ts'

export interface SignedData {
  /** What the signature covers, as original bytes. */
  readonly toBeSigned: Buffer
  /** Object identifier of the signature algorithm. */
  readonly algorithm: string
  readonly signature: Buffer
}

export interface SignedParts extends SignedData {
  /** The fields of what is signed. */
  readonly fields: readonly Tlv[]
}

/** For readers running under `readDer`. */
export function readSigned(value: Tlv): SignedParts {
  const [data, algorithm, signature, ...rest] = children(value, Tag.sequence)
  if (data === undefined || rest.length > 0) return malformed('not three parts')
  return {
    fields: children(data, Tag.sequence),
    toBeSigned: data.raw,
    algorithm: algorithmOid(algorithm),
    signature: bitStringBytes(signature),
  }
}

/** The object identifier of an AlgorithmIdentifier. */
export function algorithmOid(identifier: Tlv | undefined): string {
  const [type] = children(identifier, Tag.sequence)
  return oidText(type)
}

export function isSignedBy({ toBeSigned, algorithm, signature }: SignedData, spki: Buffer): boolean {
  return verifySignature(toBeSigned, algorithm, signature, spki)
}
