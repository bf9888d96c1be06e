/** Where a secret comes from; never the secret itself. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import { quoted } from '../diagnostics/quoted.ts'

/** Files are relative to the folder of the root spec. */
export type Secret = { readonly path: SpecPath } & (
  | { readonly from: 'env'; readonly name: string }
  | { readonly from: 'file'; readonly file: string }
  /** A file that age encrypted. */
  | { readonly from: 'age'; readonly file: string }
  /** `keys` lead to one value in a file of SOPS. */
  | { readonly from: 'sops'; readonly file: string; readonly keys: readonly string[] }
  /** `length`: characters of a password, bytes of a pre-shared key. */
  | { readonly from: 'generate'; readonly length: number }
)

/** Somebody else made it. */
export type GivenSecret = Exclude<Secret, { from: 'generate' }>

export type EncryptedSecret = Extract<Secret, { from: 'age' | 'sops' }>

export function isEncrypted(secret: Secret): secret is EncryptedSecret {
  return secret.from === 'age' || secret.from === 'sops'
}

/** How people know the secret; two with the same name are the same. */
export function secretName(secret: GivenSecret): string {
  switch (secret.from) {
    case 'env':
      return `the variable ${quoted(secret.name)}`
    case 'file':
      return `the file ${quoted(secret.file)}`
    case 'age':
      return `the encrypted file ${quoted(secret.file)}`
    case 'sops':
      return `${quoted(secret.keys.join('.'))} of the SOPS file ${quoted(secret.file)}`
  }
}
