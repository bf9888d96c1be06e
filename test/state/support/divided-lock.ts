/** A lock file in parts, as large fleets have it, for a few users. */

import { nodeFileSystem } from '../../../src/state/file-system.ts'
import { openStateFolder, type StateFolder } from '../../../src/state/store/state-folder.ts'

/** Opens a state folder whose lock file is divided at the next save, however few the users are. */
export function openDivided(path: string, publicOnly = false): Promise<StateFolder> {
  const options = { fs: nodeFileSystem, onWait: () => {}, readOnly: false, publicOnly }
  return openStateFolder(path, { ...options, mostUndivided: 0 })
}

/** The lock file of a state folder that there is stays divided from now on. */
export async function divideLock(path: string): Promise<void> {
  const state = await openDivided(path, true)
  try {
    const [key] = state.lock.keys('certificate/user/')
    if (key === undefined) throw new Error('nobody has a certificate yet')
    const { data: _, sum: __, key: ___, ...members } = { ...state.lock.get(key) } as Record<string, unknown>
    state.lock.set(key, members, state.lock.data(key))
    await state.save()
  } finally {
    state.close()
  }
}
