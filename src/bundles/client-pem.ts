/** PEM of certificates and keys; roots and intermediates, which thousands of clients share, are encoded once. */

import { toPem } from '../pki/der/pem.ts'

const certificates = new WeakMap<Uint8Array, string>()

export function certificatePem(der: Uint8Array): string {
  const known = certificates.get(der)
  if (known !== undefined) return known
  const pem = toPem('CERTIFICATE', Buffer.from(der.buffer, der.byteOffset, der.byteLength))
  certificates.set(der, pem)
  return pem
}

/** PKCS#8 (RFC 5958). */
export function privateKeyPem(der: Uint8Array): string {
  return toPem('PRIVATE KEY', Buffer.from(der.buffer, der.byteOffset, der.byteLength))
}
