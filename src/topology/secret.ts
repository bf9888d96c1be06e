/** Where a secret comes from; never the secret itself. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'

export type Secret = { readonly path: SpecPath } & (
  | { readonly from: 'env'; readonly name: string }
  /** `file` is relative to the folder of the root spec. */
  | { readonly from: 'file'; readonly file: string }
  /** `length`: characters of a password, bytes of a pre-shared key. */
  | { readonly from: 'generate'; readonly length: number }
)
