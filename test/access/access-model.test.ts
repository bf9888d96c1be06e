import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AccessModel } from '../../src/access/access-model.ts'
import { findBridgeLoops } from '../../src/access/bridge-loops.ts'
import { decide } from '../../src/access/decide.ts'
import { namesOnTheWay } from '../../src/access/flows.ts'
import { namedFor } from '../../src/access/parties.ts'
import type { Bridge } from '../../src/topology/bridge.ts'
import type { Topology } from '../../src/topology/topology.ts'
import type { User } from '../../src/topology/user.ts'
import { textsOver } from '../topic/enumeration.ts'
import { BROKERS, type Message, nextMessages, someBridges } from './random-bridges.ts'
import { type GrantText, grantsFrom, userWith } from './users.ts'

const NAMES = ['u1', 'u2', 'u3', 'u4', 'x', '$u', 'a/b']
const TOPICS = textsOver(['x', 'y', 'u1', 'u2', 'other', '$u'], 2)

const level = fc.constantFrom('x', 'y', 'u1', '+', '${username}', '${username}', '${clientId}')
const filter = fc
  .tuple(fc.array(level, { minLength: 1, maxLength: 2 }), fc.boolean())
  .map(([levels, open]) => [...levels, ...(open ? ['#'] : [])].join('/'))
const grant = fc
  .tuple(fc.constantFrom('allow', 'allow', 'allow', 'deny'), fc.constantFrom('publish', 'subscribe'), filter)
  .map((words) => words.join(' ') as GrantText)

/** Some lists of grants, each shared by some users. */
const someUsers = fc
  .tuple(
    fc.array(fc.array(grant, { maxLength: 4 }), { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: NAMES.length, maxLength: NAMES.length }),
  )
  .map(([texts, each]) => {
    const lists = texts.map(grantsFrom)
    return NAMES.map((name, i) => {
      const [which = 0, at = 0] = each[i] ?? []
      const broker = BROKERS[at]
      const grants = lists[which % lists.length] ?? []
      return userWith([], { name, clientId: name, grants, at: broker === undefined ? [] : [broker] })
    })
  })

function topologyOf(users: readonly User[], bridges: readonly Bridge[]): Topology {
  return {
    ...{ name: 't', organization: 't', authorities: [], profiles: [], brokers: BROKERS, bridges },
    ...{
      users: [...users, ...bridges.map(({ user }) => user)],
      fleets: [],
      roles: [],
      bundles: [],
      policies: [],
      tests: [],
    },
  }
}

/** All that becomes of one user's message, one hop at a time; `undefined` in a loop. */
function messagesOf(user: User, topic: string, bridges: readonly Bridge[]): readonly Message[] | undefined {
  const [broker] = user.at
  if (broker === undefined || !decide(user, 'publish', topic).allowed) return []
  const messages: Message[] = [{ broker, topic, cameBy: [] }]
  for (const message of messages) {
    const next = nextMessages(bridges, message)
    if (next.some(({ cameBy }) => new Set(cameBy).size < cameBy.length)) return undefined
    messages.push(...next)
  }
  return messages
}

describe('the access model', () => {
  test('says of each two users whether one can send to the other, as going through topics does', () => {
    fc.assert(
      fc.property(someUsers, someBridges, (users, bridges) => {
        if (findBridgeLoops(bridges).length > 0) return
        const sent = users.map((user) => TOPICS.map((topic) => messagesOf(user, topic, bridges)))
        const model = new AccessModel(topologyOf(users, bridges))
        const { sets, ways } = model
        for (const [i, from] of users.entries()) {
          const reached = [...model.reachOf(model.partyOf(from))]
          for (const to of users) {
            const isSent = sent[i]
              ?.flat()
              .some(
                (message) =>
                  message !== undefined &&
                  to.at.includes(message.broker) &&
                  decide(to, 'subscribe', message.topic).allowed,
              )
            const party = model.partyOf(to)
            const isOther = party.users.length > 1 && from !== to
            const way = reached.find(
              (reach) => reach.party === party && reach.member === (isOther ? 'other' : 'self'),
            )
            if (isSent) expect(way, `${from.name} to ${to.name}`).toBeDefined()
            if (way === undefined) continue
            const topics = model.received(way, way.arrival.topics)
            const names = namesOnTheWay(sets, ways, way.arrival, topics).map((name) =>
              namedFor(name, from, to),
            )
            expect(decide(from, 'publish', names[0] ?? '').allowed, names.join(' ')).toBe(true)
            expect(decide(to, 'subscribe', names.at(-1) ?? '').allowed, names.join(' ')).toBe(true)
            const messages = messagesOf(from, names[0] ?? '', bridges)
            expect(messages?.map((message) => message.topic)).toContain(names.at(-1))
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  test('lets nobody publish where Mosquitto does not', () => {
    const [broker] = BROKERS
    const user = userWith(['allow publish $SYS/#', 'allow publish #'], {
      at: broker === undefined ? [] : [broker],
    })
    const model = new AccessModel(topologyOf([user], []))
    const { publish } = model.rightsOf(model.partyOf(user))
    expect(model.sets.contains(publish, '$SYS/broker/uptime')).toBe(false)
    expect(model.sets.contains(publish, '$SYS/broker/connection/x/state')).toBe(true)
  })

  test('makes two members of a fleet of 100,000', () => {
    const [broker] = BROKERS
    const first = userWith(['allow publish d/${username}', 'allow subscribe d/+'], {
      ...{ kind: 'device', fleet: 'f', at: broker === undefined ? [] : [broker] },
    })
    const users = Array.from({ length: 100_000 }, (_, i) => ({ ...first, name: `d${i}` }))
    const model = new AccessModel(topologyOf(users, []))
    expect(model.parties.map((party) => party.users.length)).toEqual([100_000])
    const [party] = model.parties
    if (party === undefined) throw new Error('there is one party')
    expect(Array.from(model.reachOf(party), ({ member }) => member)).toEqual(['self', 'other'])
  })
})
