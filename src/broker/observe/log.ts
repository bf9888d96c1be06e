/** What the broker tells its operator: lines with a type, as `log_type` of mosquitto.conf(5) knows them. */

export type LogType =
  | 'error'
  | 'warning'
  | 'notice'
  | 'information'
  | 'debug'
  | 'subscribe'
  | 'unsubscribe'
  | 'websockets'
  | 'internal'

/** Facts of a log line for machines; no secrets. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

export interface Log {
  /** True when lines of this type go anywhere: ask before building an expensive line. */
  wants(type: LogType): boolean
  /** One line without a line break; control characters from clients are escaped by the log itself. */
  write(type: LogType, message: string, fields?: LogFields): void
}
