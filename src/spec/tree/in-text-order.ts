import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { compareText } from '../../files/compare-text.ts'

/** Sorts by place: the root spec first, then other files by name; what has no place comes last. */
export function inTextOrder(diagnostics: readonly Diagnostic[], root: string): Diagnostic[] {
  return diagnostics
    .map((diagnostic) => ({ diagnostic, ...keyOf(diagnostic, root) }))
    .sort((a, b) => a.rank - b.rank || compareText(a.file, b.file) || a.start - b.start)
    .map(({ diagnostic }) => diagnostic)
}

function keyOf({ at }: Diagnostic, root: string) {
  if (!('span' in at)) return { rank: 2, file: '', start: 0 }
  const { source, start } = at.span
  return { rank: source.name === root ? 0 : 1, file: source.name, start }
}
