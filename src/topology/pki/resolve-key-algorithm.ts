import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { PrivateKey } from '../../spec/generated/spec.ts'
import type { KeyAlgorithm } from '../authority.ts'
import { keySize } from '../codes/pki-codes.ts'
import type { Resolution } from '../resolution.ts'

/** Each algorithm's sizes in bits, the default first. */
const ALGORITHMS: Readonly<Record<'ECDSA' | 'RSA', ReadonlyMap<number, KeyAlgorithm>>> = {
  ECDSA: new Map([
    [256, 'p256'],
    [384, 'p384'],
  ]),
  RSA: new Map([
    [2048, 'rsa2048'],
    [3072, 'rsa3072'],
    [4096, 'rsa4096'],
  ]),
}

/** The key algorithm of `privateKey`, which stands at `path`; P-256 where it does not say, or not rightly. */
export function resolveKeyAlgorithm(
  { report }: Resolution,
  { algorithm = 'ECDSA', size }: PrivateKey = {},
  path: SpecPath,
): KeyAlgorithm {
  const at = { path: [...path, 'size'] }
  if (algorithm === 'Ed25519') {
    if (size !== undefined)
      report(keySize, { message: 'there is only one size of Ed25519 keys', at, hint: 'remove it' })
    return 'ed25519'
  }
  const sizes = ALGORITHMS[algorithm]
  const found = sizes.get(size ?? (algorithm === 'RSA' ? 2048 : 256))
  if (found !== undefined) return found
  const other = algorithm === 'RSA' ? 'ECDSA' : 'RSA'
  report(keySize, {
    message: `there are no ${algorithm} keys of ${size} bits, only of ${[...sizes.keys()].join(', ')}`,
    at,
    hint: `write another size, or "algorithm: ${other}"`,
  })
  return 'p256'
}
