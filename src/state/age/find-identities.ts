/** Finds the secret keys that open what was encrypted for us: from a file, from the environment, by a passphrase. */

import { join, resolve } from 'node:path'
import { Failure, orFail } from '../../diagnostics/failure.ts'
import { type FileSystem, readUpTo } from '../file-system.ts'
import { decryptAge, isIdentity, needsPassphrase } from './age-file.ts'

/** Asks once, however often it is called. @throws Failure when what was named cannot be used. */
export type FindIdentities = () => Promise<readonly string[]>

export interface IdentityPlaces {
  readonly fs: FileSystem
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute: relative paths start here. */
  readonly cwd: string
  /** An identity file that was named; before all others. */
  readonly file?: string
  /** May hold an identity file that a passphrase protects. */
  readonly stateFolder: string
  /** Absent where nobody can be asked. */
  readonly askSecret?: ((question: string) => Promise<string>) | undefined
}

/** In the state folder: the identity behind a passphrase. */
export const identityFile = 'identity.age'

export const keyVariable = 'MQTTOPIA_AGE_KEY'
export const fileVariable = 'MQTTOPIA_AGE_IDENTITY'
export const passphraseVariable = 'MQTTOPIA_AGE_PASSPHRASE_FILE'

/** Whether the environment names an identity; it may be a bad one. */
export function namesIdentity(env: IdentityPlaces['env']): boolean {
  return [keyVariable, fileVariable].some((name) => (env[name] ?? '').trim() !== '')
}

/** Whether somebody gives an identity, or can be asked for the passphrase of the one in the state folder. */
export function isIdentityAtHand({ env, file, fs, stateFolder, askSecret }: IdentityPlaces): boolean {
  if (file !== undefined || namesIdentity(env)) return true
  const canUnlock = askSecret !== undefined || (env[passphraseVariable] ?? '') !== ''
  return canUnlock && fs.existsSync(join(stateFolder, identityFile))
}

/** How to give an identity, for messages. */
export const identityAdvice = `give one with --identity FILE or ${fileVariable}, or its text in ${keyVariable}`

/** Gives none where none is named; what is named must be good. */
export function identityFinder(places: IdentityPlaces): FindIdentities {
  let found: Promise<readonly string[]> | undefined
  return () => {
    found ??= findIdentities(places)
    return found
  }
}

async function findIdentities(places: IdentityPlaces): Promise<readonly string[]> {
  const { env, fs, stateFolder } = places
  if (places.file !== undefined) return identitiesIn(places.file, places)
  const key = env[keyVariable] ?? ''
  if (key.trim() !== '') return identitiesOf(key, `the variable ${keyVariable}`)
  const named = env[fileVariable] ?? ''
  if (named !== '') return identitiesIn(named, places)
  const own = join(stateFolder, identityFile)
  return fs.existsSync(own) ? identitiesIn(own, places) : []
}

const largestFileBytes = 1024 * 1024

async function identitiesIn(path: string, places: IdentityPlaces): Promise<readonly string[]> {
  const content = await orFail(`read the identity file ${path}`, () =>
    readUpTo(places.fs, resolve(places.cwd, path), largestFileBytes),
  )
  if (content === undefined) throw new Failure(`${path} is far too large for an identity file`)
  const plain = (await needsPassphrase(content)) ? await unlocked(content, path, places) : content
  return identitiesOf(plain.toString(), path)
}

async function unlocked(content: Buffer, path: string, places: IdentityPlaces): Promise<Buffer> {
  const passphrase = await readPassphrase(`Passphrase of ${path}: `, places)
  if (passphrase === undefined) {
    throw new Failure(
      `${path} is protected by a passphrase, and there is no terminal to ask for it; put it into a file and name that in ${passphraseVariable}`,
    )
  }
  const plain = await decryptAge(content, { passphrase })
  if (plain === 'key') throw new Failure(`this is not the passphrase of ${path}`)
  if (typeof plain === 'string')
    throw new Failure(`${path} is damaged; bring it back from a backup or from git`)
  return plain
}

/** One line, from the file that the environment names, or else from the terminal; `undefined` without either. */
export async function readPassphrase(
  question: string,
  { cwd, env, fs, askSecret }: Pick<IdentityPlaces, 'cwd' | 'env' | 'fs' | 'askSecret'>,
): Promise<string | undefined> {
  const file = env[passphraseVariable] ?? ''
  if (file === '') return askSecret?.(question)
  const content = await orFail(`read the passphrase file ${file}`, () =>
    readUpTo(fs, resolve(cwd, file), largestFileBytes),
  )
  const passphrase = content?.toString().replace(/\r?\n$/, '') ?? ''
  if (passphrase === '' || /[\r\n]/.test(passphrase)) {
    throw new Failure(`${file} must hold the passphrase and nothing else, on one line`)
  }
  return passphrase
}

/** Never repeats what it was given. */
async function identitiesOf(text: string, where: string): Promise<readonly string[]> {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#'))
  if (keys.length === 0) throw new Failure(`${where} holds no identity`)
  for (const key of keys) {
    if (!(await isIdentity(key))) throw new Failure(`${where} ${problemOf(key, text)}`)
  }
  return keys
}

function problemOf(key: string, text: string): string {
  if (/^age1/.test(key)) return 'holds a recipient, which is public; an identity begins with AGE-SECRET-KEY-1'
  if (text.includes('OPENSSH PRIVATE KEY')) {
    return 'holds an SSH key, which mqttopia cannot use; make an identity with "age-keygen"'
  }
  if (key.startsWith('AGE-PLUGIN-')) return 'names a plugin of age, which mqttopia cannot use'
  return 'holds a line that is no identity; one begins with AGE-SECRET-KEY-1, as "age-keygen" writes it'
}
