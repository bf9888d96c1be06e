/** Makes the secrets that nobody gave, once; later runs find them in the store. */

import { hash, hkdfSync } from 'node:crypto'
import { passwordFromBytes, pskFromBytes } from '../../pki/generated-secret.ts'
import {
  generatedPasswordIterations,
  hashPassword,
  humanPasswordIterations,
  saltBytes,
  verifyPassword,
} from '../../pki/password-hash.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import { breather, type OnProgress } from '../progress.ts'
import type { MaterialStore } from '../store/material-store.ts'
import { type GivenSecrets, isGiven } from './given-secrets.ts'
import type { RandomBytes } from './random-pool.ts'

interface SecretMaker {
  readonly store: MaterialStore
  readonly given: GivenSecrets
  readonly random: RandomBytes
  readonly onProgress: OnProgress
}

/** Passwords with their hashes, pre-shared keys, and the seed of all that is derived. */
export async function makeSecrets({ users }: Topology, maker: SecretMaker): Promise<void> {
  const { store, given, random, onProgress } = maker
  if (store.seed.get('') === undefined) replaceSeed(store, random)
  const breathe = breather()
  const withSecret = users.flatMap(({ name, authentication }) =>
    'secret' in authentication ? [{ name, ...authentication }] : [],
  )
  for (const [i, { name, kind, secret }] of withSecret.entries()) {
    if (kind === 'psk' && !isGiven(secret)) makePsk(store, name, secret.length, random)
    if (kind === 'password' && !isGiven(secret)) makePassword(store, name, secret.length, random)
    if (kind === 'password' && isGiven(secret)) hashGiven(store, name, given.passwords.get(name), random)
    onProgress({ phase: 'passwords', done: i + 1, total: withSecret.length })
    const pause = breathe()
    if (pause !== undefined) await pause
  }
}

/** All that is derived from it is new then: passwords of bundles, and salts. */
export function replaceSeed({ seed }: MaterialStore, random: RandomBytes): void {
  seed.put('', { value: random(32).toString('base64') })
}

function makePsk({ psk }: MaterialStore, username: string, bytes: number, random: RandomBytes): void {
  if (psk.get(username)?.value.length !== 2 * bytes) psk.put(username, { value: pskFromBytes(random(bytes)) })
}

/** A new password or pre-shared key in the place of a generated one; false where it comes from elsewhere. */
export function replaceSecret(
  { name, authentication }: User,
  store: MaterialStore,
  random: RandomBytes,
): boolean {
  if (!('secret' in authentication) || isGiven(authentication.secret)) return false
  const { kind, secret } = authentication
  if (kind === 'psk') {
    store.psk.remove(name)
    makePsk(store, name, secret.length, random)
  } else {
    store.password.remove(name)
    makePassword(store, name, secret.length, random)
  }
  return true
}

/** Bits from which on a search is hopeless without any stretching. */
const hopelessBits = 128

function makePassword(store: MaterialStore, username: string, length: number, random: RandomBytes): void {
  const known = store.password.get(username)
  const stored = known?.value.length === length ? known : newPassword(length, random)
  if (stored !== known) store.password.put(username, stored)
  if (store.passwordHash.get(username)?.hash !== stored.hash) {
    store.passwordHash.put(username, { hash: stored.hash })
  }
}

function newPassword(length: number, random: RandomBytes) {
  const value = passwordFromBytes(random(length), length)
  const iterations = 6 * length >= hopelessBits ? generatedPasswordIterations : humanPasswordIterations
  return { value, hash: hashPassword(value, { salt: random(saltBytes), iterations }) }
}

/** The stored hash stays while it fits: the same password gives the same line. */
function hashGiven(
  { passwordHash }: MaterialStore,
  username: string,
  password: string | undefined,
  random: RandomBytes,
): void {
  if (password === undefined) throw new Error('a password that was refused cannot be hashed')
  const stored = passwordHash.get(username)?.hash
  const wanted = `$7$${humanPasswordIterations}$`
  if (stored?.startsWith(wanted) && verifyPassword(password, stored)) return
  const salt = random(saltBytes)
  passwordHash.put(username, { hash: hashPassword(password, { salt, iterations: humanPasswordIterations }) })
}

/** `length` bytes that depend on the seed and the purpose alone (RFC 5869); hashed, since HKDF's info is short. */
export function derivedBytes({ seed }: MaterialStore, purpose: string, length: number): Buffer {
  const stored = seed.get('')
  if (stored === undefined) throw new Error('the seed has not been made yet')
  const key = Buffer.from(stored.value, 'base64')
  return Buffer.from(hkdfSync('sha256', key, '', hash('sha256', purpose, 'buffer'), length))
}
