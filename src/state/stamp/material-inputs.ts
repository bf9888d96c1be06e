/**
 * What the materials of a topology were made from, besides the spec: the state folder, files that the spec names,
 * variables of the environment. All of it is recorded where it is read, so nothing can be forgotten.
 */

import { createHmac, hash } from 'node:crypto'
import { join } from 'node:path'
import { errorCode } from '../../diagnostics/failure.ts'
import { fileIdentity, isSettled } from '../file-identity.ts'
import { type FileSystem, readPresent } from '../file-system.ts'
import { factsDigest, folderFacts } from '../folder-facts.ts'
import type { SecretSource } from '../secrets/read-secret.ts'
import { shardFile } from '../vault/vault-form.ts'
import { commonShard } from '../vault/vault-shard.ts'

type Source = Pick<SecretSource, 'fs' | 'env' | 'specFolder'>
type Environment = Readonly<Record<string, string | undefined>>

/** Enough to find out later whether the materials would be the same. */
export interface MaterialRecord {
  /** Absolute path to identity. */
  readonly files: Readonly<Record<string, string>>
  /** Name to keyed digest of the value. */
  readonly variables: Readonly<Record<string, string>>
  /** Of the state folder. */
  readonly state: string
  /** When, if nothing else changes, something is due: milliseconds since 1970. */
  readonly dueMs: number
}

export interface MaterialInputs {
  /** Call it before the state folder is read. */
  readonly opening: (fs: FileSystem, stateFolder: string) => void
  readonly source: (source: Source) => Source
  readonly saving: (save: () => Promise<void>) => () => Promise<void>
  /** Call it when all was saved, while the state folder is still ours. */
  readonly done: (dueMs: number) => void
  /** `undefined` where the next run could find something else without our knowing. */
  readonly record: () => MaterialRecord | undefined
}

export function materialInputs(): MaterialInputs {
  const files = new Map<string, string>()
  const values = new Map<string, string>()
  let place: { readonly fs: FileSystem; readonly stateFolder: string } | undefined
  let [state, isSure] = ['', true]
  let record: MaterialRecord | undefined
  const now = () => {
    try {
      return place === undefined ? '' : stateDigest(place.fs, place.stateFolder)
    } catch (error) {
      if (errorCode(error) === undefined) throw error
      isSure = false // whoever reads the state next says what is wrong
      return ''
    }
  }
  const expectSame = () => {
    if (now() !== state) isSure = false
  }
  return {
    opening(fs, stateFolder) {
      place = { fs, stateFolder }
      state = now()
    },
    source: ({ fs, env, specFolder }) => ({
      specFolder,
      fs: noting(fs, (path, identity) => {
        if (identity === undefined || (files.get(path) ?? identity) !== identity) isSure = false
        else files.set(path, identity)
      }),
      env: new Proxy(env, {
        get(target, name) {
          const value = typeof name === 'string' ? target[name] : undefined
          if (typeof name === 'string') values.set(name, value ?? '')
          return value
        },
      }),
    }),
    saving: (save) => async () => {
      expectSame()
      await save()
      state = now()
    },
    done(dueMs) {
      expectSame()
      const variables = place && digested(place.fs, place.stateFolder, values)
      if (!isSure || variables === undefined) return
      record = { files: Object.fromEntries(files), variables, state, dueMs }
    },
    record: () => record,
  }
}

export function materialsWouldDiffer(
  { files, variables, state }: MaterialRecord,
  {
    fs,
    env,
    stateFolder,
  }: { readonly fs: FileSystem; readonly env: Environment; readonly stateFolder: string },
): boolean {
  if (isOpen(fs, stateFolder) || stateDigest(fs, stateFolder) !== state) return true
  if (Object.entries(files).some(([path, identity]) => identityOf(fs, path) !== identity)) return true
  const values = new Map(Object.keys(variables).map((name) => [name, env[name] ?? '']))
  const found = digested(fs, stateFolder, values)
  return found === undefined || Object.entries(variables).some(([name, digest]) => found[name] !== digest)
}

/** Notes which files are read, as they are before that. */
function noting(fs: FileSystem, note: (path: string, identity: string | undefined) => void): FileSystem {
  return {
    ...fs,
    openSync(path, ...rest) {
      note(String(path), identityOf(fs, String(path)))
      return fs.openSync(path, ...rest)
    },
    readFileSync: refused,
    readdirSync: refused,
  }
}

/** Secrets are read by `readUpTo` alone; another way would escape the record. */
function refused(): never {
  throw new Error('this way of reading is not recorded')
}

/** `undefined` for what is no file, like a pipe, and for one that could change without a trace. */
function identityOf(fs: FileSystem, path: string): string | undefined {
  try {
    const stat = fs.statSync(path, { bigint: true })
    return stat.isFile() && isSettled(Number(stat.ctimeMs)) ? fileIdentity(stat) : undefined
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return undefined
  }
}

function stateDigest(fs: FileSystem, stateFolder: string): string {
  return factsDigest(folderFacts(fs, stateFolder, (path) => !otherFolders.test(path)))
}

/** What has its own ways: the lock, caches, other environments, brokers that run here. */
const otherFolders = /^(?:running(?:\.[^/]*)?|cache|environments|up)$/

/** Its being open to others is reported. */
function isOpen(fs: FileSystem, stateFolder: string): boolean {
  return (fs.statSync(stateFolder).mode & 0o077) !== 0
}

/** A secret keys the digests: nobody can try values who does not have the vault. `undefined`: there is none. */
function digested(
  fs: FileSystem,
  stateFolder: string,
  values: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> | undefined {
  if (values.size === 0) return {}
  const secret = readPresent(fs, join(stateFolder, shardFile(commonShard, { kind: 'clear' })))
  if (secret === undefined) return undefined
  const key = hash('sha256', secret, 'buffer')
  return Object.fromEntries(
    Array.from(values, ([name, value]) => [name, createHmac('sha256', key).update(value).digest('hex')]),
  )
}
