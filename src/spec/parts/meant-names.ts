/** Points from a misspelt name in an environment to the one that it was to patch. */

import type { Diagnostic, SpecPath } from '../../diagnostics/diagnostic.ts'
import { didYouMean } from '../../diagnostics/did-you-mean.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { missingKey } from '../codes/shape-codes.ts'
import { childOf, type MapNode, type Node } from '../tree/node.ts'
import { placeOfKey } from '../tree/place.ts'

/**
 * What `environment` adds under a name close to one of `spec`, and what lacks keys, was meant to change that one: the
 * findings that say what is lacking are given that hint.
 */
export function withMeantNames(
  diagnostics: readonly Diagnostic[],
  spec: MapNode,
  environment: string,
): readonly Diagnostic[] {
  const patch = childOf(spec.entries.get('environments')?.node, environment)
  if (patch?.kind !== 'map' || !diagnostics.some(isAboutMissingKeys)) return diagnostics
  const meant = new Map(
    Array.from(newNames(spec, patch), ({ path, name }) => [JSON.stringify(placeKey(patch, path)), name]),
  )
  return diagnostics.map((diagnostic) => {
    const name = isAboutMissingKeys(diagnostic) ? meant.get(JSON.stringify(keyOf(diagnostic))) : undefined
    return name === undefined ? diagnostic : { ...diagnostic, hint: hintFor(name, diagnostic) }
  })
}

function hintFor(name: string, { hint }: Diagnostic): string {
  return `did you mean ${quoted(name)}?${hint === undefined ? '' : ` To make a new one, ${hint}`}`
}

function isAboutMissingKeys({ code }: Diagnostic): boolean {
  return code === missingKey.code
}

interface NewName {
  readonly path: SpecPath
  /** The name that it is close to. */
  readonly name: string
}

function* newNames(base: Node | undefined, patch: MapNode, above: SpecPath = []): Iterable<NewName> {
  if (base?.kind !== 'map') return
  for (const [key, { node }] of patch.entries) {
    const path = [...above, key]
    const known = childOf(base, key)
    if (node.kind !== 'map') continue
    if (known !== undefined) yield* newNames(known, node, path)
    else {
      const name = didYouMean(key, [...base.entries.keys()])
      if (name !== undefined) yield { path, name }
    }
  }
}

/** Text where there is some, else a path: what tells places apart. */
function placeKey(patch: MapNode, path: SpecPath) {
  return keyOf({ at: placeOfKey(patch, path) })
}

function keyOf({ at }: Pick<Diagnostic, 'at'>) {
  return 'span' in at ? [at.span.source.name, at.span.start, at.span.end] : at.path
}
