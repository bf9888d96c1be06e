/** Facts about the kinds of key that mqttopia makes and signs with. */

import type { KeyAlgorithm } from '../../topology/authority.ts'

export type RsaKeyAlgorithm = Extract<KeyAlgorithm, `rsa${number}`>

export function isRsa(algorithm: KeyAlgorithm): algorithm is RsaKeyAlgorithm {
  return algorithm.startsWith('rsa')
}

/** Modulus length in bits. */
export function modulusBits(algorithm: RsaKeyAlgorithm): number {
  return Number(algorithm.slice('rsa'.length))
}
