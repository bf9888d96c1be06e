/** A message on its way in one line, and long lists cut. */

import type { Hop } from '../../access/hops.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Broker } from '../../topology/broker.ts'

export interface Way {
  readonly broker: Broker
  readonly names: readonly [string, ...string[]]
  readonly hops: readonly Hop[]
}

/** `"a/b" over bridge "up" to broker "core", there "x/a/b"`. */
export function wayText({ broker, names, hops }: Way): string {
  const [first, last] = [names[0], names.at(-1) ?? names[0]]
  if (hops.length === 0) return `${quoted(first)} on broker ${quoted(broker.name)}`
  const over = hops
    .map(({ bridge, to }) => `bridge ${quoted(bridge.name)} to broker ${quoted(to.name)}`)
    .join(', then ')
  return `${quoted(first)} over ${over}${last === first ? '' : `, there ${quoted(last)}`}`
}

const MAX_LISTED = 12

export function listed<T>(all: readonly T[], text: (one: T) => string): readonly string[] {
  const shown = all.slice(0, MAX_LISTED).map(text)
  return all.length > shown.length ? [...shown, `  and ${all.length - shown.length} more of these`] : shown
}
