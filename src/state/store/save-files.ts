/**
 * Replaces several files of a folder in one step, safe against kills and power cuts: the new files are written
 * to `next.new`, whose rename to `next` decides; what is in `next` is moved into place, now or by the next run, and
 * what it says is to go is removed.
 */

import { dirname, join } from 'node:path'
import { type FileSystem, makeFolder, readPresent, syncFolder, writeNewFile } from '../file-system.ts'

type FileChunks = ReadonlyMap<string, Iterable<Uint8Array>>

/** Lists paths, one a line; it is not moved. */
const removalsFile = 'removals'

/**
 * @param files by path within the folder, at most one folder deep.
 * @param removed paths of files that go, where they are there.
 */
export function saveFiles(
  fs: FileSystem,
  path: string,
  files: FileChunks,
  removed: readonly string[] = [],
): void {
  const fresh = join(path, 'next.new')
  const removals = removed.map((file) => Buffer.from(`${file}\n`))
  try {
    writeFresh(fs, fresh, removed.length === 0 ? files : new Map([...files, [removalsFile, removals]]))
    fs.renameSync(fresh, join(path, 'next'))
  } catch (error) {
    removeQuietly(fs, fresh)
    throw error
  }
  syncFolder(fs, path)
  moveIntoPlace(fs, path)
}

/** Ends what an interrupted {@link saveFiles} began: completes it where it was decided, forgets it where not. */
export function finishSave(fs: FileSystem, path: string): void {
  removeQuietly(fs, join(path, 'next.new'))
  if (fs.existsSync(join(path, 'next'))) moveIntoPlace(fs, path)
}

function writeFresh(fs: FileSystem, fresh: string, files: FileChunks): void {
  fs.rmSync(fresh, { recursive: true, force: true })
  const folders = new Set(Array.from(files.keys(), (file) => join(fresh, dirname(file))))
  for (const folder of [fresh, ...folders]) makeFolder(fs, folder, 0o700)
  for (const [file, chunks] of files) writeNewFile(fs, join(fresh, file), 0o600, chunks)
  for (const folder of [...folders, fresh]) syncFolder(fs, folder)
}

function removeQuietly(fs: FileSystem, folder: string): void {
  try {
    fs.rmSync(folder, { recursive: true, force: true })
  } catch {
    // the next save begins with removing it
  }
}

/** May be interrupted and begun again: what is moved is moved. */
function moveIntoPlace(fs: FileSystem, path: string): void {
  const next = join(path, 'next')
  for (const entry of fs.readdirSync(next, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    moveFiles(fs, join(next, entry.name), join(path, entry.name))
    fs.rmdirSync(join(next, entry.name))
  }
  moveFiles(fs, next, path)
  removeFiles(fs, next, path)
  fs.rmdirSync(next)
}

function moveFiles(fs: FileSystem, from: string, to: string): void {
  makeFolder(fs, to, 0o700)
  for (const file of fs.readdirSync(from)) {
    if (file !== removalsFile) fs.renameSync(join(from, file), join(to, file))
  }
  syncFolder(fs, to)
}

/** The list goes last. */
function removeFiles(fs: FileSystem, next: string, path: string): void {
  const removals = readPresent(fs, join(next, removalsFile))
  if (removals === undefined) return
  const files = removals
    .toString()
    .split('\n')
    .filter((file) => file !== '')
  for (const file of files) fs.rmSync(join(path, file), { force: true })
  for (const folder of new Set(files.map((file) => dirname(join(path, file))))) {
    if (fs.existsSync(folder)) syncFolder(fs, folder)
  }
  fs.unlinkSync(join(next, removalsFile))
}
