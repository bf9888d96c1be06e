/** `pki status` for people: what matters in a table, the rest in a few words. */

import { alignedLines } from '../../../broker/observe/cell-text.ts'
import { escapeControls } from '../../../broker/observe/escape-controls.ts'
import { counted } from '../../../diagnostics/counted.ts'
import type { StatusEntry } from '../../../pki/issuance/certificate-status.ts'
import { countBy, entryName, firstToEnd, STATES, type StatusReport } from './status-summary.ts'

/** More clients than these are summed up, unless all were asked for. */
const FEW_CLIENTS = 50
/** Of those that need attention. */
const MOST_ROWS = 50

export interface TableOptions {
  readonly all: boolean
}

export function statusTable({ entries, now }: StatusReport, { all }: TableOptions): string {
  if (entries.length === 0) return 'no certificates\n'
  const shown = all ? entries : rowsFor(entries)
  const head = ['certificate', 'used by', 'serial', 'not after', 'renews on', 'state']
  const table = shown.length === 0 ? [] : [...alignedLines([head, ...shown.map(rowOf)]), '']
  return `${[...table, ...summaryLines(entries, shown, now)].join('\n')}\n`
}

function rowsFor(entries: readonly StatusEntry[]): readonly StatusEntry[] {
  const current = entries.filter(({ state }) => state !== 'superseded')
  const clients = current.filter(({ kind }) => kind === 'client')
  if (clients.length <= FEW_CLIENTS) return current
  const urgent = STATES.filter((state) => state !== 'ok')
    .flatMap((state) => clients.filter((client) => client.state === state))
    .slice(0, MOST_ROWS)
  return [...current.filter(({ kind }) => kind !== 'client'), ...urgent]
}

function rowOf(entry: StatusEntry): string[] {
  const { usedBy, serial = '', notAfter, renewsOn, state, because } = entry
  return [
    escapeControls(entryName(entry)),
    escapeControls(usedBy),
    serial,
    day(notAfter),
    state === 'due' || state === 'expired' ? 'now' : day(renewsOn),
    because === undefined ? WORDS[state] : `${WORDS[state]}: ${because}`,
  ]
}

const WORDS: Readonly<Record<StatusEntry['state'], string>> = {
  ok: 'ok',
  due: 'due',
  expired: 'expired',
  revoked: 'revoked',
  held: 'on hold',
  missing: 'not issued yet',
  awaited: 'awaited',
  superseded: 'superseded',
  retired: 'retired',
}

export function day(date: Date | undefined): string {
  return date === undefined ? '' : date.toISOString().slice(0, 10)
}

function summaryLines(
  entries: readonly StatusEntry[],
  shown: readonly StatusEntry[],
  now: Date,
): readonly string[] {
  const counts = countBy(entries, ({ state }) => state)
  const said = STATES.flatMap((state) => {
    const count = counts.get(state)
    return count === undefined ? [] : [`${counted(count)} ${WORDS[state]}`]
  })
  const hidden = entries.length - shown.length
  const first = firstToEnd(entries)
  const next =
    first?.notAfter === undefined
      ? []
      : [
          `first to end: ${escapeControls(entryName(first))} on ${day(first.notAfter)} (${daysText(first.notAfter, now)})`,
        ]
  return [
    `${counted(entries.length)} in all: ${said.join(', ')}`,
    ...next,
    ...(hidden > 0 ? [`${counted(hidden)} not shown; --all shows them`] : []),
  ]
}

export function daysText(end: Date, now: Date): string {
  const days = Math.floor((end.getTime() - now.getTime()) / 86_400_000)
  return days < 0 ? `${counted(-days, 'day')} ago` : `in ${counted(days, 'day')}`
}
