import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accessDiff } from '../../src/access/access-diff.ts'
import { decide } from '../../src/access/decide.ts'
import { matches, parseFilter } from '../../src/topic/filter.ts'
import type { Bridge } from '../../src/topology/bridge.ts'
import type { Topology } from '../../src/topology/topology.ts'
import type { User } from '../../src/topology/user.ts'
import { textsOver } from '../topic/enumeration.ts'
import { BROKERS, comingFrom, type Message, nextMessages, someBridges } from './random-bridges.ts'
import { type GrantText, userWith } from './users.ts'

const TOPICS = textsOver(['x', 'y', 'z', '$w'], 3)

/** Who sends, on the first broker; not the only one, so that two of a form stand together. */
const senders = fc
  .constantFrom<GrantText>('allow publish #', 'allow publish x/#', 'allow publish +/x')
  .map((grant) => ['ann', 'ben'].map((name) => userWith([grant], { name, at: BROKERS.slice(0, 1) })))

/** What comes over bridges of a message of the sender, broker by broker; `undefined` where it goes round. */
function brought(bridges: readonly Bridge[], user: User, topic: string): readonly string[] | undefined {
  const [broker] = user.at
  if (broker === undefined || !decide(user, 'publish', topic).allowed) return []
  const messages: Message[] = [{ broker, topic, cameBy: [] }]
  for (const message of messages) {
    const next = nextMessages(bridges, message)
    if (next.some(({ cameBy }) => new Set(cameBy).size < cameBy.length)) return undefined
    messages.push(...next)
  }
  return messages.slice(1).map((message) => `${message.broker.name} ${message.topic}`)
}

test('what bridges bring is told where it changes, as one message at a time has it', () => {
  fc.assert(
    fc.property(someBridges, someBridges, senders, senders, (oldBridges, bridges, oldUsers, users) => {
      const [before, after] = [topologyOf(oldBridges, oldUsers), topologyOf(bridges, users)]
      const [old, now] = [oldUsers[0], users[0]]
      if (old === undefined || now === undefined) throw new Error('somebody sends')
      const [had, has] = [
        TOPICS.map((topic) => brought(oldBridges, old, topic)),
        TOPICS.map((topic) => brought(bridges, now, topic)),
      ]
      if (had.includes(undefined) || has.includes(undefined)) return
      const told = accessDiff(before, after).changes.filter(({ over }) => over !== undefined)
      const [isOld, isNow] = [comingFrom(oldBridges, old), comingFrom(bridges, now)]
      expectTold(told, 'gain', { side: has.flat(), isKnown: isOld, users: [old, now] })
      expectTold(told, 'loss', { side: had.flat(), isKnown: isNow, users: [old, now] })
      for (const { effect, broker, witness, sentAs = '', who } of told) {
        expect(who.names).toEqual(['ann', 'ben'])
        const [sender, way] = effect === 'gain' ? ([now, bridges] as const) : ([old, oldBridges] as const)
        const arrivals = brought(way, sender, sentAs) // one that goes round is for others to tell
        if (arrivals !== undefined) expect(arrivals).toContain(`${broker} ${witness}`)
      }
    }),
    { numRuns: 150 },
  )
})

interface Sides {
  readonly side: readonly (string | undefined)[]
  /** Whether the other side has it too. */
  readonly isKnown: ReturnType<typeof comingFrom>
  readonly users: readonly User[]
}

function expectTold(
  told: ReturnType<typeof accessDiff>['changes'],
  effect: 'gain' | 'loss',
  { side, isKnown, users }: Sides,
): void {
  const changes = told.filter((change) => change.effect === effect)
  for (const arrival of new Set(side)) {
    const [broker = '', topic = ''] = (arrival ?? '').split(' ')
    const isOwn = broker === BROKERS[0]?.name && users.some((user) => decide(user, 'publish', topic).allowed)
    const found = changes.filter((change) => change.broker === broker)
    const isListed = found.every(({ filters }) => filters !== undefined)
    const isTold = found.some(({ filters = [] }) =>
      filters.some((filter) => matches(parseFilter(filter), topic)),
    )
    const isNew = !isOwn && !isKnown(broker, topic).includes('over a bridge')
    if (isListed) expect(isTold, `${effect} of ${arrival}`).toBe(isNew)
    else if (isNew) expect(found).not.toEqual([])
    if (!isNew) expect(found.map(({ witness }) => witness)).not.toContain(topic)
  }
}

function topologyOf(bridges: readonly Bridge[], users: readonly User[]): Topology {
  return {
    ...{ name: 't', organization: 't', authorities: [], profiles: [], brokers: BROKERS, bridges, users },
    ...{ fleets: [], roles: [], bundles: [], policies: [], tests: [] },
  }
}
