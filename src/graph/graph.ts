/** A picture of a topology as data: brokers, who connects to them, and the bridges between them. */

import type { Bridge, Route } from '../topology/bridge.ts'
import type { Broker, Listener } from '../topology/broker.ts'
import type { Authentication, User } from '../topology/user.ts'

export interface Graph {
  readonly name: string
  readonly brokers: readonly BrokerNode[]
  readonly groups: readonly UserGroup[]
  readonly links: readonly Link[]
  readonly bridges: readonly BridgeEdge[]
  /** What is made out against the rest: `messages on "press/#"`. */
  readonly highlight?: string
}

/** Ids are letters and digits: safe in every format, and the same for the same topology. */
export interface BrokerNode {
  readonly id: string
  readonly broker: Broker
  readonly listeners: readonly Listener[]
  readonly isHighlighted: boolean
}

/** Users who are shown as one: the devices of a fleet, all who have a role, those with the same rights. */
export interface UserGroup {
  readonly id: string
  readonly kind: 'fleet' | 'device' | 'role' | 'alike' | 'user' | 'others'
  /** What it is called: the fleet, the roles, the only user. */
  readonly name: string
  readonly users: readonly [User, ...User[]]
  readonly authentication: readonly Authentication['kind'][]
  /** Filters as the grants have them, each once. */
  readonly publish: readonly string[]
  readonly subscribe: readonly string[]
  /** With the action, such as `publish a/#`. */
  readonly deny: readonly string[]
  readonly isHighlighted: boolean
}

/** A group that may publish to a broker, receive from it, or only connects to it. */
export interface Link {
  readonly group: UserGroup
  readonly broker: BrokerNode
  readonly publishes: boolean
  readonly subscribes: boolean
  /** The highlighted messages, as filters; empty: none in this direction. */
  readonly sent: readonly string[]
  readonly received: readonly string[]
}

export interface BridgeEdge {
  readonly id: string
  readonly bridge: Bridge
  readonly from: BrokerNode
  readonly to: BrokerNode
  readonly routes: readonly RouteLine[]
}

export interface RouteLine {
  readonly route: Route
  /** The highlighted messages that it carries out and in, as the near broker names them. */
  readonly carried: Readonly<Record<'out' | 'in', readonly string[]>>
}

/** Whether a bridge carries anything this way; of what is highlighted, where something is. */
export function carries({ routes }: BridgeEdge, way: 'out' | 'in', isHighlighted: boolean): boolean {
  return routes.some(({ route: { direction }, carried }) =>
    isHighlighted ? carried[way].length > 0 : direction === way || direction === 'both',
  )
}

export function isHighlightedBridge({ routes }: BridgeEdge): boolean {
  return routes.some(({ carried }) => carried.out.length + carried.in.length > 0)
}

export function isHighlightedLink({ sent, received }: Link): boolean {
  return sent.length + received.length > 0
}
