/**
 * What a state holds, item by item. An item is what makes sense as a whole only: a certificate with its key; all
 * authorities with their rotations; a password; a revocation; a list.
 */

import { createHash } from 'node:crypto'
import type { RecordTable } from '../records/record-table.ts'
import { shardNames } from '../vault/vault-shard.ts'
import type { StateFolder } from './state-folder.ts'

type Tables = Pick<StateFolder, 'lock' | 'vault'>

/** By name, as `user/d1`, `password/alice`, `crl/clients`; one digest of all that it says. */
export type ItemDigests = ReadonlyMap<string, string>

/** `public`: the vault is closed. `public first`: as that says of what is in the lock file, and all of what is not. */
export type Depth = 'all' | 'public first' | 'public'

export function itemDigests(state: Tables, depth: Depth = 'all'): ItemDigests {
  const digests = new Map<string, string>()
  const inLock = new Set<string>()
  for (const { item, table, key, shard } of recordsOf(state, depth === 'public')) {
    if (shard === undefined) inLock.add(item)
    else if (depth === 'public first' && inLock.has(item)) continue
    const hash = createHash('sha256').update(digests.get(item) ?? '')
    hash.update(JSON.stringify([key, table === state.lock, table.get(key)]))
    digests.set(item, hash.update(table.data(key) ?? '').digest('base64'))
  }
  return digests
}

/** Puts items of one state, as they are there, in the place of the same in another. */
export function takeItems(items: ReadonlySet<string>, from: Tables, to: Tables): void {
  for (const { item, table, key } of [...recordsOf(to)]) if (items.has(item)) table.remove(key)
  for (const { item, table, key, shard } of recordsOf(from)) {
    const value = table.get(key)
    if (!items.has(item) || value === undefined) continue
    const target = shard === undefined ? to.lock : to.vault(shard)
    target.set(key, value, table.data(key))
  }
}

interface ItemRecord {
  readonly item: string
  readonly table: RecordTable
  readonly key: string
  /** Absent: of the lock file. */
  readonly shard?: string
}

/** Sorted by key within each table. The marks of the vault's files belong to nobody. */
function* recordsOf({ lock, vault }: Tables, publicOnly = false): Iterable<ItemRecord> {
  const keys: readonly string[] = Array.from(lock.keys()).sort()
  for (const key of keys) if (!key.startsWith('vault/')) yield { item: itemOf(key), table: lock, key }
  for (const shard of publicOnly ? [] : shardNames(lock)) {
    const table = vault(shard)
    for (const key of [...table.keys()].sort()) yield { item: itemOf(key), table, key, shard }
  }
}

function itemOf(key: string): string {
  const slash = key.indexOf('/')
  const [kind, name] = [key.slice(0, slash), key.slice(slash + 1)]
  if (kind === 'rotation' || name.startsWith('authority/')) return 'authorities'
  return ['certificate', 'key', 'pending-key'].includes(kind) ? name : key
}
