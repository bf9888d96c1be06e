/** Where what one emitted file allows is not what the access model says, each with a witness. */

import { AccessModel } from '../access/access-model.ts'
import { withoutReserved } from '../access/engine-topics.ts'
import { asOf } from '../access/own-form.ts'
import type { Rights } from '../access/rights.ts'
import type { TopicSet, TopicSets } from '../topic/topic-set.ts'
import type { Broker } from '../topology/broker.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import { ACTIONS } from '../topology/user.ts'
import { userLabel } from '../topology/user-label.ts'
import { readAclRights } from './acl-rights.ts'
import type { Bearer, EmittedRights, Identifier } from './bearer.ts'
import { admitsNameless, admitsStrangers, comersThrough } from './comers.ts'
import type { Decider } from './deciders.ts'
import { identifierCases, withOtherNamed } from './identifiers.ts'
import { modelRights } from './model-rights.ts'
import { readSecurityRights } from './security-rights.ts'
import { FREE_IDENTIFIER, outsider, type Subject, subjectsOf } from './subjects.ts'
import { type UsableTopics, usableTopics } from './usable-topics.ts'

/** A topic on which model and file differ for somebody. */
export interface AccessMismatch {
  /** For people: all whom it concerns, and under which client identifier. */
  readonly who: string
  /** One of them; absent for clients that no user is meant for. */
  readonly user?: User
  /** Under which it shows; absent where any does. */
  readonly identifier?: Identifier
  readonly action: keyof Rights
  readonly topic: string
  /** What the model says; the file says the other. */
  readonly allowed: boolean
  /** The line of the file that decides. */
  readonly line: string | undefined
}

/** A name that nobody speaks of. */
const STRANGER = '\0stranger'

interface Scene {
  readonly sets: TopicSets
  readonly broker: Broker
  readonly emitted: EmittedRights
  readonly usable: UsableTopics
}

/**
 * Compares for all topics, for each party of users that can come in, under every kind of client identifier. Users that
 * differ in nothing but their names are compared once.
 */
export function* accessMismatches(
  topology: Topology,
  broker: Broker,
  { kind, file, listeners }: Decider,
  text: string,
): Generator<AccessMismatch> {
  const users = comersThrough(topology, broker, listeners)
  const bridges = topology.bridges.filter(({ from }) => from === broker)
  const read = kind === 'acl-file' ? readAclRights : readSecurityRights
  const readBack = read(file, text, broker.engine.version)
  const model = new AccessModel({ ...topology, users, bridges }, readBack.mentioned)
  const emitted = readBack.rightsIn(model.sets)
  const scene: Scene = {
    ...{ sets: model.sets, broker, emitted },
    usable: usableTopics(model, topology, broker),
  }
  for (const subject of subjectsOf(model, emitted, ({ at }) => at.includes(broker)))
    yield* mismatchesOf(scene, subject)
  if (admitsNameless(listeners) && !users.some((user) => user.kind === 'anonymous'))
    yield* mismatchesOf(scene, outsider(undefined))
  if (admitsStrangers(topology, listeners)) yield* mismatchesOf(scene, outsider(STRANGER))
}

function* mismatchesOf(scene: Scene, subject: Subject): Generator<AccessMismatch> {
  const { emitted, broker } = scene
  for (const one of identifierCases(subject, emitted, broker.engine.version)) {
    const bearer = { ...subject.bearer, identifier: one.identifier }
    const [meant, said] = [modelRights(scene.sets, subject, one.level), emitted.of(bearer)]
    for (const action of ACTIONS) {
      const { more, less } = differences(scene, meant, said, action)
      const missed = one.mayBeLess ? scene.sets.empty : missedOf(scene, subject, bearer, action, less)
      for (const [topics, allowed] of [[more, false] as const, [missed, true] as const])
        if (!scene.sets.isEmpty(topics)) yield mismatch(scene, subject, bearer, { action, topics, allowed })
    }
  }
}

/** Less what the engine keeps from everybody. */
function differences({ sets }: Scene, meant: Rights, said: Rights, action: keyof Rights) {
  const left = (topics: TopicSet) => (action === 'publish' ? withoutReserved(sets, topics) : topics)
  return {
    more: left(sets.difference(said[action], meant[action])),
    less: left(sets.difference(meant[action], said[action])),
  }
}

/** Less what was given up to keep somebody from what everybody has, where no message can ever be. */
function missedOf(
  { sets, emitted, usable }: Scene,
  subject: Subject,
  bearer: Bearer,
  action: keyof Rights,
  less: TopicSet,
): TopicSet {
  const shared = sets.intersection(less, emitted.sharedTopics(bearer))
  if (sets.isEmpty(shared)) return less
  return sets.difference(less, sets.difference(shared, usable(subject)[action]))
}

interface Difference {
  readonly action: keyof Rights
  readonly topics: TopicSet
  readonly allowed: boolean
}

function mismatch(
  { sets, emitted }: Scene,
  { user, count }: Subject,
  bearer: Bearer,
  { action, topics, allowed }: Difference,
): AccessMismatch {
  const topic = sets.witness(topics) ?? ''
  const others = count > 1 ? ` and ${count - 1} like it` : ''
  const identifier = shownIdentifier(user, bearer)
  return {
    who: `${nameOf(user, bearer)}${others}${identifierText(identifier)}`,
    ...(user === undefined ? {} : { user }),
    ...(identifier === undefined ? {} : { identifier }),
    ...{ action, allowed },
    topic: shownText(user, topic),
    line: emitted.lineFor(bearer, action, topic),
  }
}

function nameOf(user: User | undefined, { name }: Bearer): string {
  if (user !== undefined) return userLabel(user)
  return name === undefined ? 'a client without a username' : 'a client whose name no user has'
}

function shownIdentifier(user: User | undefined, { identifier }: Bearer): Identifier | undefined {
  if (typeof identifier === 'string') return identifier
  if (identifier.text === FREE_IDENTIFIER) return undefined
  return { text: shownText(user, identifier.text) }
}

function shownText(user: User | undefined, text: string): string {
  const named = withOtherNamed(text)
  return user === undefined ? named.replaceAll(STRANGER, 'stranger') : asOf(user, named)
}

function identifierText(identifier: Identifier | undefined): string {
  if (identifier === undefined) return ''
  const text =
    identifier === 'wildcard'
      ? 'with a wildcard'
      : identifier === 'levels'
        ? 'with "/"'
        : JSON.stringify(identifier.text)
  return ` (client identifier ${text})`
}
