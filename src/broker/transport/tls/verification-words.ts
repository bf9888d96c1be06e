/** What OpenSSL says of a client's certificate, in words. */

const UNTRUSTED = 'no trusted authority has issued its certificate'

const WORDS: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet'],
  ['CERT_SIGNATURE_FAILURE', 'its certificate is not signed by its issuer'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', UNTRUSTED],
  ['INVALID_PURPOSE', 'its certificate is not one of a client'],
  ['SELF_SIGNED_CERT_IN_CHAIN', UNTRUSTED],
  ['UNABLE_TO_GET_ISSUER_CERT', UNTRUSTED],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', UNTRUSTED],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', UNTRUSTED],
])

/** `code`: Node's type of it says Error, what it sets is a string. */
export function verificationWords(code: unknown): string | undefined {
  if (code === undefined || code === null) return undefined
  return WORDS.get(String(code)) ?? `its certificate is refused (${String(code)})`
}
