/** Password hashes of mosquitto's `password_file` (mosquitto_passwd(1)), in the one form that 2.0 and 2.1 share. */

import { pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import { asBuffer } from './der/as-buffer.ts'

/** Mosquitto 2.0 drops entries with any other salt, and 2.1 does not start over some. */
export const saltBytes = 12

const hashBytes = 64

/** Enough for a generated password of 144 bits; mosquitto_passwd's own default. */
export const generatedPasswordIterations = 101

/**
 * For passwords that people made up. More is not better: mosquitto stretches on its only thread, and
 * ten times this stops it for a twentieth of a second at every connection.
 */
export const humanPasswordIterations = 20_000

export interface HashInput {
  /** {@link saltBytes} random bytes; keep them, so that the same password gives the same line. */
  readonly salt: Uint8Array
  readonly iterations: number
}

/** `$7$iterations$salt$hash`: PBKDF2 with HMAC-SHA-512, base64. */
export function hashPassword(password: string, { salt, iterations }: HashInput): string {
  if (salt.length !== saltBytes) throw new RangeError(`the salt must have ${saltBytes} bytes`)
  const hash = pbkdf2Sync(password, salt, iterations, hashBytes, 'sha512')
  return `$7$${iterations}$${asBuffer(salt).toString('base64')}$${hash.toString('base64')}`
}

const mostIterations = 10_000_000

/** True when `hash` is of the form above and of this password. */
export function verifyPassword(password: string, hash: string): boolean {
  const [, count, salt, expected] =
    /^\$7\$([1-9][0-9]{0,7})\$([A-Za-z0-9+/]+={0,2})\$([A-Za-z0-9+/]+={0,2})$/.exec(hash) ?? []
  if (count === undefined || salt === undefined || expected === undefined) return false
  const iterations = Number(count)
  const wanted = Buffer.from(expected, 'base64')
  if (iterations > mostIterations || wanted.length !== hashBytes) return false
  return timingSafeEqual(
    pbkdf2Sync(password, Buffer.from(salt, 'base64'), iterations, hashBytes, 'sha512'),
    wanted,
  )
}
