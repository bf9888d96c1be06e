/** Both trees of topics against the plainest way: every filter compared with every topic, level by level. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Message } from '../../../src/broker/message/message.ts'
import { RetainedMessages } from '../../../src/broker/routing/retained-messages.ts'
import { Router } from '../../../src/broker/routing/router.ts'
import type { Subscriber, Subscription } from '../../../src/broker/routing/subscription.ts'
import { SubscriptionTree } from '../../../src/broker/routing/subscription-tree.ts'

/** MQTT 5.0 4.7, written for this test. */
function isMatch(filter: string, topic: string): boolean {
  const [wanted, given] = [filter.split('/'), topic.split('/')]
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false
  for (const [i, level] of wanted.entries()) {
    if (level === '#') return given.length >= i
    if (i >= given.length || (level !== '+' && level !== given[i])) return false
  }
  return wanted.length === given.length
}

const level = fc.constantFrom('', 'a', 'b', '$a')
const topic = fc
  .array(level, { minLength: 1, maxLength: 4 })
  .map((levels) => levels.join('/'))
  .filter((name) => name !== '')
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { maxLength: 4 }), fc.boolean())
  .map(([levels, hash]) => [...levels, ...(hash ? ['#'] : [])].join('/'))
  .filter((text) => text !== '')

const CLIENTS = ['ada', 'bob', 'cyd'].map(
  (clientId): Subscriber => ({
    clientId,
    outlet: undefined,
    keepsMessages: true,
    mayRead: () => true,
    deliver: () => {},
  }),
)

interface Step {
  readonly client: number
  readonly filter: string
  readonly shareName: string | undefined
  readonly adds: boolean
}

const step: fc.Arbitrary<Step> = fc.record({
  client: fc.nat(2),
  filter: fc.oneof(filter, fc.constantFrom('a', '#', 'a/+', 'a/#')),
  shareName: fc.constantFrom(undefined, undefined, 'g', 'h'),
  adds: fc.boolean(),
})

function subscriptionOf({ filter, shareName }: Step): Subscription {
  const requested = shareName === undefined ? filter : `$share/${shareName}/${filter}`
  return {
    filter,
    requested,
    shareName,
    qos: 0,
    noLocal: false,
    retainAsPublished: false,
    identifier: undefined,
  }
}

/** A map from client, name and filter: what the tree has to hold. */
function applied(steps: readonly Step[], add: (step: Step) => boolean, remove: (step: Step) => boolean) {
  const held = new Map<string, Step>()
  for (const one of steps) {
    const key = JSON.stringify([one.client, one.shareName, one.filter])
    expect(one.adds ? add(one) : remove(one)).toBe(one.adds ? !held.has(key) : held.has(key))
    if (one.adds) held.set(key, one)
    else held.delete(key)
  }
  return [...held.values()]
}

const names = (steps: readonly Step[]) =>
  steps.map(({ client, filter, shareName }) => `${client} ${shareName} ${filter}`).sort()
const clientOf = (index: number): Subscriber => CLIENTS[index] as Subscriber

