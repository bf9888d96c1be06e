/**
 * The `topic` lines of a bridge (mosquitto.conf(5) topic): what is subscribed to at either end, and how topics are
 * renamed on their way. Prefixes are put before the pattern as they are, without a slash.
 */

import { matches, parseFilter, type TopicFilter } from '../../topic/filter.ts'
import type { BridgeTopic } from '../config/broker-config.ts'
import type { Qos } from '../packet/packet.ts'

export interface BridgeSubscription {
  readonly filter: string
  readonly qos: Qos
}

export interface BridgeTopics {
  /** On this broker: what goes out. */
  readonly local: readonly BridgeSubscription[]
  /** On the other broker: what comes in. */
  readonly remote: readonly BridgeSubscription[]
  /** Remote filters of topics that only go out: unsubscribed from at each connection, in case they once came in. */
  readonly outOnly: readonly string[]
  toRemote(topic: string): string
  toLocal(topic: string): string
}

interface Renaming {
  readonly filter: TopicFilter
  readonly cut: string
  readonly add: string
}

export function bridgeTopics(lines: readonly BridgeTopic[]): BridgeTopics {
  const out = lines.filter(({ direction }) => direction !== 'in')
  const into = lines.filter(({ direction }) => direction !== 'out')
  const toRemote = out
    .filter(hasPrefix)
    .map((line): Renaming => renaming(localFilter(line), line.localPrefix, line.remotePrefix))
  const toLocal = into
    .filter(hasPrefix)
    .map((line): Renaming => renaming(remoteFilter(line), line.remotePrefix, line.localPrefix))
  return {
    local: out.map((line) => ({ filter: localFilter(line), qos: line.qos })),
    remote: into.map((line) => ({ filter: remoteFilter(line), qos: line.qos })),
    outOnly: lines.filter(({ direction }) => direction === 'out').map(remoteFilter),
    toRemote: (topic) => renamed(topic, toRemote),
    toLocal: (topic) => renamed(topic, toLocal),
  }
}

/** A line without prefixes has no say in renaming. */
function hasPrefix({ localPrefix, remotePrefix }: BridgeTopic): boolean {
  return localPrefix !== '' || remotePrefix !== ''
}

function localFilter({ localPrefix, pattern }: BridgeTopic): string {
  return localPrefix + (pattern ?? '')
}

function remoteFilter({ remotePrefix, pattern }: BridgeTopic): string {
  return remotePrefix + (pattern ?? '')
}

function renaming(filter: string, cut: string, add: string): Renaming {
  return { filter: parseFilter(filter), cut, add }
}

/**
 * The first line that matches decides; topics that none matches stay as they are. `a/#` matches `a` too, which has no
 * prefix `a/` to cut: as with Mosquitto, the other prefix is put before it all the same.
 */
function renamed(topic: string, renamings: readonly Renaming[]): string {
  const found = renamings.find(({ filter }) => matches(filter, topic))
  if (found === undefined) return topic
  return found.add + (topic.startsWith(found.cut) ? topic.slice(found.cut.length) : topic)
}
