/** Messages that a policy forbids, each with a witness: who, topic, and way. */

import type { AccessModel, Reach } from '../../access/access-model.ts'
import { decideFreely } from '../../access/decide.ts'
import { type Arrival, hopsTo, namesOnTheWay } from '../../access/flows.ts'
import { namedFor, type Party } from '../../access/parties.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { TopicSet } from '../../topic/topic-set.ts'
import type { Statement } from '../../topology/policy.ts'
import type { User } from '../../topology/user.ts'
import { userLabel } from '../../topology/user-label.ts'
import { isSelected } from './selected.ts'
import { because, grantPlace, type Violation, type WrittenAt } from './violation.ts'

type Tell = (party: Party, arrival: Arrival, topics: TopicSet, reach?: Reach) => Violation

type ForbidFlow = Extract<Statement, { kind: 'forbid-flow' }>

export function* forbiddenFlows(
  model: AccessModel,
  statement: ForbidFlow,
  writtenAt: WrittenAt,
): Generator<Violation> {
  const tell: Tell = (party, arrival, topics, reach) =>
    violation(model, writtenAt, { party, arrival, topics, reach })
  const { flow, unless } = statement
  const excepted = typeof unless === 'object' ? unless : undefined
  for (const party of model.parties) {
    if (party.users[0].kind === 'bridge' || !isSelected(flow.from, party)) continue
    if (excepted?.from !== undefined && isSelected(excepted.from, party)) continue
    yield* flow.to === undefined || flow.to.kind === 'broker'
      ? forbiddenArrivals(model, statement, party, tell)
      : forbiddenReceivers(model, statement, party, tell)
  }
}

/** Without receivers the message itself must not be there. */
function* forbiddenArrivals(
  model: AccessModel,
  { flow }: ForbidFlow,
  party: Party,
  tell: Tell,
): Generator<Violation> {
  for (const arrival of model.flowsOf(party)) {
    if (flow.to?.kind === 'broker' && flow.to.broker !== arrival.broker) continue
    const topics = onTopics(model, arrival.topics, flow.topics)
    if (!model.sets.isEmpty(topics)) yield tell(party, arrival, topics)
  }
}

function* forbiddenReceivers(
  model: AccessModel,
  { flow, unless }: ForbidFlow,
  party: Party,
  tell: Tell,
): Generator<Violation> {
  for (const reach of model.reachOf(party)) {
    if (!isSelected(flow.to, reach.party)) continue
    const isItself = reach.party === party && reach.member === 'self'
    if (unless === 'same-device' && isItself) continue
    if (typeof unless === 'object' && unless.to !== undefined && isSelected(unless.to, reach.party)) continue
    const topics = onTopics(model, model.received(reach, reach.arrival.topics), flow.topics)
    if (!model.sets.isEmpty(topics)) yield tell(party, reach.arrival, topics, reach)
  }
}

/** What of the topics is on those of the policy. */
export function onTopics(
  model: AccessModel,
  topics: TopicSet,
  filters: ForbidFlow['flow']['topics'],
): TopicSet {
  return filters === undefined ? topics : model.sets.intersection(topics, model.sets.unionOf(filters))
}

interface Flow {
  readonly party: Party
  readonly arrival: Arrival
  readonly topics: TopicSet
  readonly reach: Reach | undefined
}

function violation(
  model: AccessModel,
  writtenAt: WrittenAt,
  { party, arrival, topics, reach }: Flow,
): Violation {
  const [from] = party.users
  const to = reach === undefined ? undefined : receiverOf(party, reach)
  const names = namesOnTheWay(model.sets, model.ways, arrival, topics).map((name) =>
    namedFor(name, from, to ?? from),
  )
  const [sent = '', last = names[0]] = [names[0], names.at(-1)]
  const hops = hopsTo(arrival)
  const way = hops
    .map(({ bridge, to }) => `bridge ${quoted(bridge.name)} to broker ${quoted(to.name)}`)
    .join(', then ')
  const over = hops.length === 0 ? ` on broker ${quoted(arrival.broker.name)}` : `, over ${way}`
  const renamed = last === sent ? '' : `, there ${quoted(last ?? '')}`
  const receiver = to === undefined ? '' : `${to === from ? ' to itself' : ` to ${userLabel(to)}`}`
  const source = hops[0]?.from ?? arrival.broker
  const [publish] = decideFreely(from, 'publish', sent).grants
  const [receive] = to === undefined ? [] : decideFreely(to, 'subscribe', last ?? '').grants
  return {
    subject: [from, to].map((user) => user?.fleet ?? user?.name ?? '').join('\0'),
    witness: { from, broker: source, topic: sent, hops, ...(to === undefined ? {} : { to }) },
    message: `${userLabel(from)} can send ${quoted(sent)}${receiver}${over}${renamed}`,
    related: [
      ...grantPlace({ broker: source, user: from, writtenAt }, publish, sent),
      ...hops.map(({ route, to }) => because(route.path, `this carries it to broker ${quoted(to.name)}`)),
      ...(to === undefined
        ? []
        : grantPlace({ broker: arrival.broker, user: to, writtenAt }, receive, last ?? '')),
    ],
    hint: 'narrow or deny one of these grants or routes, or state the exception with "unless"',
  }
}

/** Another one, where another one of the party receives. */
function receiverOf(party: Party, reach: Reach): User {
  const [first, second = first] = reach.party.users
  return reach.party === party && reach.member === 'other' ? second : first
}
