import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { SourceText } from '../../diagnostics/source-text.ts'

/** Sorts by place: files in the order in which they are first mentioned, the root spec before all; no place last. */
export function inTextOrder(diagnostics: readonly Diagnostic[], root: string): Diagnostic[] {
  const files = new Map<string, number>([[root, 0]])
  const sourceOf = ({ at }: Diagnostic): SourceText | undefined => ('span' in at ? at.span.source : undefined)
  for (const diagnostic of diagnostics) {
    const name = sourceOf(diagnostic)?.name
    if (name !== undefined && !files.has(name)) files.set(name, files.size)
  }
  const rank = (diagnostic: Diagnostic) =>
    files.get(sourceOf(diagnostic)?.name ?? '') ?? Number.MAX_SAFE_INTEGER
  const start = ({ at }: Diagnostic) => ('span' in at ? at.span.start : 0)
  return diagnostics.toSorted((a, b) => rank(a) - rank(b) || start(a) - start(b))
}
