/** `broker --repair-store`: saves what can be read of a damaged store, and says what became of it. */

import type { BrokerConfig } from '../broker/config/broker-config.ts'
import { type Repair, repairLevelStore } from '../broker/store/repair-level-store.ts'
import { storeFolderOf } from '../broker/store/store-folder.ts'
import { counted } from '../diagnostics/counted.ts'
import { UsageError } from './usage-error.ts'

/** @returns lines for people */
export async function repairStore({ persistence }: BrokerConfig): Promise<string> {
  if (!persistence.enabled)
    throw new UsageError('the configuration keeps no store: "persistence true" is not in it')
  const folder = storeFolderOf(persistence)
  return reportOf(folder, await repairLevelStore(folder))
}

function reportOf(folder: string, { finished, holds, damage }: Repair): string {
  const { sessions, messages, retained } = holds
  const contents = [
    counted(sessions, 'session'),
    `${counted(messages, 'message')} that wait${messages === 1 ? 's' : ''} for them`,
    counted(retained, 'retained message'),
  ].join(', ')
  const first = finished ? `finished: a repair that was cut off; the store ${folder} is in its place\n` : ''
  if (damage === undefined) return `${first}nothing is wrong with the store ${folder}: ${contents}\n`
  const { found, kept, dropped } = damage
  return [
    `${first}found: the store ${folder} was damaged (${found})`,
    `recovered: ${contents}`,
    `lost: ${counted(dropped, 'row')} that could not be read, and whatever was not found any more`,
    `kept: the damaged store is in ${kept}; remove it when you do not need it any more`,
    '',
  ].join('\n')
}
