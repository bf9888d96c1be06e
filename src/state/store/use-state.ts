/** Opens the state folder for one piece of work, and lets the next process in when that is over. */

import { orFail } from '../../diagnostics/failure.ts'
import type { FindIdentities } from '../age/find-identities.ts'
import { type FileSystem, nodeFileSystem } from '../file-system.ts'
import type { OnProgress } from '../progress.ts'
import { openStateFolder, type StateFolder } from './state-folder.ts'

export interface StateUse {
  readonly stateFolder: string
  readonly fs?: FileSystem
  readonly onProgress?: OnProgress
  /** Nothing will be saved. */
  readonly readOnly?: boolean
  /** The lock file is enough: the vault may be elsewhere, and asking for it throws. */
  readonly publicOnly?: boolean
  /** Asked when an encrypted vault is opened. Default: nobody here can open one. */
  readonly findIdentities?: FindIdentities
}

/** @throws Failure when the state folder is damaged, in use elsewhere, or cannot be written. */
export async function useState<T>(
  { stateFolder, fs = nodeFileSystem, onProgress = () => {}, readOnly = false, ...rest }: StateUse,
  work: (state: StateFolder) => T | Promise<T>,
): Promise<T> {
  const onWait = (holder: string) =>
    onProgress({ phase: 'waiting', done: 0, note: `${holder} uses ${stateFolder}` })
  const state = await openStateFolder(stateFolder, { fs, onWait, readOnly, ...rest })
  return orFail(`save the state in ${stateFolder}`, async () => {
    try {
      return await work(state)
    } finally {
      state.close()
    }
  })
}
