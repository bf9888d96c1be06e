import { quoted } from '../../diagnostics/quoted.ts'
import { duplicateKey } from '../codes/syntax-codes.ts'
import type { Report } from './finding.ts'
import type { Entry } from './node.ts'

/** Gathers the entries of one map; the first of two with the same key stays, the second is reported. */
export class EntryCollector {
  readonly #entries = new Map<string, Entry>()
  readonly #report: Report

  constructor(report: Report) {
    this.#report = report
  }

  has(key: string): boolean {
    return this.#entries.has(key)
  }

  add(key: string, entry: Entry): void {
    const first = this.#entries.get(key)
    if (first === undefined) this.#entries.set(key, entry)
    else reportDuplicate(key, first, entry, this.#report)
  }

  list(): readonly (readonly [string, Entry])[] {
    return [...this.#entries]
  }
}

/** Reports that `second` has the key that `first` has already. */
export function reportDuplicate(key: string, first: Entry, second: Entry, report: Report): void {
  const at = second.keySpan === undefined ? { path: [key], on: 'key' as const } : { span: second.keySpan }
  report(duplicateKey, {
    message: `${quoted(key)} stands here a second time`,
    at,
    ...(first.keySpan === undefined
      ? {}
      : { related: [{ at: { span: first.keySpan }, message: 'the first time is here' }] }),
    hint: 'remove or rename one of them',
  })
}
