/**
 * The public part of the state folder in its files: `lock.jsonl`, and for large fleets `lock/*.jsonl` besides, where
 * what was issued to users stands in 256 parts, so that a change to one device is a small one for git.
 */

import { dirname, join } from 'node:path'
import { Failure } from '../../diagnostics/failure.ts'
import type { FileSystem } from '../file-system.ts'
import { type Division, moveRow, type PartedTable, partedTable } from '../records/parted-table.ts'
import { type RecordTable, recordTable } from '../records/record-table.ts'
import type { TableFiles } from '../records/table-files.ts'
import type { ShardContents } from '../vault/vault.ts'
import { shardsPresent } from '../vault/vault-form.ts'

const lockFile = 'lock.jsonl'
const partsFolder = 'lock'
const partEnding = '.jsonl'

/** Of users. With more of them the lock file is divided, for good. */
export const MOST_UNDIVIDED = 4000

export interface LockPlace {
  readonly fs: FileSystem
  /** The state folder. */
  readonly path: string
  readonly files: TableFiles
}

/** @throws Failure when a file is missing or damaged, or two say something else about the same. */
export function openLock({ fs, path, files }: LockPlace): PartedTable {
  const main = files.open('lock', lockFile) ?? newLock(fs, path)
  const parts = new Map<string, RecordTable>()
  for (const name of partNames(main, fs, path)) parts.set(name, openPart(name, path, files))
  if (parts.size > 0) takeOver(main, parts, path)
  return partedTable(main, parts, lockDivision)
}

function partNames(main: RecordTable, fs: FileSystem, path: string): Iterable<string> {
  const folder = join(path, partsFolder)
  const present = fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((name) => name.endsWith(partEnding))
    : []
  const expected = Array.from(main.keys(partPrefix), (key) => key.slice(partPrefix.length))
  return new Set([...expected, ...present.map((name) => name.slice(0, -partEnding.length))].sort())
}

function openPart(name: string, path: string, files: TableFiles): RecordTable {
  const file = partFile(name)
  const refuse = (what: string): never => {
    throw new Failure(`${join(path, file)} ${what}; bring it back from git or a backup, nothing was changed`)
  }
  const table = files.open('lock', file, ({ keys }) => {
    const [key] = keys()
    if (key !== undefined && lockDivision.partOf(key) !== name) refuse('is another part of the lock file')
  })
  return table ?? refuse(`is missing, and with it what ${join(path, lockFile)} counts on`)
}

/** Where a branch whose lock file is in one piece was merged, its lines are still there. */
function takeOver(main: RecordTable, parts: Map<string, RecordTable>, path: string): void {
  for (const key of [...main.keys()]) {
    const name = lockDivision.partOf(key)
    if (name === undefined) continue
    const part = parts.get(name) ?? recordTable(main.kind)
    parts.set(name, part)
    if (!part.has(key)) moveRow(key, main, part)
    else if (isSame(key, main, part)) main.remove(key)
    else
      throw new Failure(
        `${join(path, lockFile)} and ${join(path, partFile(name))} say something else about "${key}": two branches changed it; take one side as a whole with "git restore -SWs MERGE_HEAD ${path}", or HEAD for the other, and run "mqttopia compile"; nothing was changed`,
      )
  }
}

/** Both have the sum of their line. */
function isSame(key: string, one: RecordTable, other: RecordTable): boolean {
  return JSON.stringify(one.get(key)) === JSON.stringify(other.get(key))
}

function newLock(fs: FileSystem, path: string): RecordTable {
  const { clear, sealed } = shardsPresent(fs, path)
  const [shard] = [...clear, ...sealed]
  if (shard === undefined && !fs.existsSync(join(path, partsFolder))) return recordTable('lock')
  const what =
    shard === undefined ? `parts of it in ${join(path, partsFolder)}` : `secrets in ${dirname(shard)}`
  throw new Failure(
    `${join(path, lockFile)} is missing although there are ${what}; bring it back from a backup or from git, or remove ${path} to make everything anew`,
  )
}

/** The files that changed, by path. What changes from now on is for the next time. */
export function takeLockChanges(lock: PartedTable, most: number): ShardContents {
  if (lock.isChanged()) divideIfLarge(lock, most)
  const contents = new Map<string, Iterable<Uint8Array>>()
  for (const [name, part] of lock.parts) {
    if (!part.isChanged()) continue
    if (!lock.main.has(partPrefix + name)) lock.main.set(partPrefix + name, {})
    contents.set(partFile(name), part.chunks())
  }
  if (lock.main.isChanged()) contents.set(lockFile, lock.main.chunks())
  lock.saved()
  return contents
}

function divideIfLarge(lock: PartedTable, most: number): void {
  if (lock.parts.size > 0) return
  let count = 0
  for (const key of lock.main.keys()) if (lockDivision.partOf(key) !== undefined) count += 1
  if (count > most) lock.divide()
}

/** The tables by their paths in the state folder. */
export function* lockTables({ main, parts }: PartedTable): Iterable<readonly [string, RecordTable]> {
  yield [lockFile, main]
  for (const [name, part] of parts) yield [partFile(name), part]
}

function partFile(name: string): string {
  return `${partsFolder}/${name}${partEnding}`
}

/** Of public records that say that a part exists. */
const partPrefix = 'lock/'

const userPrefixes = ['certificate/user/', 'password/']

const lockDivision: Division = {
  partOf(key) {
    const prefix = userPrefixes.find((each) => key.startsWith(each))
    return prefix === undefined ? undefined : twoDigits(spread(key, prefix.length))
  },
  isDivided: (prefix) => userPrefixes.some((each) => each.startsWith(prefix) || prefix.startsWith(each)),
}

/** FNV-1a of the text from `start` on, folded to a byte: for evenness, which nobody depends on for safety. */
function spread(text: string, start: number): number {
  let hash = 0x811c9dc5
  for (let i = start; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & 0xff
}

const digits = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

function twoDigits(byte: number): string {
  return digits[byte] ?? ''
}
