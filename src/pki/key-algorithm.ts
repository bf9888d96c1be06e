/** The kinds of key that mqttopia makes and signs with. */

export const keyAlgorithms = [
  'ecdsa-p256',
  'ecdsa-p384',
  'ed25519',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
] as const

export type KeyAlgorithm = (typeof keyAlgorithms)[number]

/** Modulus length in bits; `undefined` for keys that are not RSA. */
export function rsaBits(algorithm: KeyAlgorithm): 2048 | 3072 | 4096 | undefined {
  switch (algorithm) {
    case 'rsa-2048':
      return 2048
    case 'rsa-3072':
      return 3072
    case 'rsa-4096':
      return 4096
    default:
      return undefined
  }
}
