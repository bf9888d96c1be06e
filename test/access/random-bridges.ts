/** Random bridges between few brokers, and a message at a time on its way over them, with no set of topics in sight. */

import fc from 'fast-check'
import { BridgeWays } from '../../src/access/bridge-ways.ts'
import { decide } from '../../src/access/decide.ts'
import { withoutReserved } from '../../src/access/engine-topics.ts'
import { flowsFrom } from '../../src/access/flows.ts'
import { type Hop, hopsOf } from '../../src/access/hops.ts'
import { createRightsReader } from '../../src/access/rights.ts'
import { matches, parseFilter } from '../../src/topic/filter.ts'
import { createTopicSets } from '../../src/topic/topic-set.ts'
import type { Bridge, Route } from '../../src/topology/bridge.ts'
import type { Broker } from '../../src/topology/broker.ts'
import type { User } from '../../src/topology/user.ts'
import { broker, listener } from '../targets/mosquitto/made-up.ts'
import { renamedName } from '../topic/renamed-name.ts'
import { type GrantText, userWith } from './users.ts'

export const BROKERS: readonly Broker[] = ['a', 'b', 'c'].map((name) =>
  broker([listener('mqtt', {})], { name }),
)

/** Both filters of a route: a common end behind prefixes of their own. */
const filters = fc
  .tuple(
    fc.constantFrom('', '', 'x/', 'y/', 'x/y/'),
    fc.constantFrom('', '', 'x/', 'y/', 'z/x/'),
    fc.constantFrom('#', '+', 'x', '+/x', '+/#', 'y/#'),
  )
  .map(([near, far, end]) => [parseFilter(near + end), parseFilter(far + end)] as const)

const route: fc.Arbitrary<Route> = fc
  .tuple(fc.constantFrom('out' as const, 'in' as const, 'both' as const), filters, fc.constantFrom(0, 1, 2))
  .map(([direction, [local, remote], qos]) => ({
    ...{ direction, local, remote, qos: qos === 0 ? 0 : qos === 1 ? 1 : 2, retain: 'keep', path: ['route'] },
  }))

const ends = fc.constantFrom([0, 1], [1, 0], [1, 2], [2, 1], [0, 2])

/** `deny`: what the far broker refuses to the bridge's user, as it may where the bridge is anonymous. */
export const someBridges: fc.Arbitrary<readonly Bridge[]> = fc
  .array(
    fc.tuple(
      ends,
      fc.array(route, { minLength: 1, maxLength: 3 }),
      fc.constantFrom<GrantText[]>([], [], ['deny publish x/#'], ['deny subscribe +/x']),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) =>
    all.map(([[from = 0, to = 0], routes, deny], i) => bridge(`bridge${i}`, from, to, routes, deny)),
  )

function bridge(
  name: string,
  i: number,
  k: number,
  routes: readonly Route[],
  deny: readonly GrantText[],
): Bridge {
  const [from, to] = [BROKERS[i], BROKERS[k]]
  const [door] = to?.listeners ?? []
  if (from === undefined || to === undefined || door === undefined) throw new Error('a bridge has two ends')
  const allow = routes.flatMap(({ direction, remote }): GrantText[] => [
    ...(direction === 'in' ? [] : [`allow publish ${remote.text}` as const]),
    ...(direction === 'out' ? [] : [`allow subscribe ${remote.text}` as const]),
  ])
  return {
    ...{ name, from, to, listener: door, clientId: name, clean: false, protocol: 5, notifications: 'none' },
    ...{ start: 'automatic', addresses: [], roundRobin: false, routes, path: ['bridges', name] },
    user: userWith([...allow, ...deny], { kind: 'bridge', name, at: [to], clientId: name }),
  }
}

/** All that becomes of what one may publish, for names beyond any list; `flows.test.ts` holds it against single messages. */
export function comingFrom(
  bridges: readonly Bridge[],
  user: User,
): (broker: string, topic: string) => readonly ('here' | 'over a bridge')[] {
  const sets = createTopicSets()
  const rights = createRightsReader(sets)
  const ways = new BridgeWays(sets, bridges, rights)
  const topics = withoutReserved(sets, rights.of(user).publish)
  const flows = user.at.flatMap((broker) => flowsFrom(sets, ways, { broker, topics, qos: 2 }))
  return (broker, topic) =>
    flows
      .filter((flow) => flow.broker.name === broker && sets.contains(flow.topics, topic))
      .map(({ over }) => (over === undefined ? 'here' : 'over a bridge'))
}

export interface Message {
  readonly broker: Broker
  readonly topic: string
  readonly cameBy: readonly Hop[]
}

/** Where the next hops take a message. */
export function nextMessages(bridges: readonly Bridge[], { broker, topic, cameBy }: Message): Message[] {
  const hops = bridges
    .filter((bridge) => bridge !== cameBy.at(-1)?.bridge)
    .flatMap(hopsOf)
    // Of two routes with one filter on a broker, one subscription is left.
    .filter((hop, i, all) => !all.slice(i + 1).some((later) => isSameSubscription(hop, later)))
  return hops
    .filter(({ from, source }) => from === broker && matches(source, topic))
    .flatMap((hop) => {
      const now = arrivesAs(hop, topic)
      return now === undefined ? [] : [{ broker: hop.to, topic: now, cameBy: [...cameBy, hop] }]
    })
}

function isSameSubscription(a: Hop, b: Hop): boolean {
  return a.bridge === b.bridge && a.from === b.from && a.source.text === b.source.text
}

function arrivesAs(hop: Hop, topic: string): string | undefined {
  const { bridge, from } = hop
  const isOut = from === bridge.from
  if (!isOut && !decide(bridge.user, 'subscribe', topic).allowed) return undefined
  const naming =
    hopsOf(bridge).find(
      ({ from: other, source, route }) =>
        other === from && route.local.text !== route.remote.text && matches(source, topic),
    ) ?? hop
  const now = renamedName(topic, naming.source.text, naming.target.text)
  if (now === undefined) return undefined
  return !isOut || decide(bridge.user, 'publish', now).allowed ? now : undefined
}
