/**
 * Where archives are remembered: a folder for each output, a file for each archive. All of it may be deleted at any
 * time. It is read and written while the output is locked.
 */

import { hash } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from '../../diagnostics/failure.ts'
import { makeCacheFolder, replaceCached } from '../cache-folder.ts'
import { clockStepMs, fileIdentity, isSettled } from '../file-identity.ts'
import { type FileSystem, makeFolder } from '../file-system.ts'
import { type ArchiveMemory, decodeMemory, encodeMemory } from './archive-memory.ts'

export interface MemoryOptions {
  /** Absolute; it is made when there is something to put into it. */
  readonly folder: string
  /** What the program is known by: what another one made is made anew. */
  readonly producer: string
}

export interface ArchiveMemories {
  /** Of the archive at `path` in the output, if it is still the file that was written, with this mode. */
  readonly recall: (path: string, mode: number) => ArchiveMemory | undefined
  /** To be remembered, once the output is in place. */
  readonly note: (path: string, memory: NotedArchive) => void
  readonly save: () => Promise<void>
}

export type NotedArchive = Pick<ArchiveMemory, 'sha256' | 'bytes' | 'parts'>

/** @param target absolute path of the output folder. */
export function archiveMemories(
  fs: FileSystem,
  { folder, producer }: MemoryOptions,
  target: string,
): ArchiveMemories {
  const place = join(folder, hash('sha256', target).slice(0, 16))
  const fileOf = (path: string) => `${hash('sha256', path).slice(0, 32)}.archive`
  const recalled = new Map<string, ArchiveMemory>()
  const noted = new Map<string, NotedArchive>()
  return {
    recall(path, mode) {
      const memory = readMemory(fs, join(place, fileOf(path)), producer)
      if (memory === undefined) return undefined
      const stat = fs.lstatSync(join(target, path), { bigint: true, throwIfNoEntry: false })
      if (stat === undefined || !stat.isFile() || Number(stat.mode & 0o7777n) !== mode) return undefined
      if (fileIdentity(stat) !== memory.identity) return undefined
      recalled.set(path, memory)
      return memory
    },
    note: (path, memory) => noted.set(path, memory),
    async save() {
      if (noted.size === 0 && !fs.existsSync(place)) return
      try {
        makeCacheFolder(fs, folder)
        makeFolder(fs, place, 0o700)
        for (const [path, memory] of noted) {
          const files = { file: join(place, fileOf(path)), path: join(target, path) }
          await remember(fs, { ...files, memory, producer, known: recalled.get(path) })
        }
        removeOthers(fs, place, new Set(Array.from(noted.keys(), fileOf)))
      } catch (error) {
        // The output is right, and without a memory the next run takes longer, no more.
        if (errorCode(error) === undefined) throw error
      }
    },
  }
}

function readMemory(fs: FileSystem, file: string, producer: string): ArchiveMemory | undefined {
  try {
    return decodeMemory(fs.readFileSync(file), producer)
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return undefined
  }
}

interface Remembered {
  readonly file: string
  /** Of the archive itself. */
  readonly path: string
  readonly memory: NotedArchive
  readonly producer: string
  /** What is in the file. */
  readonly known: ArchiveMemory | undefined
}

async function remember(fs: FileSystem, { file, path, memory, producer, known }: Remembered): Promise<void> {
  const identity = await settledIdentity(fs, path)
  if (identity === undefined) fs.rmSync(file, { force: true })
  else if (known?.identity !== identity || known.parts !== memory.parts)
    replaceCached(fs, file, encodeMemory({ ...memory, identity, producer }, memory.parts), false)
}

function removeOthers(fs: FileSystem, place: string, known: ReadonlySet<string>): void {
  for (const name of fs.readdirSync(place)) if (!known.has(name)) fs.rmSync(join(place, name))
}

/** Waits until an edit of the file would show in its times. */
async function settledIdentity(fs: FileSystem, path: string): Promise<string | undefined> {
  for (let tries = 0; tries < 3; tries += 1) {
    const stat = fs.lstatSync(path, { bigint: true })
    if (isSettled(Number(stat.ctimeMs))) return fileIdentity(stat)
    await sleep(clockStepMs + 1)
  }
  return undefined
}
