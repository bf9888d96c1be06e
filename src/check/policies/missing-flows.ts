/** Messages that a policy requires, and that cannot be. */

import type { AccessModel } from '../../access/access-model.ts'
import type { Party } from '../../access/parties.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { TopicSet } from '../../topic/topic-set.ts'
import type { Qos } from '../../topology/broker.ts'
import type { Statement } from '../../topology/policy.ts'
import { userLabel } from '../../topology/user-label.ts'
import { isSelected } from './selected.ts'
import type { Violation } from './violation.ts'

type RequireFlow = Extract<Statement, { kind: 'require-flow' }>

/** Messages that come somewhere, at most with this quality of service. */
interface Coming {
  readonly topics: TopicSet
  readonly qos: Qos
}

export function* missingFlows(model: AccessModel, statement: RequireFlow): Generator<Violation> {
  const { from, to } = statement.flow
  for (const party of model.parties) {
    if (party.users[0].kind === 'bridge' || !isSelected(from, party)) continue
    if (to?.kind === 'broker') {
      const coming = model.flowsOf(party).filter(({ broker }) => broker === to.broker)
      yield* missing(model, statement, party, `broker ${quoted(to.broker.name)}`, coming)
    } else yield* missingReceivers(model, statement, party)
  }
}

function* missingReceivers(model: AccessModel, statement: RequireFlow, party: Party): Generator<Violation> {
  const reaches = [...model.reachOf(party)]
  for (const receiver of model.parties) {
    if (!isSelected(statement.flow.to, receiver) || receiver.users[0].kind === 'bridge') continue
    if (receiver === party && party.users.length === 1) continue
    const coming = reaches
      .filter((reach) => reach.party === receiver && (receiver !== party || reach.member === 'other'))
      .map((reach) => ({ topics: model.received(reach, reach.arrival.topics), qos: reach.arrival.qos }))
    yield* missing(model, statement, party, userLabel(receiver.users[0]), coming)
  }
}

function* missing(
  { sets }: AccessModel,
  { flow: { topics: filters }, qos }: RequireFlow,
  { users: [from] }: Party,
  to: string,
  coming: readonly Coming[],
): Generator<Violation> {
  const wanted = filters?.map((filter) => ({
    topics: sets.topicsOf(filter),
    text: ` on ${quoted(filter.text)}`,
  }))
  for (const { topics, text } of wanted ?? [{ topics: sets.all, text: '' }]) {
    const met = coming.filter((one) => !sets.isEmpty(sets.intersection(one.topics, topics)))
    if (met.some((one) => one.qos >= qos)) continue
    const lower = met.length > 0
    yield {
      subject: `${from.fleet ?? from.name}\0${to}\0${text}`,
      message: lower
        ? `${userLabel(from)} can send to ${to}${text} with QoS ${Math.max(...met.map((one) => one.qos))} at most, not ${qos}`
        : `${userLabel(from)} can send nothing to ${to}${text}`,
      related: [],
      hint: lower
        ? 'raise the QoS of the routes on the way'
        : `trace a message of ${quoted(from.name)} with "mqttopia trace" to see where it ends`,
    }
  }
}
