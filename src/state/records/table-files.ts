/**
 * The files of record tables in one folder, read when they have to be: what is remembered of a file that has not
 * changed since does for most questions.
 */

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode, Failure } from '../../diagnostics/failure.ts'
import { makeCacheFolder, readSummed, replaceSummed } from '../cache-folder.ts'
import { clockStepMs, fileIdentity, isSettled } from '../file-identity.ts'
import { type FileSystem, makeFolder, readPresent } from '../file-system.ts'
import { readRecordTable } from './read-record-table.ts'
import type { RecordTable } from './record-table.ts'
import { type RememberedTable, rememberedTable } from './remembered-table.ts'
import { memoryOf, type PackedHead, type PackedTable, packTable, type TableMemory } from './table-memory.ts'

export interface TableFiles {
  /**
   * `undefined` where there is no such file.
   *
   * @param file path in the folder.
   * @param check is called with the table when it is read; not while what was found then is remembered.
   * @throws Failure where it is damaged.
   */
  readonly open: (kind: string, file: string, check?: (table: RecordTable) => void) => RecordTable | undefined
  /** Remembers tables, which must be saved, by their files. */
  readonly remember: (tables: ReadonlyMap<string, RecordTable>) => Promise<void>
}

/** Those that every compile looks at. */
const rememberedMembers: Readonly<Record<string, readonly string[]>> = {
  lock: [
    ...['serial', 'notBefore', 'notAfter', 'issuer', 'keyAlgorithm', 'subjectKeyId', 'authorityKeyId'],
    ...['fingerprint', 'requestDigest', 'csr'],
  ],
  vault: ['keyId'],
}

export function tableFiles(fs: FileSystem, folder: string): TableFiles {
  const cache = join(folder, 'cache')
  const memoryPath = (file: string) => join(cache, memoryFolder, file.replaceAll('/', '-'))
  const opened = new Map<string, RememberedTable>()
  let index: MemoryIndex | undefined
  const read = (kind: string, file: string) => {
    const content = readPresent(fs, join(folder, file))
    return content && readRecordTable(kind, content, join(folder, file))
  }
  return {
    open(kind, file, check) {
      index ??= readIndex(fs, join(cache, memoryFolder))
      const identity = identityOf(fs, join(folder, file))
      if (identity === undefined || index[file] !== identity) {
        const found = read(kind, file)
        if (found !== undefined) check?.(found)
        return found
      }
      const recall = () => readMemory(fs, memoryPath(file), identity)
      const whole = (count?: number) => sameRows(read(kind, file), count, join(folder, file))
      const table = rememberedTable(kind, recall, whole)
      opened.set(file, table)
      return table
    },
    async remember(tables) {
      const isStale = ([file, table]: readonly [string, RecordTable]) =>
        opened.get(file)?.isAsRemembered() !== true && !table.isChanged()
      const stale = Array.from(tables).filter(isStale)
      if (stale.length === 0) return
      try {
        const files = await settled(
          fs,
          folder,
          Array.from(stale, ([file]) => file),
        )
        makeCacheFolder(fs, cache)
        makeFolder(fs, join(cache, memoryFolder), 0o700)
        const remembered = { ...index }
        for (const [file, table] of stale) {
          const identity = files.get(file)
          if (identity === undefined) continue
          replaceSummed(fs, memoryPath(file), encode(identity, packedOf(table)))
          remembered[file] = identity
        }
        writeIndex(fs, join(cache, memoryFolder), remembered)
      } catch (error) {
        // What was to be saved is, and without a memory the next run takes longer, no more.
        if (errorCode(error) === undefined) throw error
      }
    },
  }
}

/** Lines that were written stand in the order of their keys; those that were read, in the order of the file. */
function packedOf(table: RecordTable): PackedTable {
  return packTable(table, table.fileKeys(), rememberedMembers[table.kind] ?? [])
}

function sameRows(table: RecordTable | undefined, count: number | undefined, path: string): RecordTable {
  if (table !== undefined && table.fileKeys().length === (count ?? table.fileKeys().length)) return table
  throw new Failure(`${path} was changed while it was in use; try again`)
}

function identityOf(fs: FileSystem, path: string): string | undefined {
  const stat = fs.lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return stat?.isFile() ? fileIdentity(stat) : undefined
}

/** The identities of files, once an edit from now on would show; of those that go on changing, none. */
async function settled(
  fs: FileSystem,
  folder: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const stats = () => files.map((file) => [file, fs.lstatSync(join(folder, file), { bigint: true })] as const)
  const isOld = ([, { ctimeMs }]: ReturnType<typeof stats>[number]) => isSettled(Number(ctimeMs))
  let found = stats()
  if (!found.every(isOld)) {
    await sleep(clockStepMs + 1)
    found = stats().filter(isOld)
  }
  return new Map(found.map(([file, stat]) => [file, fileIdentity(stat)]))
}

const memoryFolder = 'tables'
const version = 1

interface Head extends PackedHead {
  readonly version: number
  /** Of the file that it is remembered of. */
  readonly identity: string
}

function encode(identity: string, { head, body }: PackedTable): Buffer {
  const facts: Head = { version, identity, ...head }
  return Buffer.concat([Buffer.from(`${JSON.stringify(facts)}\n`), body])
}

/** `undefined` for anything that {@link encode} did not write, or wrote about another file. */
function readMemory(fs: FileSystem, path: string, identity: string): TableMemory | undefined {
  const content = readSummed(fs, path)
  if (content === undefined) return undefined
  const line = content.indexOf('\n')
  const head = JSON.parse(content.toString('utf8', 0, line)) as Head
  if (head.version !== version || head.identity !== identity) return undefined
  return memoryOf({ head, body: content.subarray(line + 1) })
}

/** File to identity: of all files that are remembered, so that most memories need not even be read. */
type MemoryIndex = Record<string, string>

/** No name of a memory. */
const indexFile = '.index'

function readIndex(fs: FileSystem, memories: string): MemoryIndex {
  const content = readSummed(fs, join(memories, indexFile))
  return content === undefined ? {} : (JSON.parse(content.toString()) as MemoryIndex)
}

function writeIndex(fs: FileSystem, memories: string, index: MemoryIndex): void {
  replaceSummed(fs, join(memories, indexFile), Buffer.from(JSON.stringify(index)))
}
