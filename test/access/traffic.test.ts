/** What can be used at all, against one message at a time. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AccessModel } from '../../src/access/access-model.ts'
import { decide } from '../../src/access/decide.ts'
import { Traffic } from '../../src/access/traffic.ts'
import type { User } from '../../src/topology/user.ts'
import { topology } from '../targets/mosquitto/made-up.ts'
import { textsOver } from '../topic/enumeration.ts'
import { BROKERS, type Message, nextMessages, someBridges } from './random-bridges.ts'
import { type GrantText, userWith } from './users.ts'

const TOPICS = textsOver(['x', 'y', 'z'], 3)

const grants = fc.constantFrom<GrantText[]>(
  ['allow publish #'],
  ['allow subscribe #'],
  ['allow publish x/#', 'deny publish x/y'],
  ['allow subscribe +/x', 'allow publish y'],
  ['allow publish z/${username}', 'allow subscribe x/+'],
  [],
)

const someUsers = fc
  .array(fc.tuple(fc.subarray([0, 1, 2], { minLength: 1, maxLength: 2 }), grants), {
    minLength: 2,
    maxLength: 5,
  })
  .map((all) =>
    all.map(([at, given], i) => userWith(given, { name: `u${i}`, at: at.flatMap((k) => BROKERS[k] ?? []) })),
  )

/** Every place and name of a message; `undefined` where it goes round. */
function placesOf(bridges: Parameters<typeof nextMessages>[0], sender: User, topic: string) {
  const messages: Message[] = sender.at.map((broker) => ({ broker, topic, cameBy: [] }))
  for (const message of messages) {
    const next = nextMessages(bridges, message)
    if (next.some(({ cameBy }) => new Set(cameBy).size < cameBy.length)) return undefined
    messages.push(...next)
  }
  return messages
}

test('every message that somebody receives is among what sender and receiver can use', () => {
  const counts = { received: 0, lost: 0 }
  fc.assert(
    fc.property(someBridges, someUsers, (bridges, users) => {
      const all = [...users, ...bridges.map(({ user }) => user)]
      const model = new AccessModel(topology(BROKERS, all, { bridges }))
      const traffic = new Traffic(model)
      const used = new Map(users.map((user) => [user, traffic.usedBy(model.partyOf(user))]))
      const heard = new Map(users.map((user) => [user, new Set<string>()]))
      for (const sender of users) {
        for (const topic of TOPICS) {
          if (!decide(sender, 'publish', topic).allowed) continue
          const places = placesOf(bridges, sender, topic)
          if (places === undefined) return
          for (const place of places) {
            for (const receiver of users.filter(({ at }) => at.includes(place.broker))) {
              if (!decide(receiver, 'subscribe', place.topic).allowed) continue
              counts.received += 1
              heard.get(sender)?.add(topic)
              expect(model.sets.contains(used.get(sender)?.publish ?? model.sets.empty, topic)).toBe(true)
              const received = used.get(receiver)?.subscribe ?? model.sets.empty
              expect(model.sets.contains(received, place.topic)).toBe(true)
            }
          }
        }
      }
      // What comes back over the bridge that it left by counts, so more may be left over bridges, and nothing without.
      if (bridges.length > 1) return
      for (const sender of users) {
        const left = TOPICS.filter((topic) =>
          model.sets.contains(used.get(sender)?.publish ?? model.sets.empty, topic),
        )
        counts.lost += TOPICS.length - left.length
        if (bridges.every(({ routes }) => routes.every(({ direction }) => direction === 'out')))
          expect(left.sort()).toEqual([...(heard.get(sender) ?? [])].sort())
      }
    }),
    { numRuns: 150 },
  )
  expect(counts.received).toBeGreaterThan(100)
  expect(counts.lost).toBeGreaterThan(100)
})
