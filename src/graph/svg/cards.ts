/** What stands on the card of a broker, of users, and of a bridge. */

import { isOpenToNetwork } from '../../check/network-reach.ts'
import { counted } from '../../diagnostics/counted.ts'
import type { Listener } from '../../topology/broker.ts'
import { type BridgeEdge, type BrokerNode, isHighlightedBridge, type UserGroup } from '../graph.ts'
import { groupLabel } from '../group-label.ts'
import { listenerAddress } from '../node-labels.ts'
import { type CardContent, type CardRow, type Emphasis, some } from './card.ts'

/** How much is said; of large topologies less. */
export interface Detail {
  readonly filters: number
  readonly routes: number
}

export const FULL_DETAIL: Detail = { filters: 3, routes: 4 }
export const LITTLE_DETAIL: Detail = { filters: 1, routes: 1 }

export function brokerCard({ broker, listeners, isHighlighted }: BrokerNode, isLit: boolean): CardContent {
  const { name, host, engine } = broker
  return {
    ...{ look: 'broker', title: name, sub: `${host} · Mosquitto ${engine.version}` },
    rows: listeners.map(listenerRow),
    tooltip: [`broker ${name}`, ...listeners.map(listenerText)].join('\n'),
    emphasis: emphasis(isLit, isHighlighted),
  }
}

function listenerRow(listener: Listener): CardRow {
  const isOpen = listener.tls === undefined && isOpenToNetwork(listener)
  return {
    icon: listener.tls === undefined ? 'open' : 'lock',
    colour: isOpen ? 'warn' : 'muted',
    text: `${listener.name} ${listenerAddress(listener)}`,
    aside: listener.auth.join(', '),
  }
}

function listenerText(listener: Listener): string {
  const { name, transport, tls, auth } = listener
  const how = tls === undefined ? 'not encrypted' : tls.kind === 'psk' ? 'TLS with pre-shared keys' : 'TLS'
  return `listener ${name}: ${transport} ${listenerAddress(listener)}, ${how}, ${auth.join(', ')}`
}

export function groupCard(group: UserGroup, isLit: boolean, { filters }: Detail): CardContent {
  const { kind, publish, subscribe, deny } = group
  const { title, sub, text } = groupLabel(group)
  const rows = [
    ...some(publish, filters).map((text): CardRow => ({ icon: 'up', colour: 'publish', text })),
    ...some(subscribe, filters).map((text): CardRow => ({ icon: 'down', colour: 'receive', text })),
    ...some(deny, Math.min(2, filters)).map((text): CardRow => ({ icon: 'deny', colour: 'deny', text })),
  ]
  return {
    ...{ title, sub, rows, tooltip: text },
    look: kind === 'fleet' ? 'fleet' : 'group',
    icon: kind === 'fleet' || kind === 'device' ? 'chip' : group.users.length > 1 ? 'people' : 'person',
    emphasis: emphasis(isLit, group.isHighlighted),
  }
}

export function bridgeCard(edge: BridgeEdge, isLit: boolean, { routes: most }: Detail): CardContent {
  const { bridge, routes } = edge
  const lines = routes.slice(0, most).flatMap(({ route, carried }): readonly CardRow[] => {
    const { direction, local, remote } = route
    const colour = carried.out.length + carried.in.length === 0 ? 'bridge' : 'flow'
    const first: CardRow = { icon: direction, colour, text: local.text }
    if (local.text === remote.text) return [first]
    return [first, { icon: 'as', colour, text: remote.text }]
  })
  const left = routes.length - most
  return {
    ...{ look: 'bridge', title: bridge.name, icon: bridge.listener.tls === undefined ? 'open' : 'lock' },
    rows: left > 0 ? [...lines, { icon: 'more', text: `${counted(left)} more` }] : lines,
    tooltip: bridgeText(edge),
    emphasis: emphasis(isLit, isHighlightedBridge(edge)),
  }
}

const WORDS = { out: 'to', in: 'from', both: 'to and from' }

function bridgeText({ bridge, routes }: BridgeEdge): string {
  const lines = routes.map(({ route: { direction, local, remote, qos } }) => {
    const name = local.text === remote.text ? local.text : `${local.text} as ${remote.text}`
    return `${WORDS[direction]} ${bridge.to.name}: ${name}, QoS ${qos}`
  })
  return [`bridge ${bridge.name}, from ${bridge.from.name} to ${bridge.to.name}`, ...lines].join('\n')
}

function emphasis(isLit: boolean, isHighlighted: boolean): Emphasis {
  if (!isLit) return ''
  return isHighlighted ? 'hot' : 'dim'
}
