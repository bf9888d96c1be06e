/** Gives up root for the account that mosquitto.conf(5) user names, once sockets are bound and files are read. */

import { chownSync, existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../diagnostics/failure.ts'

interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** Without an account of this name, Mosquitto's default gives way to that of nobody. */
const DEFAULT_USER = 'mosquitto'
const NOBODY = 'nobody'

/**
 * Does nothing for those who are not root, and for the user root. `files` and folders are handed to the account first.
 * Returns its name when it was changed.
 *
 * @throws Failure when there is no such account.
 */
export function becomeUser(user: string, files: readonly string[]): string | undefined {
  if (process.getuid?.() !== 0 || user === 'root' || user === '') return undefined
  const account = accountOf(user) ?? (user === DEFAULT_USER ? accountOf(NOBODY) : undefined)
  if (account === undefined) throw new Failure(`cannot run as user ${user}: there is no such account`)
  for (const file of files) handOver(file, account)
  process.setgroups?.([account.gid])
  process.setgid?.(account.gid)
  process.setuid?.(account.uid)
  return account.name
}

function accountOf(name: string): Account | undefined {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : []
  for (const line of lines) {
    const [found, , uid, gid] = line.split(':')
    if (found === name) return { name, uid: Number(uid), gid: Number(gid) }
  }
  return undefined
}

/** Symbolic links are left alone: they could lead anywhere. */
function handOver(path: string, account: Account): void {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined || stat.isSymbolicLink()) return
  chownSync(path, account.uid, account.gid)
  if (stat.isDirectory()) for (const name of readdirSync(path)) handOver(join(path, name), account)
}
