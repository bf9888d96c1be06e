/**
 * What a change of rights does to messages that may be retained already: it shows them to whoever may receive them now,
 * and leaves behind those whose publisher may not publish them any more. Mosquitto keeps those; with
 * `check_retain_source` it delivers them to nobody as long as that is so (mosquitto.conf(5)).
 */

import { parseFilter } from '../topic/filter.ts'
import type { Broker } from '../topology/broker.ts'
import { findUser } from '../topology/find-user.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import type { AccessChange, UserGroup } from './access-change.ts'
import { AccessModel } from './access-model.ts'
import { literalsOf } from './own-form.ts'
import { createRightsReader } from './rights.ts'
import { publishersTo } from './who-can.ts'

export interface RetainedChange {
  /** Shown to others at once; left where it is and still delivered; or left and delivered to nobody. */
  readonly effect: 'exposed' | 'left' | 'hidden'
  readonly broker: string
  /** Whose rights change. */
  readonly who: UserGroup
  /** One of the topics, as the broker names it. */
  readonly witness: string
  /** A user who may have published what is exposed, or who may still replace what is left behind. */
  readonly publisher?: string
}

/** `changes`: the access diff of the two. */
export function retainedChanges(
  before: Topology,
  after: Topology,
  changes: readonly AccessChange[],
): readonly RetainedChange[] {
  const own = changes.filter(({ over }) => over === undefined)
  const gains = own.filter(({ effect, action }) => effect === 'gain' && action === 'subscribe')
  const losses = own.filter(({ effect, action }) => effect === 'loss' && action === 'publish')
  return [...exposedTo(before, after, gains), ...leftBehind(before, after, losses)]
}

function exposedTo(
  before: Topology,
  after: Topology,
  gains: readonly AccessChange[],
): readonly RetainedChange[] {
  const gainers = gains.flatMap((gain) => {
    const [was, is] = [before, after].map((topology) => firstOf(topology, gain))
    return is === undefined ? [] : [{ gain, was, is }]
  })
  if (gainers.length === 0) return []
  const model = new AccessModel(
    before,
    gainers.flatMap(({ is }) => [is.name, ...literalsOf(is.grants)]),
  )
  const reader = createRightsReader(model.sets)
  return gainers.flatMap(({ gain, was, is }): RetainedChange[] => {
    const broker = keepingBroker(before, gain.broker)
    if (broker === undefined) return []
    const had = was?.at.includes(broker) ? reader.of(was).subscribe : model.sets.empty
    const topics = model.sets.difference(reader.of(is).subscribe, had)
    const [publisher] = publishersTo(model, broker, topics).filter(
      ({ users: [user] }) => user.name !== is.name,
    )
    if (publisher === undefined) return []
    const { users, arrivesAs } = publisher
    const retained = { witness: arrivesAs, publisher: users[0].name }
    return [{ effect: 'exposed', broker: broker.name, who: gain.who, ...retained }]
  })
}

function leftBehind(
  before: Topology,
  after: Topology,
  losses: readonly AccessChange[],
): readonly RetainedChange[] {
  if (losses.length === 0) return []
  const model = new AccessModel(
    after,
    losses.flatMap(({ witness }) => witness.split('/')),
  )
  return losses.flatMap(({ broker: name, who, witness }): RetainedChange[] => {
    const broker = keepingBroker(after, name)
    if (broker === undefined || keepingBroker(before, name) === undefined) return []
    const topics = model.sets.topicsOf(parseFilter(witness))
    const [other] = publishersTo(model, broker, topics)
    const effect = broker.retain.checkSource ? 'hidden' : 'left'
    const publisher = other === undefined ? {} : { publisher: other.users[0].name }
    return [{ effect, broker: name, who, witness, ...publisher }]
  })
}

function firstOf({ users }: Topology, { who }: AccessChange): User | undefined {
  return findUser(users, who.names[0] ?? '')
}

function keepingBroker({ brokers }: Topology, name: string): Broker | undefined {
  return brokers.find((broker) => broker.name === name && broker.retain.available)
}
