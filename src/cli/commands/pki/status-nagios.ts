/** `pki status` for Nagios and Icinga: one line with performance data, and the exit code of a plugin. */

import { escapeControls } from '../../../broker/observe/escape-controls.ts'
import { counted } from '../../../diagnostics/counted.ts'
import type { StatusEntry } from '../../../pki/issuance/certificate-status.ts'
import { countBy, entryName, firstToEnd, isInUse, type StatusReport } from './status-summary.ts'
import { day, daysText } from './status-table.ts'

/** Plugin API: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
export type NagiosCode = 0 | 1 | 2 | 3

export interface NagiosOptions {
  readonly warningSeconds: number
  readonly criticalSeconds: number
}

export interface NagiosResult {
  readonly code: NagiosCode
  /** Without a line break. */
  readonly text: string
}

const WORDS = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const

/**
 * Critical: something that should have been made anew has ended, or ends within the time. Warning: likewise, or
 * something is not issued yet. A list that lives for a month, and is not due yet, worries nobody.
 */
export function statusNagios({ entries, now }: StatusReport, limits: NagiosOptions): NagiosResult {
  const used = entries.filter(isInUse)
  if (used.length === 0) return nagiosLine(3, 'there is nothing to look at')
  const overdue = used.filter(isOverdue)
  const first = firstToEnd(overdue) ?? firstToEnd(used)
  const secondsLeft = first?.notAfter && (first.notAfter.getTime() - now.getTime()) / 1000
  const counts = countBy(used, ({ state }) => state)
  const count = (state: 'expired' | 'missing' | 'awaited' | 'due') => counts.get(state) ?? 0
  const said = [
    ...(first === undefined ? [] : [endText(first, now)]),
    ...(count('expired') === 0 ? [] : [`${counted(count('expired'))} expired`]),
    ...(count('missing') === 0 ? [] : [`${counted(count('missing'))} not issued yet`]),
    ...(count('awaited') === 0 ? [] : [`${counted(count('awaited'))} awaited`]),
    ...(count('due') === 0 ? [] : [`${counted(count('due'))} due`]),
    `${counted(used.length)} in use`,
  ]
  const { warningSeconds, criticalSeconds } = limits
  const perfdata = [
    ...(secondsLeft === undefined
      ? []
      : [`left=${Math.floor(secondsLeft)}s;${warningSeconds}:;${criticalSeconds}:`]),
    ...(['expired', 'missing', 'due'] as const).map(
      (state) => `${state}=${count(state) + (state === 'missing' ? count('awaited') : 0)}`,
    ),
    `used=${used.length}`,
  ]
  return nagiosLine(
    codeFor(firstToEnd(overdue) && secondsLeft, count('missing') + count('awaited') > 0, limits),
    said.join(', '),
    perfdata,
  )
}

/** Should have been made anew by now, or will not be. */
function isOverdue({ state, renewsOn }: StatusEntry): boolean {
  return state === 'due' || state === 'expired' || (state === 'ok' && renewsOn === undefined)
}

function endText(entry: StatusEntry, now: Date): string {
  const { notAfter = now } = entry
  const verb = notAfter <= now ? 'ended' : 'ends'
  return `${entryName(entry)} ${verb} on ${day(notAfter)} (${daysText(notAfter, now)})`
}

function codeFor(
  secondsLeft: number | undefined,
  isMissing: boolean,
  { warningSeconds, criticalSeconds }: NagiosOptions,
): NagiosCode {
  if (secondsLeft !== undefined && secondsLeft <= criticalSeconds) return 2
  return isMissing || (secondsLeft !== undefined && secondsLeft <= warningSeconds) ? 1 : 0
}

/** A bar would begin the performance data, and a line break a second line. */
export function nagiosLine(code: NagiosCode, text: string, perfdata: readonly string[] = []): NagiosResult {
  const data = perfdata.length === 0 ? '' : ` | ${perfdata.join(' ')}`
  return { code, text: `CERTIFICATES ${WORDS[code]}: ${escapeControls(text).replaceAll('|', '/')}${data}` }
}

/** The line that Nagios takes on its command pipe, and NSCA-like senders forward. */
export function passiveCheckLine(
  { host, service }: PassiveCheck,
  { code, text }: NagiosResult,
  now: Date,
): string {
  const seconds = Math.floor(now.getTime() / 1000)
  return `[${seconds}] PROCESS_SERVICE_CHECK_RESULT;${host};${service};${code};${text}`
}

export interface PassiveCheck {
  readonly host: string
  readonly service: string
}

/** `HOST;SERVICE`; `undefined` for what would break out of its field. */
export function parsePassiveCheck(text: string): PassiveCheck | undefined {
  const [host = '', service = '', ...rest] = text.split(';')
  const isPlain = (part: string) => part !== '' && escapeControls(part) === part
  return rest.length === 0 && isPlain(host) && isPlain(service) ? { host, service } : undefined
}
