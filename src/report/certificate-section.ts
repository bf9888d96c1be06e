/** Certificates and revocation lists: how many are well, and those to look after. */

import { counted } from '../diagnostics/counted.ts'
import type { StatusEntry, StatusState } from '../pki/issuance/certificate-status.ts'

export interface CertificateSection {
  /** Nothing was issued yet: there is no lock file. */
  readonly isEmpty: boolean
  readonly summary: string
  readonly rows: readonly CertificateRow[]
  /** What is left out, and how to get it. */
  readonly left: string
  /** How many are due, missing or have ended. */
  readonly due: number
}

interface CertificateRow {
  readonly name: string
  readonly usedBy: string
  readonly ends: string
  readonly renews: string
  readonly state: string
  readonly tone: 'bad' | 'warn' | 'good' | 'quiet'
}

const WORDS: Readonly<Record<StatusState, string>> = {
  expired: 'expired',
  missing: 'not issued yet',
  awaited: 'awaited',
  due: 'due',
  revoked: 'revoked',
  held: 'on hold',
  ok: 'ok',
  superseded: 'superseded',
  retired: 'retired',
}

const TONES: Readonly<Record<StatusState, CertificateRow['tone']>> = {
  expired: 'bad',
  missing: 'warn',
  awaited: 'warn',
  due: 'warn',
  revoked: 'quiet',
  held: 'quiet',
  ok: 'good',
  superseded: 'quiet',
  retired: 'quiet',
}

/** In the order in which they worry people. */
const STATES: readonly StatusState[] = [
  'expired',
  'missing',
  'awaited',
  'due',
  'held',
  'ok',
  'revoked',
  'superseded',
  'retired',
]

const MOST_ROWS = 60

export function certificateSection(entries: readonly StatusEntry[]): CertificateSection {
  const counts = STATES.map((state) => ({
    state,
    count: entries.filter((each) => each.state === state).length,
  }))
  const shown = [...entries].sort(byUrgency).slice(0, MOST_ROWS)
  const left = entries.length - shown.length
  const said = counts.filter(({ count }) => count > 0)
  return {
    isEmpty: entries.every(
      ({ kind, state }) => state === 'missing' || state === 'awaited' || kind === 'authority',
    ),
    summary: said.map(({ state, count }) => `${counted(count)} ${WORDS[state]}`).join(', '),
    rows: shown.map(rowOf),
    left: left > 0 ? `${counted(left)} more: "mqttopia pki status --all"` : '',
    due: entries.filter(({ state }) => ['expired', 'due', 'missing', 'awaited'].includes(state)).length,
  }
}

/** Authorities and servers before clients, then what ends first. */
function byUrgency(a: StatusEntry, b: StatusEntry): number {
  return (
    STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
    Number(a.kind === 'client') - Number(b.kind === 'client') ||
    (a.notAfter?.getTime() ?? 0) - (b.notAfter?.getTime() ?? 0)
  )
}

function rowOf({ kind, selector, usedBy, notAfter, renewsOn, state, because }: StatusEntry): CertificateRow {
  return {
    name: kind === 'crl' ? `CRL of ${selector}` : selector,
    usedBy,
    ends: day(notAfter),
    renews: day(renewsOn),
    state: because === undefined ? WORDS[state] : `${WORDS[state]}: ${because}`,
    tone: TONES[state],
  }
}

function day(date: Date | undefined): string {
  return date === undefined ? '' : date.toISOString().slice(0, 10)
}
