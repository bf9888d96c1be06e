/** What a state folder holds, as it is found by the next process; and what differs between two of them. */

import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { identityFinder } from '../../src/state/age/find-identities.ts'
import { nodeFileSystem } from '../../src/state/file-system.ts'
import type { RecordTable } from '../../src/state/records/record-table.ts'
import { useState } from '../../src/state/store/use-state.ts'
import { shardNames } from '../../src/state/vault/vault-shard.ts'
import { IDENTITY, type Place, withCopyOf } from './kill-scenario.ts'

export interface StateFacts {
  /** Who can open the vault; 0: it is in clear. */
  readonly recipients: number
  /** `lock KEY` or `vault KEY`, to all that the record says. */
  readonly records: ReadonlyMap<string, string>
  /** Issuer and serial number to the certificate that has it. */
  readonly serials: ReadonlyMap<string, string>
}

/** Looks at a copy, so that what a process left half done stays so. Throws where something is damaged or lost. */
export function stateFacts(place: Place): Promise<StateFacts> {
  return withCopyOf(place, factsIn)
}

function factsIn(copy: Place): Promise<StateFacts> {
  const stateFolder = copy.path('.mqttopia')
  const env = { MQTTOPIA_AGE_IDENTITY: copy.path(IDENTITY) }
  const findIdentities = identityFinder({ cwd: copy.folder, stateFolder, env, fs: nodeFileSystem })
  return useState({ stateFolder, findIdentities }, ({ lock, form, vault }) => {
    const shards = shardNames(lock).map(vault)
    const publicKeys = [...lock.keys()].filter((key) => !key.startsWith('vault/')) // marks follow the form
    const rows = [
      ...publicKeys.map((key) => [`lock ${key}`, recordText(lock, key)] as const),
      ...shards.flatMap((shard) =>
        Array.from(shard.keys(), (key) => [`vault ${key}`, recordText(shard, key)] as const),
      ),
    ]
    return {
      recipients: form.kind === 'clear' ? 0 : form.recipients.length,
      records: new Map(rows),
      serials: new Map(publicKeys.flatMap((key) => serialOf(lock, key))),
    }
  })
}

function recordText(table: RecordTable, key: string): string {
  return JSON.stringify([table.get(key), table.data(key)?.toString('base64')])
}

function serialOf(lock: RecordTable, key: string): readonly (readonly [string, string])[] {
  const record = lock.get(key)
  if (!key.startsWith('certificate/') || record === undefined || !('serial' in record)) return []
  const issuer = 'issuer' in record ? record.issuer : 'itself'
  const data = lock.data(key) ?? Buffer.alloc(0)
  return [[`${issuer} ${record.serial}`, createHash('sha256').update(data).digest('hex')]]
}

/** Names of the records that differ, and who can open the vault in `b`. */
export function difference(a: StateFacts, b: StateFacts): { readonly changed: string[]; recipients: number } {
  const keys = new Set([...a.records.keys(), ...b.records.keys()])
  const changed = [...keys].filter((key) => a.records.get(key) !== b.records.get(key)).sort()
  return { changed, recipients: b.recipients }
}

/** Over the life of a state, a serial number is that of one certificate (RFC 5280 4.1.2.2). */
export function expectSerialsOnce(...states: readonly StateFacts[]): void {
  const known = new Map<string, string>()
  for (const [serial, certificate] of states.flatMap(({ serials }) => [...serials])) {
    expect(known.get(serial) ?? certificate, `serial number ${serial}`).toBe(certificate)
    known.set(serial, certificate)
  }
}
