/** Where releases of one broker are installed: a folder here or elsewhere. What an apply does, it does through this. */

import type { ManifestEntry } from '../../files/manifest.ts'
import type { Effect } from '../../targets/mosquitto/changes/effect.ts'
import type { Release } from './release.ts'

export interface Machine {
  /** For people. */
  readonly name: string
  /** The installed folder of which `current` is a link to the release in force. Absolute, on that machine. */
  readonly folder: string
  /** Waits for other processes that apply here. The result lets them go on. */
  lock(): Promise<() => void>
  current(): Promise<string | undefined>
  /** What a release should hold, as it was installed; `undefined` where it is not there. */
  entriesOf(id: string): Promise<readonly ManifestEntry[] | undefined>
  /** Text of an installed file. */
  readText(id: string, path: string): Promise<string | undefined>
  /** What a release holds now. */
  describe(id: string): Promise<readonly InstalledFile[]>
  /** Puts a release beside the others, as a whole; false where it was there already and untouched, and stays. */
  install(release: Release, owner: string | undefined): Promise<boolean>
  /** Makes a release the one in force, in one step. */
  activate(id: string): Promise<void>
  /** Removes all releases but these and the newest `count` others. */
  prune(keep: readonly string[], count: number): Promise<void>
  readJournal(): Promise<Journal | undefined>
  /** `undefined`: nothing is under way any more. */
  writeJournal(journal: Journal | undefined): Promise<void>
  /** What the release in force was compiled from, as {@link Machine.writeSnapshot} was told; `undefined` where it was not. */
  readSnapshot(): Promise<string | undefined>
  writeSnapshot(text: string): Promise<void>
  /** Adds a line to the audit log. */
  audit(record: AuditRecord): Promise<void>
  run(command: string): Promise<CommandResult>
}

export interface InstalledFile {
  readonly path: string
  readonly sha256: string
  /** Octal, as `0644`. */
  readonly mode: string
  readonly owner: string
}

/** What is under way: written before anything changes, and gone when all is well again. */
export interface Journal {
  readonly release: string
  /** What was in force and served. */
  readonly previous?: string
  readonly effect: Effect
}

export interface AuditRecord {
  readonly at: string
  readonly who: string
  readonly broker: string
  readonly plan?: string
  readonly release: string
  readonly previous?: string
  readonly effect: Effect
  readonly result: 'applied' | 'rolled back' | 'failed'
  readonly reason?: string
}

export interface CommandResult {
  readonly ok: boolean
  /** The last lines of what it said. */
  readonly said: string
}
