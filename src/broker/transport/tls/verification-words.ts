/** What OpenSSL says of a peer's certificate, in words. */

const UNTRUSTED = 'no trusted authority has issued its certificate'

const WORDS: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet'],
  ['CERT_SIGNATURE_FAILURE', 'its certificate is not signed by its issuer'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', UNTRUSTED],
  ['INVALID_PURPOSE', 'its certificate is for another purpose'],
  ['SELF_SIGNED_CERT_IN_CHAIN', UNTRUSTED],
  ['UNABLE_TO_GET_ISSUER_CERT', UNTRUSTED],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', UNTRUSTED],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', UNTRUSTED],
])

/** Of the codes that are known; `undefined` for others, and for what is no code of a verification. */
export function knownVerificationWords(code: string): string | undefined {
  return WORDS.get(code)
}

/** `code`: Node's type of it says Error, what it sets is a string. */
export function verificationWords(code: unknown): string | undefined {
  if (code === undefined || code === null) return undefined
  return knownVerificationWords(String(code)) ?? `its certificate is refused (${String(code)})`
}
