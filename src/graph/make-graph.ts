/** From a topology to its picture. */

import type { Bridge, Route } from '../topology/bridge.ts'
import type { Broker } from '../topology/broker.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import type { BridgeEdge, BrokerNode, Graph, Link, UserGroup } from './graph.ts'
import { groupUsers } from './group-users.ts'
import type { ShownFlow } from './shown-flow.ts'

export interface GraphOptions {
  /** Users stand alone; devices of a fleet never do. */
  readonly expand?: boolean
  readonly flow?: ShownFlow
}

/** More groups in all are not readable. */
const MOST_GROUPS = 240
const MOST_EXPANDED = 1000
/** More at one broker are not, either. */
const MOST_AT_BROKER = 10

export function makeGraph(topology: Topology, { expand = false, flow }: GraphOptions = {}): Graph {
  const shown = flow === undefined ? undefined : new FlowIndex(flow)
  const brokers = topology.brokers.map(
    (broker, i): BrokerNode => ({
      ...{ id: `b${i}`, broker, listeners: broker.listeners },
      isHighlighted: shown?.brokers.has(broker) ?? false,
    }),
  )
  const nodes = new Map(brokers.map((node) => [node.broker, node]))
  const groups = groupUsers(topology.users, {
    ...{ expand, most: mostGroups(topology, expand) },
    partOf: (user) => shown?.partOf(user) ?? '',
  })
  return {
    ...{ name: topology.name, brokers, groups },
    links: groups.flatMap((group) => linksOf(group, nodes, shown)),
    bridges: topology.bridges.flatMap((bridge, i) => bridgeEdge(`r${i}`, bridge, nodes, shown)),
    ...(flow === undefined ? {} : { highlight: flow.title }),
  }
}

function mostGroups({ brokers }: Topology, expand: boolean): number {
  if (expand) return Math.ceil(MOST_EXPANDED / Math.max(1, brokers.length))
  return Math.max(3, Math.min(MOST_AT_BROKER, Math.floor(MOST_GROUPS / Math.max(1, brokers.length))))
}

type Nodes = ReadonlyMap<Broker, BrokerNode>

function linksOf(group: UserGroup, nodes: Nodes, shown: FlowIndex | undefined): readonly Link[] {
  const [first] = group.users
  return first.at.flatMap((at) => {
    const broker = nodes.get(at)
    if (broker === undefined) return []
    const topics = (part: Part) => shown?.topics(part, group, at) ?? []
    return {
      ...{ group, broker, publishes: group.publish.length > 0, subscribes: group.subscribe.length > 0 },
      ...{ sent: topics('sent'), received: topics('received') },
    }
  })
}

function bridgeEdge(
  id: string,
  bridge: Bridge,
  nodes: Nodes,
  shown: FlowIndex | undefined,
): readonly BridgeEdge[] {
  const [from, to] = [nodes.get(bridge.from), nodes.get(bridge.to)]
  if (from === undefined || to === undefined) return []
  const routes = bridge.routes.map((route) => {
    const [out = [], back = []] = [shown?.carried(route, bridge.from), shown?.carried(route, bridge.to)]
    return { route, carried: { out, in: back } }
  })
  return [{ id, bridge, from, to, routes }]
}

type Part = 'sent' | 'received'
type TopicsOfUsers = ReadonlyMap<User, ReadonlyMap<Broker, readonly string[]>>

/** What a flow says of each user, route and broker. */
class FlowIndex {
  readonly brokers: ReadonlySet<Broker>
  readonly #parts: Readonly<Record<Part, TopicsOfUsers>>
  readonly #carried: ShownFlow['carried']

  constructor({ sent, carried, received }: ShownFlow) {
    this.#parts = { sent: topicsOfUsers(sent), received: topicsOfUsers(received) }
    this.#carried = carried
    const hops = carried.flatMap(({ hop }) => [hop.from, hop.to])
    this.brokers = new Set([...sent, ...received].map(({ broker }) => broker).concat(hops))
  }

  /** Users with the same part may be shown as one. */
  partOf(user: User): string {
    const topics = [this.#parts.sent.get(user), this.#parts.received.get(user)]
    if (topics.every((each) => each === undefined)) return ''
    return topics
      .map((each) => Array.from(each ?? [], ([{ name }, texts]) => [name, ...texts].join(' ')).join('\0'))
      .join('\0\0')
  }

  topics(part: Part, { users }: UserGroup, broker: Broker): readonly string[] {
    return [...new Set(users.flatMap((user) => this.#parts[part].get(user)?.get(broker) ?? []))]
  }

  carried(route: Route, from: Broker): readonly string[] {
    return this.#carried.flatMap(({ hop, topics }) =>
      hop.route === route && hop.from === from ? topics : [],
    )
  }
}

function topicsOfUsers(flow: ShownFlow['sent']): TopicsOfUsers {
  const all = new Map<User, Map<Broker, readonly string[]>>()
  for (const { users, broker, topics } of flow)
    for (const user of users) all.set(user, (all.get(user) ?? new Map()).set(broker, topics))
  return all
}
