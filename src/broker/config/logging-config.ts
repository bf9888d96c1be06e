/** `log_dest`, `log_type` and what is about the lines of a log (mosquitto.conf(5)). */

import { quoted } from '../../diagnostics/quoted.ts'
import type { ConfEntry, ConfWord } from '../../mosquitto-files/conf/conf-file.ts'
import type { LogType } from '../observe/log.ts'
import type { LogDestination, LoggingConfig } from './broker-config.ts'
import { logDestinationInvalid, optionWithoutEffect } from './codes.ts'
import type { Findings } from './findings.ts'
import { ignoreRest } from './ignore-rest.ts'
import { given, type Settings, valueAs } from './settings.ts'

const USUAL: readonly LogType[] = ['error', 'warning', 'notice', 'information']
const ALL: readonly LogType[] = [...USUAL, 'debug', 'subscribe', 'unsubscribe', 'websockets', 'internal']

export function loggingConfig(broker: Settings, findings: Findings): LoggingConfig {
  return {
    destinations: destinations(broker.all('log_dest'), findings),
    types: logTypes(broker.all('log_type')),
    timestamp: broker.boolean('log_timestamp') ?? true,
    connectionMessages: broker.boolean('connection_messages') ?? true,
    ...given({ timestampFormat: broker.text('log_timestamp_format') }),
  }
}

/** `none` takes back what was said before it. */
function logTypes(entries: readonly ConfEntry[]): ReadonlySet<LogType> {
  if (entries.length === 0) return new Set(USUAL)
  const types = new Set<LogType>()
  for (const entry of entries) {
    const word = valueAs(entry, 'word')?.value
    if (word === 'none') types.clear()
    else for (const type of ALL) if (word === 'all' || word === type) types.add(type)
  }
  return types
}

function destinations(entries: readonly ConfEntry[], findings: Findings): readonly LogDestination[] {
  if (entries.length === 0) return [{ to: 'stderr' }]
  const found = new Map<string, LogDestination>()
  let file: ConfEntry | undefined
  for (const entry of entries) {
    const [word] = valueAs(entry, 'words')?.words ?? []
    if (word === undefined) continue
    if (word.text === 'none') found.clear()
    if (word.text === 'file' && file !== undefined) refuseSecondFile(findings, entry, file)
    if (word.text === 'file') file ??= entry
    const destination = readDestination(entry, word, findings)
    if (destination !== undefined) found.set(word.text, destination)
  }
  return found.size === 0 ? [{ to: 'none' }] : [...found.values()]
}

function readDestination(entry: ConfEntry, word: ConfWord, findings: Findings): LogDestination | undefined {
  if (word.text === 'file') return readFile(entry, word, findings)
  // `stdout unbuffered`: lines of this log never wait for long.
  const [, second] = valueAs(entry, 'words')?.words ?? []
  const isUnbuffered = word.text === 'stdout' && second?.text === 'unbuffered'
  ignoreRest(findings, entry, isUnbuffered && second !== undefined ? [word, second] : [word])
  switch (word.text) {
    case 'stdout':
    case 'stderr':
    case 'syslog':
    case 'topic':
      return { to: word.text }
    case 'none':
      return undefined
    case 'dlt':
      findings.add(
        optionWithoutEffect,
        entry.valueSpan,
        '"log_dest dlt" has no effect: nothing here speaks DLT',
      )
      return undefined
    default:
      findings.add(logDestinationInvalid, entry.valueSpan, `${quoted(word.text)} is no place for a log`, {
        hint: 'write none, stdout, stderr, syslog, topic, or "file" and a path',
      })
      return undefined
  }
}

/** The path is the rest of the line. */
function readFile(entry: ConfEntry, word: ConfWord, findings: Findings): LogDestination | undefined {
  const { rest } = valueAs(entry, 'words') ?? {}
  const path = rest?.text.slice(word.end - rest.start).replace(/^[ \t]+/, '') ?? ''
  if (path !== '') return { to: 'file', path }
  findings.add(logDestinationInvalid, entry.valueSpan, '"log_dest file" names no file')
  return undefined
}

function refuseSecondFile(findings: Findings, entry: ConfEntry, first: ConfEntry): void {
  findings.add(logDestinationInvalid, entry.valueSpan, 'the log can go to one file only', {
    related: [{ at: { span: first.valueSpan }, message: 'this is the first' }],
  })
}
