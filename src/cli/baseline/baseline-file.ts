/** Findings that are known and accepted, in a file to commit: reason and last day are for people to write into it. */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { Failure, orFail } from '../../diagnostics/failure.ts'
import { findingKey, pathText } from '../../diagnostics/finding-key.ts'
import { compareText } from '../../files/compare-text.ts'
import { isRecord, parsedJson } from '../../files/parsed-json.ts'
import type { Host } from '../host.ts'

export interface KnownFinding {
  readonly key: string
  /** The verb that finds it. */
  readonly by: string
  /** How many have this key; absent: one. */
  readonly count?: number
  readonly code: string
  readonly at: string
  readonly message: string
  /** Why it is accepted. */
  readonly reason?: string
  /** The last day, as YYYY-MM-DD. */
  readonly until?: string
}

/** @throws Failure when the file cannot be read, or is none of these. */
export async function readBaseline({ cwd }: Host, file: string): Promise<readonly KnownFinding[]> {
  const text = await orFail(`read ${file}`, () => readFileSync(resolve(cwd, file), 'utf8'))
  const problem = (what: string) =>
    new Failure(`${file} is no baseline: ${what}; make one with "--write-baseline ${file}"`)
  const value = parsedJson(text)
  if (!isRecord(value) || value.mqttopia !== 'baseline' || !Array.isArray(value.findings))
    throw problem('it has no findings')
  return value.findings.map((entry: unknown, i) => {
    if (!isKnownFinding(entry)) throw problem(`its finding ${i + 1} lacks a key, or has a wrong value`)
    return entry
  })
}

function isKnownFinding(value: unknown): value is KnownFinding {
  if (!isRecord(value)) return false
  const { key, by, count = 1, code = '', at = '', message = '', reason = '', until = '9999-12-31' } = value
  return (
    [key, by, code, at, message, reason].every((text) => typeof text === 'string') &&
    Number.isInteger(count) &&
    typeof until === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(until)
  )
}

/**
 * Sorted by what they stand at. What `known` says of a finding that is still there stays, and so do the findings of other
 * verbs.
 */
export function baselineText(
  by: string,
  diagnostics: readonly Diagnostic[],
  known: readonly KnownFinding[],
): string {
  const [own, others] = [known.filter((one) => one.by === by), known.filter((one) => one.by !== by)]
  const before = new Map(own.map((finding) => [finding.key, finding]))
  const findings = new Map<string, KnownFinding>()
  for (const diagnostic of diagnostics) {
    const key = findingKey(diagnostic)
    const { count = 0 } = findings.get(key) ?? {}
    const { reason, until } = before.get(key) ?? {}
    const { code, message, at } = diagnostic
    findings.set(key, {
      ...{ key, by, count: count + 1, code, at: pathText(at), message },
      ...(reason === undefined ? {} : { reason }),
      ...(until === undefined ? {} : { until }),
    })
  }
  const sorted = [...findings.values(), ...others].sort(
    (a, b) => compareText(a.at, b.at) || compareText(a.code, b.code) || compareText(a.key, b.key),
  )
  return `${JSON.stringify({ mqttopia: 'baseline', version: 1, findings: sorted }, null, 2)}\n`
}
