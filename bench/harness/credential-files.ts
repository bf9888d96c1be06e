/** Password and ACL files of many users and many rules. */

import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'

export const PASSWORD = 'correct horse'
const ITERATIONS = 101

/** One hash for all users: what is measured is how a file is read, not how a password is stretched. */
export function writePasswords(path: string, users: readonly string[]): void {
  const salt = randomBytes(12)
  const hash = pbkdf2Sync(PASSWORD, salt, ITERATIONS, 64, 'sha512')
  const stored = `$7$${ITERATIONS}$${salt.toString('base64')}$${hash.toString('base64')}`
  writeFileSync(path, users.map((user) => `${user}:${stored}\n`).join(''), { mode: 0o600 })
}

/** One rule for each of `users`. */
export function writeUserRules(path: string, users: readonly string[]): void {
  writeFileSync(path, users.map((user) => `user ${user}\ntopic readwrite own/${user}/#\n`).join(''), {
    mode: 0o600,
  })
}

/** `rules` rules of the user `publisher` that do not match, before the one that does; `subscriber` has one. */
export function writeManyRules(path: string, rules: number): void {
  const others = Array.from({ length: rules }, (_, i) => `topic write other/${i}/+/value\n`)
  const text = `user subscriber\ntopic read bench/#\n\nuser publisher\n${others.join('')}topic readwrite bench/#\n`
  writeFileSync(path, text, { mode: 0o600 })
}
