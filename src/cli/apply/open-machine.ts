/** Options that say where a broker is installed. */

import { resolve } from 'node:path'
import { Option } from 'commander'
import { localMachine } from '../../state/apply/local-machine.ts'
import type { Machine } from '../../state/apply/machine.ts'
import { parseDestination } from '../../state/apply/ssh-destination.ts'
import { sshMachine } from '../../state/apply/ssh-machine.ts'
import type { Host } from '../host.ts'
import { UsageError } from '../usage-error.ts'

export interface MachineOptions {
  readonly broker?: string
  readonly dir?: string
  /** `[USER@]HOST[:FOLDER]`. */
  readonly ssh?: string
}

export function machineOptions(): readonly Option[] {
  return [
    new Option('--broker <name>', 'the broker (default: the only one of the spec)'),
    new Option('--dir <folder>', 'the folder that its releases are installed in'),
    new Option('--ssh <host:folder>', 'on that machine, by the system’s own ssh and rsync'),
  ]
}

export function openMachine(
  host: Host,
  { dir, ssh }: MachineOptions,
  onWait: (holder: string) => void,
): Machine {
  if (ssh !== undefined) {
    const destination = parseDestination(ssh, dir)
    if (typeof destination === 'string') throw new UsageError(destination)
    return sshMachine(destination)
  }
  if (dir === undefined)
    throw new UsageError('say where the broker is installed: --dir FOLDER, or --ssh HOST:FOLDER')
  return localMachine(resolve(host.cwd, dir), { onWait })
}
