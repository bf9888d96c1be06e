/** `pki status` as a calendar (RFC 5545): a day for each renewal, and one for each end. Devices share theirs. */

import { counted } from '../../../diagnostics/counted.ts'
import type { StatusEntry } from '../../../pki/issuance/certificate-status.ts'
import { entryName, isInUse, type StatusReport } from './status-summary.ts'
import { day } from './status-table.ts'

type Occasion = 'renews' | 'ends'

export function statusCalendar({ topology, now, entries }: StatusReport): string {
  const used = entries.filter(isInUse)
  const events = [...eventsOf(used, 'renews'), ...eventsOf(used, 'ends')]
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//mqttopia//pki status//EN',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escaped(`Certificates of ${topology}`)}`,
    ...events.flatMap((event) => eventLines(event, topology, now)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

interface CalendarEvent {
  readonly occasion: Occasion
  readonly date: Date
  readonly entries: readonly StatusEntry[]
}

/** Everything of one kind that is on one day and for one owner: a fleet, or a certificate by itself. */
function eventsOf(entries: readonly StatusEntry[], occasion: Occasion): CalendarEvent[] {
  const groups = new Map<string, { readonly date: Date; readonly entries: StatusEntry[] }>()
  for (const entry of entries) {
    const date = occasion === 'ends' ? entry.notAfter : entry.renewsOn
    if (date === undefined) continue
    const key = `${day(date)} ${entry.fleet === undefined ? entryName(entry) : `fleet ${entry.fleet}`}`
    const group = groups.get(key) ?? { date, entries: [] }
    groups.set(key, group)
    group.entries.push(entry)
  }
  return Array.from(groups.values(), (group) => ({ occasion, ...group }))
}

function eventLines(event: CalendarEvent, topology: string, now: Date): string[] {
  const { occasion, date } = event
  return [
    'BEGIN:VEVENT',
    `UID:${uidOf(event, topology)}`,
    `DTSTAMP:${now.toISOString().replace(/[-:]|\.\d+/g, '')}`,
    `DTSTART;VALUE=DATE:${day(date).replaceAll('-', '')}`,
    `SUMMARY:${escaped(summaryOf(event))}`,
    `DESCRIPTION:${escaped(occasion === 'ends' ? END_TEXT : RENEWAL_TEXT)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

const RENEWAL_TEXT = 'From this day on "mqttopia compile" makes it anew; then it has to be installed.'
const END_TEXT = 'From this day on connections that need it are refused.'

function summaryOf({ occasion, entries }: CalendarEvent): string {
  const [first] = entries
  if (first === undefined) return ''
  if (entries.length === 1)
    return `${entryName(first)} ${occasion === 'ends' ? 'ends' : 'is due for renewal'}`
  return `${counted(entries.length, 'certificate')} of fleet ${first.fleet} ${occasion === 'ends' ? 'end' : 'are due for renewal'}`
}

/** The same event has the same identifier in the next calendar, so that it is moved and not doubled. */
function uidOf({ occasion, date, entries: [first] }: CalendarEvent, topology: string): string {
  const whose = first?.fleet === undefined ? first && entryName(first) : `fleet ${first.fleet} ${day(date)}`
  return `${encodeURIComponent(`${topology} ${whose} ${occasion}`)}@mqttopia`
}

/** RFC 5545 3.3.11; other control characters are not text. */
function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r?\n/g, '\\n')
    .replace(/\p{Cc}/gu, '')
}

const longestLineBytes = 75

/** RFC 5545 3.1: lines of at most 75 bytes, the rest behind a line break and a blank; no character is cut. */
function folded(line: string): string {
  let [text, used] = ['', 0]
  for (const character of line) {
    const bytes = Buffer.byteLength(character)
    if (used + bytes > longestLineBytes) {
      text += '\r\n '
      used = 1
    }
    text += character
    used += bytes
  }
  return text
}
