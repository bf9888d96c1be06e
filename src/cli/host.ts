/** The outer world of the command line, so that commands can be tested without a process. */

import type { SpecReader } from '../spec/spec-reader.ts'
import type { OnSignal } from './signals.ts'

export interface Host {
  /** Absolute. Relative paths of the command line start here. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => Date
  /** Data. */
  readonly stdout: (text: string) => void
  /** What is for people. */
  readonly stderr: (text: string) => void
  /** True when stderr is a terminal: progress bars and colour make sense. */
  readonly isTerminal: boolean
  /** Cells of that terminal, now. */
  readonly terminalSize?: () => TerminalSize
  /** Asks the user for a secret; absent where there is nobody to ask. */
  readonly askSecret?: (question: string) => Promise<string>
  /** Reads specs; relative paths start at {@link cwd}. */
  readonly reader: SpecReader
  /** For verbs that run until they are told to stop. */
  readonly onSignal: OnSignal
}

export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}
