/** Options that say where a broker is installed. */

import { resolve } from 'node:path'
import { Option } from 'commander'
import { localMachine } from '../../state/apply/local-machine.ts'
import type { Machine } from '../../state/apply/machine.ts'
import type { Host } from '../host.ts'
import { UsageError } from '../usage-error.ts'

export interface MachineOptions {
  readonly broker?: string
  readonly dir?: string
}

export function machineOptions(): readonly Option[] {
  return [
    new Option('--broker <name>', 'the broker (default: the only one of the spec)'),
    new Option('--dir <folder>', 'the folder that its releases are installed in'),
  ]
}

export function openMachine(host: Host, { dir }: MachineOptions, onWait: (holder: string) => void): Machine {
  if (dir === undefined) throw new UsageError('say where the broker is installed: --dir FOLDER')
  return localMachine(resolve(host.cwd, dir), { onWait })
}
