/** What all formats of `pki status` say of the whole. */

import type { StatusEntry, StatusState } from '../../../pki/issuance/certificate-status.ts'

export interface StatusReport {
  readonly topology: string
  readonly now: Date
  /** Those that were asked for. */
  readonly entries: readonly StatusEntry[]
}

/** In the order in which they worry people. */
export const STATES: readonly StatusState[] = [
  'expired',
  'missing',
  'awaited',
  'due',
  'revoked',
  'held',
  'ok',
  'superseded',
  'retired',
]

export const KINDS = ['authority', 'server', 'client', 'crl'] as const

/** What connections depend on: not what was revoked, replaced or left behind. */
export function isInUse({ state }: StatusEntry): boolean {
  return ['ok', 'due', 'expired', 'missing', 'awaited'].includes(state)
}

/** The entry in use that ends first. */
export function firstToEnd(entries: readonly StatusEntry[]): StatusEntry | undefined {
  let first: StatusEntry | undefined
  for (const entry of entries) {
    if (!isInUse(entry) || entry.notAfter === undefined) continue
    if (first?.notAfter === undefined || entry.notAfter < first.notAfter) first = entry
  }
  return first
}

export function countBy<K extends string>(
  entries: readonly StatusEntry[],
  keyOf: (entry: StatusEntry) => K,
): ReadonlyMap<K, number> {
  const counts = new Map<K, number>()
  for (const entry of entries) counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) + 1)
  return counts
}

/** True for what has to be made anew by `until`, or is missing, or has ended. */
export function isDueBy({ state, renewsOn, notAfter }: StatusEntry, until: Date): boolean {
  if (['due', 'expired', 'missing', 'awaited'].includes(state)) return true
  if (state !== 'ok') return false
  return (renewsOn !== undefined && renewsOn <= until) || (notAfter !== undefined && notAfter <= until)
}

/** What a list or certificate is called: the list of an authority has its selector, too. */
export function entryName({ kind, selector }: StatusEntry): string {
  return kind === 'crl' ? `CRL of ${selector}` : selector
}
