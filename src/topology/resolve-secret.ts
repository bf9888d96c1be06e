import type { SpecPath } from '../diagnostics/diagnostic.ts'
import type { Secret as SpecSecret } from '../spec/generated/spec.ts'
import type { Secret } from './secret.ts'

/** Characters of a generated password (144 bits) and bytes of a generated pre-shared key. */
export const PASSWORD_LENGTH = 24
export const PSK_LENGTH = 32

/** A secret with its default length; one that names nothing is generated. */
export function resolveSecret(
  { env, file, age, sops, generate }: SpecSecret,
  path: SpecPath,
  defaultLength: number,
): Secret {
  if (env !== undefined) return { from: 'env', name: env, path }
  if (file !== undefined) return { from: 'file', file, path }
  if (age !== undefined) return { from: 'age', file: age, path }
  if (sops !== undefined) return { from: 'sops', ...sopsPlace(sops), path }
  return { from: 'generate', length: generate?.length ?? defaultLength, path }
}

/** `FILE#KEY.KEY`, as the shape check has seen to. */
function sopsPlace(text: string): { readonly file: string; readonly keys: readonly string[] } {
  const at = text.indexOf('#')
  return { file: text.slice(0, at), keys: text.slice(at + 1).split('.') }
}
