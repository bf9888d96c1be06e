/** One line of a log, as Mosquitto writes it or as a JSON object; never with a line break in it. */

import type { LoggingConfig } from '../config/broker-config.ts'
import { escapeControls, escapeControlsInJson } from './escape-controls.ts'
import type { LogFields, LogType } from './log.ts'
import { strftime } from './strftime.ts'

export interface LogEntry {
  readonly at: Date
  readonly type: LogType
  readonly message: string
  readonly fields: LogFields | undefined
}

export type LineFormat = (entry: LogEntry) => string

/** Characters of a message and of a field: as much as Mosquitto writes; a topic may have 65,535 bytes. */
const MOST_CHARACTERS = 1000

export function lineFormat(
  { timestamp, timestampFormat }: LoggingConfig,
  format: 'mosquitto' | 'json',
): LineFormat {
  if (format === 'json') return jsonLine
  if (!timestamp) return ({ message }) => textOf(message)
  const stamp = stampOncePerSecond(timestampFormat ?? '%s')
  return ({ at, message }) => `${stamp(at)}: ${textOf(message)}`
}

/** A tab in front stays: so Mosquitto sets the second line of a packet off. */
function textOf(message: string): string {
  const text = cut(message)
  return text.startsWith('\t') ? `\t${escapeControls(text.slice(1))}` : escapeControls(text)
}

/** Many lines come in one second, and local time is slow to compute. */
function stampOncePerSecond(format: string): (at: Date) => string {
  let second = Number.NaN
  let text = ''
  return (at) => {
    const now = Math.floor(at.getTime() / 1000)
    if (now !== second) {
      second = now
      text = escapeControls(strftime(format, at))
    }
    return text
  }
}

function jsonLine({ at, type, message, fields = {} }: LogEntry): string {
  const entry: Record<string, unknown> = { time: at.toISOString(), type, message: cut(message) }
  for (const [name, value] of Object.entries(fields))
    entry[name] = typeof value === 'string' ? cut(value) : value
  return escapeControlsInJson(JSON.stringify(entry))
}

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}\u2026`
}
