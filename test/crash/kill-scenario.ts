/** Commands that are killed at each of their changes, and what must hold then. */

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ExitCode } from '../../src/cli/exit-code.ts'
import { run } from '../../src/cli/run.ts'
import { fileReader } from '../../src/state/file-reader.ts'
import { bundledCommandLine } from '../support/bundled.ts'

export interface KillScenario {
  /** As the end of a sentence: what is killed. */
  readonly name: string
  /** Arguments of mqttopia; the spec is `topology.yaml` in the folder that it runs in. */
  readonly command: readonly string[]
  /** Brings a new folder to where the command is run in it. */
  readonly prepare: (place: Place) => void | Promise<void>
  /** Does so in each copy of that folder, for what counts only where it was made. */
  readonly ready?: (place: Place) => void
  /** Throws where a folder in which the command was killed is not as before or as after, or something is lost. */
  readonly check: (place: Place, facts: Facts) => void | Promise<void>
  /** Goes on after the command was killed, as its user would. Default: the same command again. */
  readonly goOn?: (place: Place, facts: Facts) => Promise<void>
  /** Throws where what the command should have done is not done then. */
  readonly checkEnd: (place: Place, facts: Facts) => Promise<void>
}

export interface Place {
  readonly folder: string
  readonly path: (name: string) => string
  /** Runs a command to its end, in this process; throws where it does not end well. */
  readonly mqttopia: (...argv: readonly string[]) => Promise<void>
}

export interface Facts {
  /** The folder before the command. */
  readonly before: Place
  /** The folder after a run that nobody disturbed. */
  readonly after: Place
}

/** Opens encrypted vaults, in the folder of each place. */
export const IDENTITY = 'identity.txt'

export const MQTTOPIA = bundledCommandLine()
const PRELOAD = join(import.meta.dirname, 'die-at-change.mjs')

interface Ended {
  readonly signal: NodeJS.Signals | null
  readonly status: number | null
  readonly said: string
}

/** In a process of its own. */
function runIn(folder: string, argv: readonly string[], env: Readonly<Record<string, string>>): Ended {
  const { PATH = '' } = process.env
  const options = { cwd: folder, encoding: 'utf8', env: { PATH, ...identityIn(folder), ...env } } as const
  const { signal, status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', PRELOAD, MQTTOPIA.path, ...argv],
    options,
  )
  return { signal, status, said: `${stdout}${stderr}` }
}

function identityIn(folder: string): Readonly<Record<string, string>> {
  return { MQTTOPIA_AGE_IDENTITY: join(folder, IDENTITY) }
}

/** Runs a command to its end, by the program that is killed later; throws where it does not end well. */
export function runProgram({ folder }: Place, ...argv: readonly string[]): void {
  const { status, said } = runIn(folder, argv, { MQTTOPIA_TEST_CHANGES_IN: `${folder}/` })
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}\n${said}`)
}

/** A new folder that goes when the test ends. */
export function newPlace(): Place {
  const { place, remove } = lastingPlace()
  onTestFinished(remove)
  return place
}

export function lastingPlace(): { readonly place: Place; readonly remove: () => void } {
  const above = mkdtempSync(join(tmpdir(), 'mqttopia-kill-'))
  const folder = join(above, 'shed') // of one name always, since the output remembers it
  mkdirSync(folder)
  return { place: placeAt(folder), remove: () => rmSync(above, { recursive: true, force: true }) }
}

function placeAt(folder: string): Place {
  return {
    folder,
    path: (name) => join(folder, name),
    async mqttopia(...argv) {
      let said = ''
      const stderr = (text: string) => {
        said += text
      }
      const outer = {
        cwd: folder,
        env: identityIn(folder),
        now: () => new Date(),
        stdout: stderr,
        stderr,
        isTerminal: false,
      }
      const code = await run(argv, { ...outer, reader: fileReader(folder), onSignal: () => () => {} })
      if (code !== ExitCode.Ok) throw new Error(`mqttopia ${argv.join(' ')}: ${code}\n${said}`)
    },
  }
}

/** Another folder with the same in it, times and modes included. */
export function copyOf(place: Place): Place {
  const copy = newPlace()
  fill(copy, place)
  return copy
}

/** Does `work` on such a folder, which goes right after. */
export async function withCopyOf<T>(place: Place, work: (copy: Place) => T | Promise<T>): Promise<T> {
  const { place: copy, remove } = lastingPlace()
  try {
    fill(copy, place)
    return await work(copy)
  } finally {
    remove()
  }
}

export function fill(place: Place, from: Place): void {
  cpSync(from.folder, place.folder, { recursive: true, preserveTimestamps: true })
}

/** How many changes the command makes; the place is as after it. */
export function changesOf({ command, ready }: KillScenario, place: Place): number {
  const { folder, path } = place
  ready?.(place)
  const report = path('changes')
  const env = { MQTTOPIA_TEST_CHANGES_IN: `${folder}/`, MQTTOPIA_TEST_CHANGES: report }
  const { status, said } = runIn(folder, command, env)
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}\n${said}`)
  const changes = Number(readFileSync(report, 'utf8'))
  rmSync(report)
  return changes
}

/** Kills the command at change number `index`. */
export function killAt({ command, ready }: KillScenario, place: Place, index: number): void {
  const { folder } = place
  ready?.(place)
  const env = { MQTTOPIA_TEST_CHANGES_IN: `${folder}/`, MQTTOPIA_TEST_DIE_AT: String(index) }
  const { signal, status, said } = runIn(folder, command, env)
  if (signal !== 'SIGKILL') throw new Error(`change ${index} was not reached: ${status}\n${said}`)
}
