/**
 * The account under which tests run mosquitto. Started as root it would drop to `mosquitto` (or warn, with `user root`),
 * so a root test run starts it as that account at once, and hands it the files; anybody else runs it as themselves.
 */

import { chmodSync, lchownSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'

export interface Account {
  readonly uid: number
  readonly gid: number
}

/** The unprivileged account to run brokers as; `undefined` when this process is not root. */
export function brokerAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const [, , uid, gid] =
    ['mosquitto', 'nobody'].map((name) => accounts.find((a) => a[0] === name)).find(Boolean) ?? []
  if (uid === undefined || gid === undefined) throw new Error('neither account mosquitto nor nobody exists')
  return { uid: Number(uid), gid: Number(gid) }
}

/**
 * Makes `account` the owner of everything in `folder`, and lets it pass the folders above.
 *
 * @throws Error for a folder outside the system's temporary folder.
 */
export function handOver(folder: string, account: Account): void {
  const [root, top] = [realpathSync(tmpdir()), realpathSync(folder)]
  if (!top.startsWith(root + sep)) throw new Error(`will not change owners outside ${root}: ${folder}`)
  for (let above = dirname(top); above !== root; above = dirname(above)) {
    chmodSync(above, lstatSync(above).mode | 0o011)
  }
  giveTree(top, account)
}

function giveTree(path: string, account: Account): void {
  lchownSync(path, account.uid, account.gid)
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path)) giveTree(join(path, name), account)
}
