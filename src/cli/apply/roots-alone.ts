/** Whether a broker that gives root's rights up could read the files that were installed for it. */

import type { Machine } from '../../state/apply/machine.ts'
import { CONF_FILE } from '../../targets/mosquitto/changes/broker-changes.ts'

/** Started as root, Mosquitto goes on as `user`, by default "mosquitto": mosquitto.conf(5) user. */
export async function isRootsAlone(machine: Machine, release: string): Promise<boolean> {
  const conf = (await machine.readText(release, CONF_FILE)) ?? ''
  if (/^user root$/m.test(conf)) return false
  const files = await machine.describe(release)
  return files.some(({ owner, mode }) => owner.startsWith('0:') && (Number.parseInt(mode, 8) & 0o004) === 0)
}
