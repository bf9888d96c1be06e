/** Findings about rows of one fleet's table: the first few of each code, then their number. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CodeDescription, Finding } from '../../diagnostics/rule.ts'
import type { Resolution } from '../resolution.ts'

const MAX_ROWS_EACH_CODE = 20

export class RowFindings {
  readonly #resolution: Resolution
  readonly #fleet: string
  readonly #rows = new Map<CodeDescription, { last: number; count: number }>()

  constructor(resolution: Resolution, fleet: string) {
    this.#resolution = resolution
    this.#fleet = fleet
  }

  /** Reports a finding about row `i` at the row, with the place where the fleet asks for it. One of a code and row. */
  report(i: number, code: CodeDescription, { at, ...finding }: Finding): void {
    const { last, count } = this.#rows.get(code) ?? { last: -1, count: 0 }
    if (last === i) return
    this.#rows.set(code, { last: i, count: count + 1 })
    if (count >= MAX_ROWS_EACH_CODE) return
    const related = [{ at, message: 'it is used here' }, ...(finding.related ?? [])]
    this.#resolution.report(code, { ...finding, at: { path: rowPath(this.#fleet, i) }, related })
  }

  /** Says how many rows more there were. */
  summarize(): void {
    for (const [code, { count }] of this.#rows) {
      const rest = count - MAX_ROWS_EACH_CODE
      if (rest <= 0) continue
      const rows = rest === 1 ? '1 more row' : `${rest} more rows`
      this.#resolution.report(code, {
        message: `${rows} of fleet ${quoted(this.#fleet)} ${rest === 1 ? 'has' : 'have'} the same problem`,
        at: { path: ['fleets', this.#fleet], on: 'key' },
      })
    }
  }
}

/** Where a row of a fleet's table is found. */
export function rowPath(fleet: string, i: number): SpecPath {
  return Object.freeze(['fleets', fleet, 'forEach', 'rows', i])
}
