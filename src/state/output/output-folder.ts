/** An output folder as it is found: whether it may be replaced, and what is in it. */

import { basename, dirname, join, resolve } from 'node:path'
import { errorCode, Failure } from '../../diagnostics/failure.ts'
import { type ManifestEntry, manifestName, parseManifest } from '../../files/manifest.ts'
import type { FileSystem } from '../file-system.ts'

export interface OutputFolder {
  /** Absolute, without a symbolic link at its end. */
  readonly path: string
  /** `undefined`: it does not exist yet. */
  readonly mode: number | undefined
  /** What mqttopia wrote there last. */
  readonly entries: readonly ManifestEntry[]
  /** Files that somebody else put there, sorted. */
  readonly foreign: readonly string[]
}

/**
 * The folder that `folder` names. Symbolic links are followed: what they point to is replaced, they stay.
 *
 * @throws Failure where there is something else, or no folder to put it into.
 */
export function locateOutput(fs: FileSystem, folder: string): string {
  const path = followLinks(fs, resolve(folder))
  if (basename(path) === '') throw new Failure(`cannot write ${folder}: it is the root of the disk`)
  if (!exists(fs, dirname(path))) {
    throw new Failure(`cannot write ${folder}: the folder ${dirname(path)} does not exist`)
  }
  if (exists(fs, path) && !fs.lstatSync(path).isDirectory()) {
    throw new Failure(`cannot write ${folder}: it is a file; name a folder, or remove the file`)
  }
  return path
}

/** Unlike realpath, also where the last link points to nothing: a swap may have been interrupted there. */
function followLinks(fs: FileSystem, path: string): string {
  let at = path
  for (let links = 0; exists(fs, at) && fs.lstatSync(at).isSymbolicLink(); links += 1) {
    if (links === mostLinks) throw new Failure(`cannot write ${path}: its symbolic links lead nowhere`)
    at = resolve(dirname(at), fs.readlinkSync(at))
  }
  return at
}

const mostLinks = 40

function exists(fs: FileSystem, path: string): boolean {
  try {
    fs.lstatSync(path)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

/** @throws Failure for a folder with files but without a manifest of ours: nothing tells that it may go. */
export function readOutputFolder(fs: FileSystem, path: string): OutputFolder {
  if (!exists(fs, path)) return { path, mode: undefined, entries: [], foreign: [] }
  const mode = fs.lstatSync(path).mode & 0o7777
  if (fs.readdirSync(path).length === 0) return { path, mode, entries: [], foreign: [] }
  const entries = readManifest(fs, path)
  const known = new Set([manifestName, ...entries.map((entry) => entry.path)])
  const foreign = [...filesBelow(fs, path)].filter((file) => !known.has(file)).sort()
  return { path, mode, entries, foreign }
}

function readManifest(fs: FileSystem, path: string): readonly ManifestEntry[] {
  const file = join(path, manifestName)
  if (!exists(fs, file)) {
    throw new Failure(
      `cannot write ${path}: it holds files that mqttopia did not make; name another folder, or empty this one`,
    )
  }
  const entries = fs.lstatSync(file).isFile() ? parseManifest(fs.readFileSync(file, 'utf8')) : undefined
  if (entries !== undefined) return entries
  throw new Failure(
    `cannot write ${path}: its ${manifestName} is damaged or not one of mqttopia's; remove the folder, or name another`,
  )
}

/** Everything below that is not a folder, as relative paths. */
function* filesBelow(fs: FileSystem, folder: string, prefix = ''): Iterable<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const path = prefix + entry.name
    if (entry.isDirectory()) yield* filesBelow(fs, join(folder, entry.name), `${path}/`)
    else yield path
  }
}
