/** What the certificate verbs are to be done to: `user:alice`, `fleet:presses`, `broker:core`, as words of a command line. */

import type { Topology } from '../topology/topology.ts'

export const selectorKinds = ['authority', 'broker', 'bridge', 'user', 'fleet'] as const

export type SelectorKind = (typeof selectorKinds)[number]

export interface Selector {
  readonly kind: SelectorKind
  /** Of a broker also `BROKER/PROFILE`. */
  readonly name: string
}

/** `undefined` for what is not `KIND:NAME`. */
export function parseSelector(text: string): Selector | undefined {
  const colon = text.indexOf(':')
  const kind = selectorKinds.find((known) => known === text.slice(0, colon))
  const name = text.slice(colon + 1)
  return kind === undefined || name === '' ? undefined : { kind, name }
}

/** The names that a selector of this kind may have. */
export function selectableNames(kind: SelectorKind, topology: Topology): readonly string[] {
  const lists = {
    authority: topology.authorities,
    broker: topology.brokers,
    bridge: topology.bridges,
    user: topology.users,
    fleet: topology.fleets,
  }
  return lists[kind].map(({ name }) => name)
}
