/** A topology's picture as plain data, for programs that draw themselves. A stable shape: fields are only added. */

import type { Locate, SpecPath } from '../diagnostics/diagnostic.ts'
import { specLine } from '../diagnostics/spec-line.ts'
import { definitionPath } from '../topology/user-label.ts'
import type { BridgeEdge, BrokerNode, Graph, Link, UserGroup } from './graph.ts'

/** Longer lists are cut; `count` and the like have them all. */
const MOST = 100

export function graphJson(graph: Graph, locate: Locate): string {
  const { name, highlight, brokers, groups, links, bridges } = graph
  const value = {
    ...{ version: 1, name, highlight },
    brokers: brokers.map((node) => brokerJson(node, locate)),
    groups: groups.map((group) => groupJson(group, locate)),
    links: links.map(linkJson),
    bridges: bridges.map((edge) => bridgeJson(edge, locate)),
  }
  return `${JSON.stringify(value, null, 2)}\n`
}

function brokerJson({ id, broker, listeners, isHighlighted }: BrokerNode, locate: Locate) {
  const { name, host, engine, path } = broker
  return {
    ...{ id, name, host, engine: { kind: engine.kind, version: engine.version }, highlighted: isHighlighted },
    listeners: listeners.map(({ name, transport, port, bind, socketPath, tls, auth }) => ({
      ...{ name, transport, port, bind, path: socketPath, tls: tls?.kind ?? 'none', auth },
    })),
    at: lineOf(path, locate),
  }
}

function groupJson(group: UserGroup, locate: Locate) {
  const { id, kind, name, users, authentication, publish, subscribe, deny, isHighlighted } = group
  return {
    ...{ id, kind, name, count: users.length, authentication, highlighted: isHighlighted },
    users: users.slice(0, MOST).map(({ name }) => name),
    rights: { publish: publish.length, subscribe: subscribe.length, deny: deny.length },
    ...{ publish: publish.slice(0, MOST), subscribe: subscribe.slice(0, MOST), deny: deny.slice(0, MOST) },
    at: lineOf(definitionPath(users[0]), locate),
  }
}

function linkJson({ group, broker, publishes, subscribes, sent, received }: Link) {
  return { group: group.id, broker: broker.id, publishes, subscribes, sent, received }
}

function bridgeJson({ id, bridge, from, to, routes }: BridgeEdge, locate: Locate) {
  return {
    ...{ id, name: bridge.name, from: from.id, to: to.id, tls: bridge.listener.tls?.kind ?? 'none' },
    routes: routes.map(({ route: { direction, local, remote, qos, path }, carried }) => ({
      ...{ direction, local: local.text, remote: remote.text, qos, carried, at: lineOf(path, locate) },
    })),
    at: lineOf(bridge.path, locate),
  }
}

/** File and line; nothing for what has none. */
function lineOf(path: SpecPath, locate: Locate) {
  const line = specLine(locate, path)
  return line === undefined ? undefined : { file: line.file, line: line.line }
}
