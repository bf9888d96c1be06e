/** A strict reader of iCalendar text (RFC 5545 3.1, 3.3.11, 3.6.1), as far as events go. */

import { expect } from 'vitest'

export type CalendarEvent = Readonly<Record<string, string>>

export function calendarEvents(text: string): readonly CalendarEvent[] {
  expect(text.endsWith('\r\n')).toBe(true)
  const physical = text.slice(0, -2).split('\r\n')
  for (const line of physical) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75)
  const lines = physical.join('\r\n').replaceAll('\r\n ', '').split('\r\n')
  for (const line of lines) expect(line).toMatch(/^[A-Z-]+(;[A-Z]+=[A-Z]+)*:[^\p{Cc}]*$/u)
  expect(lines.slice(0, 2)).toEqual(['BEGIN:VCALENDAR', 'VERSION:2.0'])
  expect(lines.at(-1)).toBe('END:VCALENDAR')
  const events: Record<string, string>[] = []
  let open: Record<string, string> | undefined
  for (const line of lines) {
    const colon = line.indexOf(':')
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1)]
    if (line === 'BEGIN:VEVENT') {
      expect(open).toBeUndefined()
      open = {}
      events.push(open)
    } else if (line === 'END:VEVENT') {
      expect(Object.keys(open ?? {})).toEqual(
        expect.arrayContaining(['UID', 'DTSTAMP', 'DTSTART;VALUE=DATE', 'SUMMARY']),
      )
      open = undefined
    } else if (open !== undefined) {
      expect(open).not.toHaveProperty([name])
      if (name === 'SUMMARY' || name === 'DESCRIPTION') expect(value).not.toMatch(/(?<!\\)[;,]/)
      open[name] = value.replace(/\\([\\;,nN])/g, (_, character) => (/n/i.test(character) ? '\n' : character))
    }
  }
  return events
}
