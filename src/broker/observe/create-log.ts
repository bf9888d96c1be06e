/** The log of a broker: `log_dest`, `log_type` and `log_timestamp` of mosquitto.conf(5), as text or as JSON. */

import { failureReason } from '../../diagnostics/failure.ts'
import type { LoggingConfig } from '../config/broker-config.ts'
import { LineBatch } from './line-batch.ts'
import type { Log, LogFields, LogType } from './log.ts'
import { type LogFile, type OpenLogFile, openLogFile } from './log-file.ts'
import { type LineFormat, lineFormat } from './log-format.ts'
import { logTopic } from './log-topic.ts'

export interface LogOptions {
  readonly format: 'mosquitto' | 'json'
  /** `-v`: all types; `-q`: none. Both win over `log_type`. */
  readonly verbose?: boolean
  readonly quiet?: boolean
  readonly now: () => Date
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
  /** For `log_dest topic`: QoS 2, not retained, message expiry {@link LOG_EXPIRY_SECONDS}. */
  readonly publish?: (topic: string, payload: string) => void
  /** In place of the file system's, for tests. */
  readonly openFile?: OpenLogFile
}

export interface BrokerLog extends Log {
  /** Opens its files anew, with another configuration if there is one: what SIGHUP does. */
  reopen(config?: LoggingConfig): void
  /** Writes at once what waits: for the last moment of a process. */
  flush(): void
  /** Resolves when everything is written. Lines that come later are lost. */
  close(): Promise<void>
}

/** How long a line stays worth delivering to clients of `$SYS/broker/log/#` (Mosquitto's `log__vprintf`). */
export const LOG_EXPIRY_SECONDS = 20

const ALL_TYPES: ReadonlySet<LogType> = new Set([
  'error',
  'warning',
  'notice',
  'information',
  'debug',
  'subscribe',
  'unsubscribe',
  'websockets',
  'internal',
])

export function createLog(config: LoggingConfig, options: LogOptions): BrokerLog {
  return new DestinationsLog(config, options)
}

/** Where lines go, resolved once. */
interface Outlets {
  readonly stdout: boolean
  readonly stderr: boolean
  readonly topic: boolean
  readonly files: readonly LogFile[]
}

class DestinationsLog implements BrokerLog {
  readonly #options: LogOptions
  readonly #stdout: LineBatch
  readonly #stderr: LineBatch
  #config: LoggingConfig
  #format: LineFormat
  #outlets: Outlets = { stdout: false, stderr: false, topic: false, files: [] }
  #wanted: ReadonlySet<LogType> = new Set()
  readonly #closing = new Set<Promise<void>>()
  /** A line about the delivery of a line is not published in turn: there would be no end. */
  #isPublishing = false

  constructor(config: LoggingConfig, options: LogOptions) {
    this.#options = options
    this.#config = config
    this.#stdout = new LineBatch(options.stdout)
    this.#stderr = new LineBatch(options.stderr)
    this.#format = lineFormat(config, options.format)
    this.reopen()
  }

  wants(type: LogType): boolean {
    return this.#wanted.has(type)
  }

  write(type: LogType, message: string, fields?: LogFields): void {
    if (!this.#wanted.has(type)) return
    const line = this.#format({ at: this.#options.now(), type, message, fields })
    const { stdout, stderr, topic, files } = this.#outlets
    if (stdout) this.#stdout.add(line, type === 'error')
    if (stderr) this.#stderr.add(line, type === 'error')
    for (const file of files) file.write(`${line}\n`)
    if (topic) this.#publish(type, line)
  }

  reopen(config = this.#config): void {
    this.#config = config
    this.#format = lineFormat(config, this.#options.format)
    const problems: [LogType, string][] = []
    const before = this.#outlets.files
    this.#outlets = this.#open(config, problems)
    for (const file of before) this.#close(file)
    this.#wanted = this.#wantedTypes(config)
    for (const [type, sentence] of problems) this.#toStderr(type, sentence)
  }

  flush(): void {
    this.#stdout.flush()
    this.#stderr.flush()
    for (const file of this.#outlets.files) file.flush()
  }

  async close(): Promise<void> {
    this.#wanted = new Set()
    const { files } = this.#outlets
    this.#outlets = { stdout: false, stderr: false, topic: false, files: [] }
    this.#stdout.flush()
    this.#stderr.flush()
    for (const file of files) this.#close(file)
    await Promise.all(this.#closing)
  }

  #close(file: LogFile): void {
    const closing = file.close().then(() => void this.#closing.delete(closing))
    this.#closing.add(closing)
  }

  #open({ destinations }: LoggingConfig, problems: [LogType, string][]): Outlets {
    const goesTo = (to: string) => destinations.some((destination) => destination.to === to)
    if (goesTo('none')) return { stdout: false, stderr: false, topic: false, files: [] }
    const files = destinations.flatMap((destination) =>
      destination.to === 'file' ? this.#openFile(destination.path, problems) : [],
    )
    if (goesTo('syslog')) problems.push(['warning', NO_SYSLOG])
    const isFileMissing = problems.some(([type]) => type === 'error')
    return {
      stdout: goesTo('stdout'),
      stderr: goesTo('stderr') || goesTo('syslog') || isFileMissing,
      topic: goesTo('topic') && this.#options.publish !== undefined,
      files,
    }
  }

  #openFile(path: string, problems: [LogType, string][]): LogFile[] {
    const open = this.#options.openFile ?? openLogFile
    try {
      return [open(path, (sentence) => this.#toStderr('warning', `Warning: ${sentence}`))]
    } catch (error) {
      const reason = failureReason(error)
      if (reason === undefined) throw error
      problems.push(['error', `Error: Unable to open log file ${path} for writing: ${reason}.`])
      return []
    }
  }

  #wantedTypes({ types }: LoggingConfig): ReadonlySet<LogType> {
    const { stdout, stderr, topic, files } = this.#outlets
    const { quiet = false, verbose = false } = this.#options
    const isAnywhere = stdout || stderr || files.length > 0
    if (quiet || !(isAnywhere || topic)) return new Set()
    const wanted = verbose ? ALL_TYPES : types
    if (isAnywhere) return wanted
    return new Set([...wanted].filter((type) => logTopic(type) !== undefined))
  }

  /** Trouble of the log itself, which has no other way out. */
  #toStderr(type: LogType, message: string): void {
    if (this.#options.quiet === true) return
    this.#stderr.add(this.#format({ at: this.#options.now(), type, message, fields: undefined }), true)
  }

  #publish(type: LogType, line: string): void {
    const topic = logTopic(type)
    if (topic === undefined || this.#isPublishing) return
    this.#isPublishing = true
    try {
      this.#options.publish?.(topic, line)
    } finally {
      this.#isPublishing = false
    }
  }
}

const NO_SYSLOG = 'Warning: log_dest syslog: there is no syslog for this broker; these lines go to stderr.'
