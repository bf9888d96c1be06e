/**
 * Says whether a password is the one of a hash from a `password_file`. What was right once is remembered, so that a
 * storm of reconnections hashes nothing; hashing itself runs on other threads.
 */

import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { decodePasswordHash, type PasswordHash } from '../../mosquitto-files/password/password-hash.ts'
import { Argon2Thread } from './argon2-thread.ts'
import { JobQueue } from './job-queue.ts'

/** `unchecked`: there was no time to look; nothing is known about the password. */
export type PasswordVerdict = 'right' | 'wrong' | 'unchecked'

/** Half of the thread pool, whose default is 4. */
const HASHES_AT_ONCE = 2

/** Beyond, the last would wait for so long that their clients give up first. */
const MOST_WAITING = 10_000

/** Remembered passwords, at least; twice as many at most. */
const MOST_REMEMBERED = 50_000

export class PasswordVerifier {
  /** What is remembered means nothing without this key, which lives as long as the process. */
  readonly #key = randomBytes(32)
  readonly #argon2 = new Argon2Thread()
  readonly #queue = new JobQueue(HASHES_AT_ONCE)
  #right = new Set<string>()
  #formerlyRight = new Set<string>()
  readonly #pending = new Map<string, Promise<PasswordVerdict>>()

  /**
   * Compares the password, up to its first NUL as Mosquitto 2.1 does, with an encoded hash. `mayHash` is asked just
   * before the costly part begins. Not a promise when the answer is known at once.
   */
  verify(
    encoded: string,
    password: Uint8Array,
    mayHash: () => boolean = () => true,
  ): PasswordVerdict | Promise<PasswordVerdict> {
    const nul = password.indexOf(0)
    const text = nul === -1 ? password : password.subarray(0, nul)
    const proof = createHmac('sha256', this.#key).update(encoded).update('\0').update(text).digest('base64')
    if (this.#remembers(proof)) return 'right'
    const hash = decodePasswordHash(encoded)
    if (hash.kind !== 'sha512') return this.#pending.get(proof) ?? this.#hashLater(hash, text, proof, mayHash)
    if (!mayHash()) return 'unchecked'
    return this.#judge(createHash('sha512').update(text).update(hash.salt).digest(), hash, proof)
  }

  close(): Promise<void> {
    return this.#argon2.close()
  }

  async #hashLater(
    hash: Exclude<PasswordHash, { kind: 'sha512' }>,
    text: Uint8Array,
    proof: string,
    mayHash: () => boolean,
  ): Promise<PasswordVerdict> {
    if (this.#queue.length >= MOST_WAITING) return 'unchecked'
    // The bytes may be a view of a network buffer, which goes on.
    const password = Uint8Array.from(text)
    const pending = this.#queue.run(async (): Promise<PasswordVerdict> => {
      if (!mayHash()) return 'unchecked'
      const computed = await this.#hash(hash, password)
      return computed === undefined ? 'wrong' : this.#judge(computed, hash, proof)
    })
    this.#pending.set(proof, pending)
    try {
      return await pending
    } finally {
      this.#pending.delete(proof)
    }
  }

  async #hash(
    hash: Exclude<PasswordHash, { kind: 'sha512' }>,
    password: Uint8Array,
  ): Promise<Uint8Array | undefined> {
    const { salt, iterations } = hash
    if (hash.kind === 'sha512-pbkdf2')
      return pbkdf2InPool(password, salt, iterations, hash.hash.length, 'sha512')
    // The library refuses the empty password, which mosquitto_passwd makes no hash of either.
    if (password.length === 0) return undefined
    const { parallelism, memoryKib } = hash
    return this.#argon2.hash({
      password,
      salt,
      iterations,
      parallelism,
      memoryKib,
      hashBytes: hash.hash.length,
    })
  }

  #judge(computed: Uint8Array, { hash }: PasswordHash, proof: string): PasswordVerdict {
    if (computed.length !== hash.length || !timingSafeEqual(computed, hash)) return 'wrong'
    this.#remember(proof)
    return 'right'
  }

  #remembers(proof: string): boolean {
    if (this.#right.has(proof)) return true
    if (!this.#formerlyRight.has(proof)) return false
    this.#remember(proof)
    return true
  }

  /** Forgets those that were not used since the last time so many were remembered. */
  #remember(proof: string): void {
    if (this.#right.size === MOST_REMEMBERED) {
      this.#formerlyRight = this.#right
      this.#right = new Set()
    }
    this.#right.add(proof)
  }
}

const pbkdf2InPool = promisify(pbkdf2)
