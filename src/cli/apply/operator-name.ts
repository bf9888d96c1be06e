/** Who applies, as the audit log names them. */

import { hostname, userInfo } from 'node:os'

/** `ACCOUNT@HOST`; `uid N` where the system knows no name for the account, as often in a container. */
export function operatorName(account: () => string = () => userInfo().username): string {
  return `${accountName(account) ?? `uid ${process.getuid?.()}`}@${hostname()}`
}

/** Node throws where the list of accounts has no entry. */
function accountName(account: () => string): string | undefined {
  try {
    return account()
  } catch {
    return undefined
  }
}
