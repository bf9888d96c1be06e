/** One line of the log as a value: Mosquitto's words, so that what reads its logs goes on working, and the facts apart. */

import type { Log, LogFields, LogType } from '../log.ts'

export interface LogLine {
  readonly type: LogType
  readonly message: string
  readonly fields?: LogFields
}

export function writeLines(log: Log, lines: readonly LogLine[]): void {
  for (const { type, message, fields } of lines) log.write(type, message, fields)
}
