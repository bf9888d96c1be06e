/** Where large archives are remembered, and by whom: a memory is believed of the very same program alone. */

import { join } from 'node:path'
import type { MemoryOptions } from '../state/output/archive-memories.ts'
import { programIdentity } from './version.ts'

export function archiveMemory(stateFolder: string): MemoryOptions {
  return { folder: join(stateFolder, 'cache'), producer: programIdentity() }
}