describe('the subscription tree', () => {
  test('finds for a topic what comparing all filters finds, after any subscribing and unsubscribing', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.array(topic, { maxLength: 8 }), (steps, topics) => {
        const tree = new SubscriptionTree()
        const held = applied(
          steps,
          (one) => tree.add(clientOf(one.client), subscriptionOf(one)),
          (one) => tree.remove(clientOf(one.client), subscriptionOf(one)),
        )
        expect(tree.count).toBe(held.length)
        expect(tree.sharedCount).toBe(held.filter(({ shareName }) => shareName !== undefined).length)
        for (const name of topics) {
          const { targets, groups } = tree.matching(name)
          const found = targets.map(
            ({ subscriber, subscription }) =>
              `${CLIENTS.indexOf(subscriber)} undefined ${subscription.filter}`,
          )
          const expected = held.filter((one) => isMatch(one.filter, name))
          expect(found.sort()).toEqual(names(expected.filter(({ shareName }) => shareName === undefined)))
          const shared = new Set(
            expected.flatMap(({ shareName, filter }) =>
              shareName === undefined ? [] : `${shareName} ${filter}`,
            ),
          )
          expect(groups.length).toBe(shared.size)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('gives back its memory', () => {
    const tree = new SubscriptionTree()
    for (let i = 0; i < 1000; i++) {
      const one = { client: 0, filter: `a/${i}/+/#`, shareName: i % 2 === 0 ? 'g' : undefined, adds: true }
      tree.add(clientOf(0), subscriptionOf(one))
      tree.remove(clientOf(0), subscriptionOf(one))
    }
    expect([tree.count, tree.sharedCount]).toEqual([0, 0])
    expect(tree.matching('a/1/b/c')).toEqual({ targets: [], groups: [] })
  })
})

describe('the router', () => {
  test('gives the same receivers with its cache as without, whenever it is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, topic), { maxLength: 40 }), (steps) => {
        const router = new Router()
        const held = new Map<string, Step>()
        for (const [one, name] of steps) {
          const key = JSON.stringify([one.client, one.shareName, one.filter])
          if (one.adds) {
            router.subscribe(clientOf(one.client), subscriptionOf(one))
            held.set(key, one)
          } else {
            router.unsubscribe(clientOf(one.client), subscriptionOf(one))
            held.delete(key)
          }
          const route = router.route(name)
          expect(router.isCurrent(route)).toBe(true)
          const expected = [...held.values()].filter(
            ({ shareName, filter }) => shareName === undefined && isMatch(filter, name),
          )
          expect(route.targets.length).toBe(expected.length)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('remembers a bounded number of topics, and of their characters', () => {
    const router = new Router()
    for (let i = 0; i < 100_001; i++) router.route(`t/${i}`)
    expect(router.routeCount).toBeLessThanOrEqual(100_000)
    const long = 'x'.repeat(65_000)
    for (let i = 0; i < 1000; i++) router.route(`${long}/${i}`)
    expect(router.routeCount).toBeLessThan(300)
  })

  test('asks anew who may read when rights have changed', () => {
    const router = new Router()
    let may = true
    const reader: Subscriber = { ...clientOf(0), mayRead: () => may }
    router.subscribe(reader, subscriptionOf({ client: 0, filter: 'a', shareName: undefined, adds: true }))
    const before = router.route('a')
    may = false
    router.forgetAll()
    expect(router.isCurrent(before)).toBe(false)
    expect([before.targets.length, router.route('a').targets.length]).toEqual([1, 0])
  })
})

test('retained messages are found where comparing all topics finds them, after any setting and removing', () => {
  const change = fc.record({ name: topic, payload: fc.constantFrom('', 'x', 'yy') })
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 40 }),
      fc.array(filter, { maxLength: 8 }),
      (changes, filters) => {
        const retained = new RetainedMessages()
        const model = new Map<string, string>()
        for (const { name, payload } of changes) {
          if (payload === '') expect(retained.remove(name)).toBe(model.delete(name))
          else {
            retained.set(new Message(name, Buffer.from(payload), 0, true))
            model.set(name, payload)
          }
        }
        expect(retained.count).toBe(model.size)
        expect(retained.bytes).toBe([...model.values()].join('').length)
        expect([...retained.all()].map((message) => message.topic).sort()).toEqual([...model.keys()].sort())
        for (const [name, payload] of model)
          expect(Buffer.from(retained.get(name)?.payload ?? []).toString()).toBe(payload)
        for (const wanted of filters)
          expect([...retained.matching(wanted)].map((message) => message.topic).sort()).toEqual(
            [...model.keys()].filter((name) => isMatch(wanted, name)).sort(),
          )
      },
    ),
    { numRuns: 500 },
  )
})
