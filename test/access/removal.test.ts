import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide } from '../../src/access/decide.ts'
import { removal } from '../../src/access/removal.ts'
import type { Bridge } from '../../src/topology/bridge.ts'
import type { Topology } from '../../src/topology/topology.ts'
import type { User } from '../../src/topology/user.ts'
import { textsOver } from '../topic/enumeration.ts'
import { resolveYaml } from '../topology/resolve-yaml.ts'
import { BROKERS, comingFrom, type Message, nextMessages, someBridges } from './random-bridges.ts'
import { type GrantText, userWith } from './users.ts'

const TOPICS = textsOver(['x', 'y', 'z', '$w'], 3)

const someUsers = fc
  .array(
    fc.tuple(
      fc.subarray([0, 1, 2], { minLength: 1, maxLength: 2 }),
      fc.constantFrom<GrantText[]>(
        ['allow publish #'],
        ['allow subscribe #'],
        ['allow publish x/#'],
        ['allow subscribe +/x'],
      ),
    ),
    { minLength: 2, maxLength: 4 },
  )
  .map((all) =>
    all.map(([at, grants], i) =>
      userWith(grants, { name: `u${i}`, at: at.flatMap((k) => BROKERS[k] ?? []) }),
    ),
  )

/** Who receives a message of the user, as `NAME BROKER TOPIC`; `undefined` where it goes round. */
function received(bridges: readonly Bridge[], users: readonly User[], from: User, topic: string) {
  const messages: Message[] = from.at.map((broker) => ({ broker, topic, cameBy: [] }))
  for (const message of messages) {
    const next = nextMessages(bridges, message)
    if (next.some(({ cameBy }) => new Set(cameBy).size < cameBy.length)) return undefined
    messages.push(...next)
  }
  return messages.flatMap((message) =>
    users
      .filter((user) => user.at.includes(message.broker))
      .filter((user) => decide(user, 'subscribe', message.topic).allowed)
      .map(({ name }) => `${name} ${message.broker.name} ${message.topic}`),
  )
}

test('a removal loses just what a message at a time loses', () => {
  fc.assert(
    fc.property(someBridges, someUsers, (bridges, users) => {
      const [gone] = BROKERS
      if (gone === undefined) throw new Error('no broker')
      const left = bridges.filter(({ from, to }) => from !== gone && to !== gone)
      const staying = users.map((user) => ({ ...user, at: user.at.filter((one) => one !== gone) }))
      const { lost } = removal(topologyOf(bridges, users), gone)
      const told = new Set(
        lost.flatMap(({ from, to }) =>
          from.flatMap((sender) => to.map((receiver) => `${sender.name} ${receiver.name}`)),
        ),
      )
      const isOut = (i: number) => staying[i]?.at.length === 0
      for (const [i, from] of users.entries()) {
        const still = comingFrom(left, staying[i] ?? from) // also under the name of another topic
        for (const topic of TOPICS.filter((text) => decide(from, 'publish', text).allowed)) {
          const before = received(bridges, users, from, topic)
          if (before === undefined) return
          const after = new Set(received(left, staying, staying[i] ?? from, topic))
          for (const line of before.filter((one) => !after.has(one))) {
            const [name = '', broker = '', here = ''] = line.split(' ')
            const to = users.findIndex((user) => user.name === name)
            const bothOut = isOut(i) && isOut(to)
            const isOtherwise = still(broker, here).length > 0 && to !== -1 && !isOut(to)
            if (name === from.name || bothOut || broker === gone.name || isOtherwise) continue
            expect(told, `${from.name} to ${line}`).toContain(`${from.name} ${name}`)
          }
        }
      }
      for (const { from, to, names, broker } of lost) {
        const receiver = from[0] === to[0] ? to[1] : to[0]
        const line = `${receiver?.name} ${broker.name} ${names.at(-1)}`
        const before = received(bridges, users, from[0], names[0]) // one that goes round is for others to tell
        if (before === undefined) continue
        expect(before).toContain(line)
        const sender = staying.find(({ name }) => name === from[0].name) ?? from[0]
        expect(received(left, staying, sender, names[0])).not.toContain(line)
      }
    }),
    { numRuns: 50 },
  )
})

function topologyOf(bridges: readonly Bridge[], users: readonly User[]): Topology {
  return {
    ...{ name: 't', organization: 't', authorities: [], profiles: [], brokers: BROKERS, bridges, users },
    ...{ fleets: [], roles: [], bundles: [], policies: [], tests: [] },
  }
}

describe('a fleet', () => {
  test('on a broker that goes is one entry, and so is what it sent', () => {
    const { topology } = resolveYaml(`
brokers:
  core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
  edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
bridges: { up: { from: edge, to: core, routes: [{ out: d/#, remote: e/d/# }] } }
users: { watch: { at: core, auth: { certificate: client }, subscribe: ["e/#"] } }
fleets:
  d: { forEach: { range: { from: 1, to: 500 } }, username: "d\${each.n}", at: edge, auth: { certificate: client }, publish: ["d/\${username}"] }`)
    const edge = topology.brokers.find(({ name }) => name === 'edge')
    if (edge === undefined) throw new Error('no broker')
    const { cutOff, lost, bridges } = removal(topology, edge)
    expect(cutOff.map((users) => users.length)).toEqual([500])
    expect(bridges.map(({ name }) => name)).toEqual(['up'])
    expect(lost).toEqual([
      expect.objectContaining({ because: 'sender', names: ['d/d1', 'e/d/d1'], from: cutOff[0] }),
    ])
  })
})
