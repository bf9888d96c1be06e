/** One hash of Mosquitto's `password_file`, taken apart: the three kinds that 2.1 knows (`password_common.c`). */

export type PasswordHash =
  /** SHA-512 of password and salt. */
  | { readonly kind: 'sha512'; readonly salt: Uint8Array; readonly hash: Uint8Array }
  /** PBKDF2 with HMAC-SHA-512. */
  | {
      readonly kind: 'sha512-pbkdf2'
      readonly iterations: number
      readonly salt: Uint8Array
      readonly hash: Uint8Array
    }
  /** Argon2id of version 1.3, RFC 9106. */
  | {
      readonly kind: 'argon2id'
      readonly memoryKib: number
      readonly iterations: number
      readonly parallelism: number
      readonly salt: Uint8Array
      readonly hash: Uint8Array
    }

/**
 * Says what is wrong with `encoded` as a hash, in words that can follow "the hash of USER"; `undefined` for a hash that
 * {@link decodePasswordHash} takes. It decodes nothing, so that very many can be looked at.
 */
export function passwordHashProblem(encoded: string): string | undefined {
  if (encoded.startsWith('$7$'))
    return PBKDF2.test(encoded) ? undefined : sha512Problem(encoded, PBKDF2_LOOSE)
  if (encoded.startsWith('$6$'))
    return SHA512.test(encoded) ? undefined : sha512Problem(encoded, SHA512_LOOSE)
  if (encoded.startsWith('$argon2id$')) return argon2idProblem(encoded)
  if (encoded === '') return 'is empty'
  return 'is of no known kind: "$argon2id$", "$7$" and "$6$" are'
}

/**
 * Decodes a hash.
 *
 * @throws RangeError if {@link passwordHashProblem} has a complaint.
 */
export function decodePasswordHash(encoded: string): PasswordHash {
  const problem = passwordHashProblem(encoded)
  if (problem !== undefined) throw new RangeError(`a hash ${problem}`)
  const parts = encoded.split('$')
  const [salt, hash] = parts.slice(-2).map((part) => bytesOf(part))
  if (salt === undefined || hash === undefined) throw new RangeError('a hash has too few parts')
  if (parts[1] === '6') return { kind: 'sha512', salt, hash }
  if (parts[1] === '7') return { kind: 'sha512-pbkdf2', iterations: Number(parts[2]), salt, hash }
  const [memoryKib = 0, iterations = 0, parallelism = 0] = (parts[3] ?? '').match(/\d+/g)?.map(Number) ?? []
  return { kind: 'argon2id', memoryKib, iterations, parallelism, salt, hash }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

/** Salts of 12 bytes (mosquitto_passwd 2.0) or 64 (2.1), hashes of 64; base64 of 3n, 3n+1 bytes. */
const SALT = '(?:[A-Za-z0-9+/]{16}|[A-Za-z0-9+/]{85}[AQgw]==)'
const HASH = '[A-Za-z0-9+/]{85}[AQgw]=='
const ITERATIONS = '[1-9][0-9]{0,7}'
const SHA512 = new RegExp(String.raw`^\$6\$${SALT}\$${HASH}$`)
const PBKDF2 = new RegExp(String.raw`^\$7\$${ITERATIONS}\$${SALT}\$${HASH}$`)
const SHA512_LOOSE = /^\$6\$[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+$/
const PBKDF2_LOOSE = /^\$7\$[0-9]+\$[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+$/

function sha512Problem(encoded: string, loose: RegExp): string {
  if (!loose.test(encoded)) return 'has not all of its parts, or something else in them than base64'
  const iterations = /^\$7\$([0-9]+)/.exec(encoded)?.[1]
  if (iterations !== undefined && !new RegExp(`^${ITERATIONS}$`).test(iterations))
    return `has ${iterations.slice(0, 20)} iterations`
  return 'does not hold a salt of 12 or 64 bytes and a hash of 64'
}

const ARGON2ID =
  /^\$argon2id\$v=19\$m=([1-9][0-9]{0,7}),t=([1-9][0-9]{0,4}),p=([1-9][0-9]{0,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** A password that takes more memory to check than this lets anybody stop the broker by logging in. */
const MOST_KIB = 1_048_576

/** RFC 9106 3.1: at least 8 KiB a lane, salts from 8 bytes (11 characters), hashes from 4 (6 characters). */
function argon2idProblem(encoded: string): string | undefined {
  const [, memory = '', , parallelism = '', salt = '', hash = ''] = ARGON2ID.exec(encoded) ?? []
  if (memory === '') return 'is not of the form "$argon2id$v=19$m=47104,t=1,p=1$salt$hash"'
  const lanes = Number(parallelism)
  if (Number(memory) > MOST_KIB) return `needs ${memory} KiB of memory, more than ${MOST_KIB}`
  if (Number(memory) < 8 * lanes || lanes > 255) return 'asks for more lanes than its memory has room for'
  if (salt.length < 11 || hash.length < 6 || salt.length % 4 === 1 || hash.length % 4 === 1)
    return 'holds a salt or a hash that is too short'
  return undefined
}
