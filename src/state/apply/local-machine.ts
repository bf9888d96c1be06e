/**
 * Releases in a folder of this machine:
 *
 *     releases/ID     the files of a release, and release.json, which says what they should be
 *     current         a link to the release in force
 *     .mqttopia/      the lock, the journal of what is under way, the audit log, what the release in force was compiled
 *                     from; closed to others
 *
 * A release is complete before its name is there, and `current` changes by one rename.
 */

import { join } from 'node:path'
import { errorCode, Failure } from '../../diagnostics/failure.ts'
import { digestBytes } from '../../files/digest.ts'
import { type ManifestEntry, manifestArtifact, modeText, parseManifest } from '../../files/manifest.ts'
import { SNAPSHOT_FILE } from '../../topology/topology-snapshot.ts'
import {
  type FileSystem,
  makeFolder,
  nodeFileSystem,
  syncFolder,
  writeAll,
  writeNewFile,
} from '../file-system.ts'
import { holdLock } from '../hold-lock.ts'
import { makeFolders } from '../output/make-folders.ts'
import { isWhole } from './is-whole.ts'
import type { AuditRecord, InstalledFile, Journal, Machine } from './machine.ts'
import { ownerProblem } from './owner.ts'
import { isReleaseId, type Release } from './release.ts'
import { runCommand, runProgram } from './run-command.ts'

const RELEASES = 'releases'
const CURRENT = 'current'
const OWN = '.mqttopia'
const META = 'release.json'

export interface LocalOptions {
  readonly fs?: FileSystem
  readonly onWait?: (holder: string) => void
}

export function localMachine(
  folder: string,
  { fs = nodeFileSystem, onWait = () => {} }: LocalOptions = {},
): Machine {
  const own = join(folder, OWN)
  const releases = join(folder, RELEASES)
  const at = (id: string) => join(releases, id)
  return {
    name: folder,
    folder,
    async lock() {
      makeFolders(fs, folder)
      makeFolder(fs, own, 0o700)
      const held = await holdLock(own, { fs, onWait })
      return held.release
    },
    current: async () => linkedRelease(fs, join(folder, CURRENT)),
    entriesOf: async (id) => parseManifest(textOf(fs, join(at(id), META)) ?? ''),
    readText: async (id, path) => textOf(fs, join(at(id), path)),
    describe: async (id) => [...filesBelow(fs, at(id))].map((path) => describeFile(fs, at(id), path)),
    async install(release, owner) {
      makeFolders(fs, releases)
      const wasThere = isThere(fs, at(release.id), release)
      if (!wasThere) await placeRelease(fs, releases, release, owner)
      else if (owner !== undefined) await changeOwner(at(release.id), owner)
      return !wasThere
    },
    async activate(id) {
      const fresh = join(folder, `.${CURRENT}.new`)
      fs.rmSync(fresh, { force: true })
      fs.symlinkSync(join(RELEASES, id), fresh)
      fs.renameSync(fresh, join(folder, CURRENT))
      syncFolder(fs, folder)
    },
    prune: async (keep, count) => prune(fs, releases, keep, count),
    readJournal: async () => parseJournal(textOf(fs, join(own, 'journal.json'))),
    writeJournal: async (journal) => writeJournal(fs, own, journal),
    readSnapshot: async () => textOf(fs, join(own, SNAPSHOT_FILE)),
    writeSnapshot: async (text) => replaceFile(fs, own, SNAPSHOT_FILE, text),
    audit: async (record) => appendLine(fs, join(own, 'audit.jsonl'), record),
    run: runCommand,
  }
}

/** @throws Failure for a `current` that is not one of ours: it may be somebody's only configuration */
function linkedRelease(fs: FileSystem, link: string): string | undefined {
  const target = targetOf(fs, link)
  if (target === undefined) return undefined
  const [folder, id = '', ...more] = target.split('/')
  if (folder === RELEASES && isReleaseId(id) && more.length === 0) return id
  throw new Failure(
    `${link} leads to ${target}, which is no release of mqttopia; move it away, or name another folder`,
  )
}

function targetOf(fs: FileSystem, link: string): string | undefined {
  try {
    return fs.readlinkSync(link)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT') return undefined
    if (code === 'EINVAL') throw new Failure(`${link} is no link; move it away, or name another folder`)
    throw error
  }
}

function textOf(fs: FileSystem, file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return undefined
    throw error
  }
}

