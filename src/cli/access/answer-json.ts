/** Answers about access as plain data; paths of the spec become places. */

import type { Explanation } from '../../access/explain.ts'
import type { Hop } from '../../access/hops.ts'
import type { Copy, Recipient } from '../../access/trace.ts'
import type { AbleUsers } from '../../access/who-can.ts'
import type { Locate } from '../../diagnostics/diagnostic.ts'
import { specLine } from '../../diagnostics/spec-line.ts'
import type { EmittedLine, EmittedLines } from '../../targets/mosquitto/emitted-lines.ts'
import type { Grant, User } from '../../topology/user.ts'

/** Longer lists of names are cut; `count` has them all. */
const MAX_NAMES = 100

export function explanationJson(
  { user, broker, topics, grants, action, allowed, because, parts, refused }: Explanation,
  emitted: readonly EmittedLine[],
  locate: Locate,
) {
  return {
    ...{
      user: user.name,
      broker: broker.name,
      action,
      topics: topics.text,
      allowed,
      because,
      parts,
      refused,
    },
    grants: grants.map((grant) => grantJson(grant, locate)),
    emitted,
  }
}

export function ableJson(
  { broker, users, grants, hops, witness }: AbleUsers,
  emitted: readonly EmittedLine[],
  locate: Locate,
) {
  return {
    ...{ broker: broker.name, ...usersJson(users), witness },
    hops: hops.map(hopJson),
    grants: grants.map((grant) => grantJson(grant, locate)),
    emitted,
  }
}

export function copyJson(
  { broker, topic, qos, hops, receivers, denied, others, notOver }: Copy,
  lines: EmittedLines,
  locate: Locate,
) {
  const recipientJson = ({ users, grants }: Recipient) => ({
    ...usersJson(users),
    grants: grants.map((grant) => grantJson(grant, locate)),
    emitted: lines.deciding(broker, users[0], 'subscribe', topic),
  })
  return {
    ...{ broker: broker.name, topic, qos, hops: hops.map(hopJson) },
    ...{ receivers: receivers.map(recipientJson), denied: denied.map(recipientJson), others },
    notOver: notOver.map(({ hop, because }) => ({ ...hopJson(hop), because })),
  }
}

export function usersJson(users: readonly User[]) {
  const fleet = users[0]?.fleet
  return { users: users.slice(0, MAX_NAMES).map(({ name }) => name), count: users.length, fleet }
}

export function hopJson({ bridge, from, to, source, target }: Hop) {
  return { bridge: bridge.name, from: from.name, to: to.name, source: source.text, target: target.text }
}

export function grantJson({ effect, action, filter, via, path }: Grant, locate: Locate) {
  const line = specLine(locate, path)
  return { effect, action, filter: filter.text, via, path, file: line?.file, line: line?.line }
}
