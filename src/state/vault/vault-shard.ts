/**
 * How the vault is divided: authorities' keys by themselves, so that they can be guarded better; brokers' by
 * themselves; what belongs to users in 64 shards, so that a change to one device rewrites little of a fleet's.
 */

import { crc32 } from 'node:zlib'
import type { RecordTable } from '../records/record-table.ts'

/** For what belongs to nobody: the seed of everything derived. */
export const commonShard = 'common'

/** @param id as of a certificate: `authority/NAME`, `broker/NAME/PROFILE`, `user/NAME`. */
export function shardOf(id: string): string {
  if (id.startsWith('authority/')) return 'authorities'
  if (id.startsWith('broker/')) return 'brokers'
  return `users-${(crc32(id) & 0x3f).toString(16).padStart(2, '0')}`
}

const prefix = 'vault/'

/** Key of the public record that says that a shard exists; without its file, secrets are lost. */
export function shardKey(name: string): string {
  return prefix + name
}

/** The shards that a lock file counts on. */
export function shardNames(lock: Pick<RecordTable, 'keys'>): readonly string[] {
  return Array.from(lock.keys(prefix), (key) => key.slice(prefix.length))
}
