/** Kinds of credential bundles. What they can say is up to the formats; here names become files and secrets. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import type { Bundle as SpecBundle } from '../spec/generated/spec.ts'
import type { Bundle } from './bundle.ts'
import { type NameTable, nameTable } from './name-table.ts'
import type { Resolution } from './resolution.ts'
import { PASSWORD_LENGTH, resolveSecret } from './resolve-secret.ts'
import { sortedEntries } from './sorted.ts'
import { withoutUndefined } from './without-undefined.ts'

const PATH: SpecPath = ['bundles']

export function resolveBundles(resolution: Resolution): NameTable<Bundle> {
  const specs = sortedEntries(resolution.spec.bundles)
  const values = new Map<string, Bundle>()
  for (const [name, spec] of specs) {
    const bundle = resolveBundle(resolution, name, spec)
    if (bundle !== undefined) values.set(name, bundle)
  }
  const names = specs.map(([name]) => name)
  return nameTable('bundle', PATH, names, values)
}

/** `undefined` where one of its files could not be read; that has been reported. */
function resolveBundle({ files: texts }: Resolution, name: string, spec: SpecBundle): Bundle | undefined {
  const { format, layout, password, qr, files } = spec
  // OwnTracks is for phones, and those up to Android 13 and iOS 17 call a modern file's password wrong.
  const { encryption = format === 'otrc' ? 'legacy' : 'modern' } = spec
  const path = [...PATH, name]
  const templates = sortedEntries(format === 'template' ? files : {}).map(([fileName, { file }]) => ({
    name: fileName,
    text: texts.get(file),
    path: [...path, 'files', fileName],
  }))
  if (!templates.every(isRead)) return undefined
  return withoutUndefined<Bundle>({
    name,
    format,
    layout,
    password: password && resolveSecret(password, [...path, 'password'], PASSWORD_LENGTH),
    encryption,
    qr,
    templates,
    path,
  })
}

function isRead<T extends { readonly text: string | undefined }>(
  template: T,
): template is T & { text: string } {
  return template.text !== undefined
}
