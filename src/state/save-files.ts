/**
 * Replaces several files of a folder in one step, safe against kills and power cuts: the new files are written
 * to `next.new`, whose rename to `next` decides; what is in `next` is moved into place, now or by the next run.
 */

import { dirname, join } from 'node:path'
import { type FileSystem, makeFolder, syncFolder, writeNewFile } from './file-system.ts'

type FileChunks = ReadonlyMap<string, Iterable<Uint8Array>>

/** @param files by path within the folder, at most one folder deep. */
export function saveFiles(fs: FileSystem, path: string, files: FileChunks): void {
  const fresh = join(path, 'next.new')
  try {
    writeFresh(fs, fresh, files)
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
  fs.rmdirSync(next)
}

function moveFiles(fs: FileSystem, from: string, to: string): void {
  makeFolder(fs, to, 0o700)
  for (const file of fs.readdirSync(from)) fs.renameSync(join(from, file), join(to, file))
  syncFolder(fs, to)
}
