/** A folder for the store of one test, and messages that can be told from garbled ones. */

import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openLevelStore } from '../../../src/broker/store/level-store.ts'
import type { Store } from '../../../src/broker/store/store.ts'

/** Not made yet; it goes with the test, as does the folder above it. */
export async function newStoreFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'mqttopia-store-'))
  onTestFinished(() => rm(parent, { recursive: true }))
  return join(parent, 'mosquitto.db.mqttopia')
}

export function openStore(folder: string): Promise<Store> {
  return openLevelStore({ folder, sync: false })
}

/** Does not compress: LevelDB notices by itself when what it has compressed is garbled. */
export function payloadFor(topic: string): Buffer {
  return createHash('sha512').update(topic).digest()
}

export function retain(store: Store, topic: string): void {
  store.putRetained({ topic, payload: payloadFor(topic), qos: 1, retain: true })
}

export async function retainedTopics(store: Store): Promise<string[]> {
  return Array.from((await store.recover()).retained, ({ topic }) => topic)
}

export function committed(store: Store): Promise<void> {
  return new Promise((resolve) => store.commit(() => resolve()))
}
