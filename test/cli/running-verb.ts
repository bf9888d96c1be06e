/** Runs a verb that goes on until it is told to stop, in this process, and hears what it says. */

import { onTestFinished } from 'vitest'
import type { ExitCode } from '../../src/cli/exit-code.ts'
import type { Host } from '../../src/cli/host.ts'
import { run } from '../../src/cli/run.ts'
import type { SignalName } from '../../src/cli/signals.ts'
import { fileReader } from '../../src/state/file-reader.ts'

export interface RunningVerb {
  stdout(): string
  stderr(): string
  /** Resolves once `pattern` has been said, since the last time. */
  said(pattern: RegExp): Promise<RegExpExecArray>
  signal(name: SignalName): void
  readonly ended: Promise<ExitCode>
}

/** Stops when the test has finished, if it still runs. */
export function startVerb(argv: readonly string[], cwd: string, host: Partial<Host> = {}): RunningVerb {
  const said = { out: '', err: '', all: '', read: 0 }
  const handlers = new Map<SignalName, Set<(name: SignalName) => void>>()
  const signal = (name: SignalName) => {
    for (const handle of [...(handlers.get(name) ?? [])]) handle(name)
  }
  const ended = run(argv, {
    cwd,
    env: {},
    now: () => new Date(),
    stdout: (text) => {
      said.out += text
      said.all += text
    },
    stderr: (text) => {
      said.err += text
      said.all += text
    },
    isTerminal: false,
    reader: fileReader(cwd),
    onSignal: (names, handle) => {
      for (const name of names) handlers.set(name, new Set([...(handlers.get(name) ?? []), handle]))
      return () => {
        for (const name of names) handlers.get(name)?.delete(handle)
      }
    },
    ...host,
  })
  onTestFinished(async () => {
    signal('SIGTERM')
    await ended
  })
  return {
    stdout: () => said.out,
    stderr: () => said.err,
    said: (pattern) => hear(said, pattern, ended),
    signal,
    ended,
  }
}

async function hear(
  said: { readonly all: string; read: number },
  pattern: RegExp,
  ended: Promise<ExitCode>,
): Promise<RegExpExecArray> {
  let code: ExitCode | undefined
  void ended.then((told) => {
    code = told
  })
  for (;;) {
    const found = pattern.exec(said.all.slice(said.read))
    if (found !== null) {
      said.read += found.index + found[0].length
      return found
    }
    if (code !== undefined) throw new Error(`ended with ${code}, having said:\n${said.all}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
