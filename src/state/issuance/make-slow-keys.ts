/** Makes the keys that take long, several at a time, and keeps them until they are used. */

import type { KeySource } from '../../pki/issuance/issuance-step.ts'
import { generateKeyAsync } from '../../pki/keys/generate-key.ts'
import type { CertificateRequest } from '../../pki/x509/certificate-request.ts'
import type { KeyAlgorithm } from '../../topology/authority.ts'
import type { OnProgress } from '../progress.ts'
import type { MaterialStore } from '../store/material-store.ts'
import { storedKey } from './key-pair.ts'

interface KeyWish {
  readonly id: string
  readonly key: KeySource
  readonly request: CertificateRequest
}

interface KeyMaker {
  readonly store: MaterialStore
  readonly onProgress: OnProgress
  readonly checkpoint: () => Promise<void>
}

/** A key of this kind takes a good part of a second; the others, a thousandth at most. */
export function isSlow(algorithm: KeyAlgorithm): boolean {
  return algorithm.startsWith('rsa')
}

/** Prime numbers are searched on the thread pool; more at once than cores gains nothing. */
const atOnce = 2

/** A run that is killed leaves its keys to the next one, which goes on with the rest. */
export async function makeSlowKeys(
  wishes: readonly KeyWish[],
  { store, onProgress, checkpoint }: KeyMaker,
): Promise<void> {
  const slow = wishes.filter(
    ({ id, key, request: { keyAlgorithm } }) =>
      key === 'generate' && isSlow(keyAlgorithm) && store.pendingKey.get(id)?.algorithm !== keyAlgorithm,
  )
  const queue = slow.values()
  let done = 0
  const work = async () => {
    for (const { id, request } of queue) {
      const key = await generateKeyAsync(request.keyAlgorithm)
      store.pendingKey.put(id, storedKey(key))
      done += 1
      onProgress({ phase: 'keys', done, total: slow.length })
      await checkpoint()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}