/** Of files, as relative paths; what mqttopia notes down is not among them. */
function* filesBelow(fs: FileSystem, folder: string, prefix = ''): Iterable<string> {
  for (const entry of fs.readdirSync(join(folder, prefix), { withFileTypes: true })) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(fs, folder, path)
    else if (path !== META) yield path
  }
}

function describeFile(fs: FileSystem, folder: string, path: string): InstalledFile {
  const file = join(folder, path)
  const { mode, uid, gid } = fs.lstatSync(file)
  const bytes = fs.lstatSync(file).isFile() ? fs.readFileSync(file) : Buffer.from('')
  return { path, sha256: digestBytes(bytes), mode: modeText(mode & 0o7777), owner: `${uid}:${gid}` }
}

function isThere(fs: FileSystem, folder: string, { id }: Release): boolean {
  const entries = parseManifest(textOf(fs, join(folder, META)) ?? '')
  if (entries === undefined) return false
  return isWhole(
    id,
    entries,
    Array.from(filesBelow(fs, folder), (path) => describeFile(fs, folder, path)),
  )
}

async function placeRelease(
  fs: FileSystem,
  releases: string,
  release: Release,
  owner: string | undefined,
): Promise<void> {
  const fresh = join(releases, `.${release.id}.new`)
  const old = join(releases, `.${release.id}.old`)
  for (const folder of [fresh, old]) fs.rmSync(folder, { recursive: true, force: true })
  makeFolder(fs, fresh, 0o755)
  for (const entry of release.entries) writeEntry(fs, fresh, entry, release.read(entry.path))
  const meta = manifestArtifact(release.entries).content
  writeNewFile(fs, join(fresh, META), 0o600, [Buffer.from(String(meta))])
  if (owner !== undefined) await changeOwner(fresh, owner)
  for (const folder of foldersBelow(fs, fresh)) syncFolder(fs, folder)
  const place = join(releases, release.id)
  if (fs.existsSync(place)) fs.renameSync(place, old)
  fs.renameSync(fresh, place)
  syncFolder(fs, releases)
  fs.rmSync(old, { recursive: true, force: true })
}

function writeEntry(fs: FileSystem, folder: string, { path, mode }: ManifestEntry, bytes: Buffer): void {
  const file = join(folder, path)
  makeFolders(fs, join(file, '..'))
  writeNewFile(fs, file, Number.parseInt(mode, 8), [bytes])
}

function* foldersBelow(fs: FileSystem, folder: string): Iterable<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) yield* foldersBelow(fs, join(folder, entry.name))
  yield folder
}

/** The system knows the numbers of its accounts. */
async function changeOwner(folder: string, owner: string): Promise<void> {
  const problem = ownerProblem(owner)
  if (problem !== undefined) throw new Failure(problem)
  const { ok, said } = await runProgram('chown', ['-R', '-h', '--', owner, folder])
  if (!ok) throw new Failure(`cannot give the release to ${owner}: ${said}`)
}

function prune(fs: FileSystem, releases: string, keep: readonly string[], count: number): void {
  const names = fs.readdirSync(releases).filter((name) => !keep.includes(name))
  const old = names
    .filter(isReleaseId)
    .map((name) => ({ name, at: fs.statSync(join(releases, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at || (a.name < b.name ? -1 : 1))
  const leftOvers = names.filter((name) => /^\.[0-9a-f]{16}\.(new|old)$/.test(name))
  for (const name of [...old.slice(count).map(({ name }) => name), ...leftOvers])
    fs.rmSync(join(releases, name), { recursive: true, force: true })
}

function parseJournal(text: string | undefined): Journal | undefined {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined // half written before a power cut: nothing had been changed yet
  }
}

function writeJournal(fs: FileSystem, own: string, journal: Journal | undefined): void {
  if (journal !== undefined) replaceFile(fs, own, 'journal.json', `${JSON.stringify(journal)}\n`)
  else {
    fs.rmSync(join(own, 'journal.json'), { force: true })
    syncFolder(fs, own)
  }
}

function replaceFile(fs: FileSystem, folder: string, name: string, text: string): void {
  const fresh = join(folder, `${name}.new`)
  fs.rmSync(fresh, { force: true })
  writeNewFile(fs, fresh, 0o600, [Buffer.from(text)])
  fs.renameSync(fresh, join(folder, name))
  syncFolder(fs, folder)
}

function appendLine(fs: FileSystem, file: string, record: AuditRecord): void {
  const handle = fs.openSync(file, 'a', 0o600)
  try {
    writeAll(fs, handle, Buffer.from(`${JSON.stringify(record)}\n`))
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}
