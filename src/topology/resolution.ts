/** What the parts of a resolution share: the spec, what was left out of it, and the findings so far. */

import type { Diagnostic, SpecPath } from '../diagnostics/diagnostic.ts'
import { type CodeDescription, diagnose, type Finding } from '../diagnostics/rule.ts'
import type { Spec } from '../spec/generated/spec.ts'
import type { Row } from '../spec/row.ts'

/** A spec of the right shape, as `SpecDocument` holds it, and the names that come from around it. */
export interface ResolvableSpec {
  readonly value: Spec
  readonly pruned: readonly SpecPath[]
  readonly tables: ReadonlyMap<string, readonly Row[]>
  readonly files: ReadonlyMap<string, string>
  /** Name of the folder that the root spec stands in; the default name of the topology. */
  readonly folderName: string
  /** The environment that was merged in; its `protect` list is held against the spec. */
  readonly environment?: string
}

/** Takes one finding; the code brings its severity along. */
export type Report = (code: CodeDescription, finding: Finding) => void

export class Resolution {
  readonly spec: Spec
  readonly tables: ResolvableSpec['tables']
  readonly files: ResolvableSpec['files']
  readonly diagnostics: Diagnostic[] = []
  readonly #pruned: ReadonlySet<string>
  readonly #abovePruned: ReadonlySet<string>

  constructor({ value, pruned, tables, files }: ResolvableSpec) {
    this.spec = value
    this.tables = tables
    this.files = files
    this.#pruned = new Set(pruned.map(keyOf))
    this.#abovePruned = new Set(pruned.flatMap(prefixesOf).map(keyOf))
  }

  readonly report: Report = (code, finding) => {
    this.diagnostics.push(diagnose(code, finding))
  }

  /**
   * True when the value at `path`, something in it or something around it was left out of the spec because it
   * was wrong. That has been reported, so nobody should complain that it is missing.
   */
  isDamaged(path: SpecPath): boolean {
    return (
      this.#abovePruned.has(keyOf(path)) || prefixesOf(path).some((prefix) => this.#pruned.has(keyOf(prefix)))
    )
  }
}

/** The path and all above it, the root included. */
function prefixesOf(path: SpecPath): SpecPath[] {
  return Array.from({ length: path.length + 1 }, (_, length) => path.slice(0, length))
}

function keyOf(path: SpecPath): string {
  return JSON.stringify(path)
}
