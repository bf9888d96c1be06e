/**
 * The model against both brokers: random small sets of users and grants, compiled, loaded one after the other into a
 * running mosquitto and a running reference broker, and asked by real clients; all three must say the same.
 * MQTTOPIA_RANDOM_TOPOLOGIES sets how many (a long run: 2000), MQTTOPIA_SEED which.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { decide } from '../../../src/access/decide.ts'
import { aclFile } from '../../../src/targets/mosquitto/acl/acl-file.ts'
import { planAcl } from '../../../src/targets/mosquitto/acl/acl-plan.ts'
import { createTopicSets } from '../../../src/topic/topic-set.ts'
import type { Grant, User } from '../../../src/topology/user.ts'
import { ENGINES, type Engine } from '../../broker/support/running-broker.ts'
import { freePort } from '../../support/mosquitto-broker.ts'
import { connectUser, type ProbeConnection, type ProbeUser } from '../../support/mosquitto-client.ts'
import { decideConnected, type ObservedBroker, observeBroker } from '../../support/mosquitto-probe.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import { someGrants, someOpenGrants, TOPICS, user } from './made-up.ts'

const COUNT = Number(process.env.MQTTOPIA_RANDOM_TOPOLOGIES ?? 500)
const SEED = Number(process.env.MQTTOPIA_SEED ?? Date.now() % 2 ** 31)
const QUESTIONS_EACH = 8
/** Pairs of brokers at the same time, since they spend most of their time waiting for answers. */
const PAIRS = 3

/** Everybody who is connected all the time: a username, and the client identifier chosen. */
const POPULATION = [
  ...[
    ['u1', 'i1'],
    ['u2', 'a'],
    ['u3', 'i3'],
    ['u4', 'u4'],
    ['u5', '$x'],
    ['u6', 'z'],
  ],
  ...[
    ['a', 'i7'],
    ['$x', 'i8'],
    ['a/b', 'i9'],
    ['a+b', 'i10'],
    ['u 7', 'é'],
  ],
].map(([name, clientId = '']) => ({ name, clientId }))
const NAMELESS = { name: undefined, clientId: 'i0' }

interface Question {
  readonly who: User
  readonly clientId: string
  readonly action: Grant['action']
  readonly topic: string
}

interface Case {
  readonly name: string
  readonly users: readonly User[]
  readonly acl: string
  readonly hasPatterns: boolean
  readonly questions: readonly Question[]
}

const drawn = fc.record({
  fleet: someGrants,
  fleetSize: fc.nat(6),
  others: fc.array(fc.oneof({ weight: 3, arbitrary: someGrants }, { weight: 1, arbitrary: someOpenGrants }), {
    maxLength: 4,
  }),
  strangers: fc.nat(3),
  nameless: someGrants,
  picks: fc.array(fc.nat(1_000_000), { minLength: 200, maxLength: 200 }),
})

type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never

/** `undefined` for what the target refuses, which other tests look at. */
function compiled(
  { fleet, fleetSize, others, strangers, nameless, picks }: Drawn,
  name: string,
): Case | undefined {
  const lists = [...Array<Grant[]>(fleetSize).fill(fleet), ...others, ...Array<Grant[]>(strangers).fill([])]
  const shift = picks[0] ?? 0
  const named = lists.slice(0, POPULATION.length).map((list, i) => {
    // The fleet takes the ordinary names first; the others any that are left.
    const at = i < fleetSize ? i : fleetSize + ((i - fleetSize + shift) % (POPULATION.length - fleetSize))
    return { list, ...(POPULATION[at] ?? NAMELESS) }
  })
  const people = [...named, { ...NAMELESS, list: nameless }]
  const users = people.map(({ name, list }) => user(name, list))
  const principals = people.map(({ name, list }) => ({ name, grants: list }))
  const plan = planAcl(createTopicSets(), principals)
  if (plan.problems.some(({ kind }) => kind !== 'written-out')) return undefined
  const spoken = spokenTopics(users)
  const questions = users.flatMap((who, i) =>
    Array.from({ length: QUESTIONS_EACH }, (_, k): Question => {
      const pick = picks[(i * QUESTIONS_EACH + k) % picks.length] ?? 0
      const topics = [spokenTopics([who]), spoken, TOPICS].slice(k % 3).find(({ length }) => length > 0) ?? []
      const topic = topics[(pick >> 1) % topics.length] ?? 'a'
      const { clientId } = people[i] ?? NAMELESS
      return { who, clientId, action: pick % 2 === 0 ? 'publish' : 'subscribe', topic }
    }),
  )
  return { name, users, acl: [...aclFile(plan)].join(''), hasPatterns: plan.patterns.length > 0, questions }
}

/** Topics that some grant matches for somebody: the grants with names for the variables, and something for wildcards. */
function spokenTopics(users: readonly User[]): readonly string[] {
  const topics = new Set<string>()
  for (const { name, grants } of users) {
    for (const { filter } of grants) {
      const levels = filter.levels.map((level) => (typeof level === 'string' ? level : name))
      const topic = levels.map((level) => ({ '+': 'z', '#': 'a' })[level] ?? level).join('/')
      if (topic !== '' && !/[+#]/.test(topic)) topics.add(topic)
    }
  }
  return [...topics]
}

/** A right that no message can use may be given up for a pattern: nobody may do the other thing there. */
function isOfUse({ users }: Case, { action, topic }: Question): boolean {
  const other = action === 'publish' ? 'subscribe' : 'publish'
  const ids = ['a', 'u1', 'u2', '$x', 'z', 'i1', 'é']
  return (
    topic.startsWith('$') ||
    users.some((one) => ids.some((clientId) => decide(one, other, topic, { clientId }).allowed))
  )
}

const folder = mkdtempSync(join(tmpdir(), 'mqttopia-random-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Counts {
  /** Topologies asked about, and those that the target refuses. */
  done: number
  refused: number
  /** Of those done, with `pattern` lines. */
  patterns: number
  /** Of each broker. */
  decisions: number
  allowed: number
  /** Rights given up because no message can use them. */
  givenUp: number
}

describeWithPeers(['mosquitto'], 'random topologies on a real mosquitto and on the reference broker', () => {
  test(`${COUNT} ACL files allow what the model says (seed ${SEED})`, async () => {
    const counts: Counts = { done: 0, refused: 0, patterns: 0, decisions: 0, allowed: 0, givenUp: 0 }
    const started = Date.now()
    const queue = cases(counts)
    await Promise.all(
      Array.from({ length: PAIRS }, (_, i) => workOff(queue, join(folder, String(i)), counts)),
    )
    console.log(JSON.stringify({ ...counts, seconds: (Date.now() - started) / 1000 }))
    expect(counts.allowed).toBeGreaterThan(counts.decisions / 12)
    expect(counts.patterns).toBeGreaterThan(COUNT / 20)
    expect(counts.givenUp).toBeLessThan(counts.decisions / 50)
  }, 600_000)
})

/** As many as wanted, those that are refused left out. */
function* cases(counts: Counts): Generator<Case> {
  for (let round = 0; ; round += 1) {
    for (const [i, one] of fc.sample(drawn, { numRuns: 200, seed: SEED + round }).entries()) {
      const made = compiled(one, `case ${i} of seed ${SEED + round}`)
      if (made === undefined) counts.refused += 1
      else if (counts.done === COUNT) return
      else {
        counts.done += 1
        if (made.hasPatterns) counts.patterns += 1
        yield made
      }
    }
  }
}

/** A broker with an ACL file of its own, and everybody connected to it. */
interface Witness {
  readonly engine: Engine
  readonly acl: string
  readonly observed: ObservedBroker
  readonly connections: ReadonlyMap<string, ProbeConnection>
}

/** Loads one case after the other into brokers of its own, and asks them. */
async function workOff(queue: Generator<Case>, place: string, counts: Counts): Promise<void> {
  const witnesses: Witness[] = []
  try {
    for (const engine of ENGINES) witnesses.push(await startWitness(engine, join(place, engine)))
    for (const made of queue) {
      const wrong = await Promise.all(witnesses.map((witness) => differences(made, witness, counts)))
      expect(wrong.flat(), `${made.name}\n${made.acl}`).toEqual([])
    }
  } finally {
    for (const { observed, connections } of witnesses) {
      for (const { client } of connections.values()) client.end(true)
      await observed.stop()
    }
  }
}

async function startWitness(engine: Engine, place: string): Promise<Witness> {
  mkdirSync(place, { recursive: true })
  const port = await freePort()
  const [conf, acl] = [join(place, 'mosquitto.conf'), join(place, 'acl')]
  writeFileSync(acl, '# nothing yet\n')
  writeFileSync(conf, `listener ${port} 127.0.0.1\nallow_anonymous true\nacl_file ${acl}\n`)
  const observed = await observeBroker(engine, { conf, folder: place, trees: ['$x/#'] })
  return { engine, acl, observed, connections: await connectAll(`mqtt://127.0.0.1:${port}`) }
}

async function connectAll(url: string): Promise<ReadonlyMap<string, ProbeConnection>> {
  const connections = new Map<string, ProbeConnection>()
  for (const { name, clientId } of [...POPULATION, NAMELESS]) {
    const who: ProbeUser = { url, clientId, ...(name === undefined ? {} : { username: name, password: 'x' }) }
    connections.set(name ?? 'anonymous', await connectUser(who))
  }
  return connections
}

async function differences(
  made: Case,
  { engine, acl, observed, connections }: Witness,
  counts: Counts,
): Promise<readonly string[]> {
  writeFileSync(acl, made.acl)
  await observed.reload()
  const wrong: string[] = []
  const ask = async (name: string, connection: ProbeConnection) => {
    const asked = made.questions.filter(({ who }) => who.name === name)
    const probes = asked.map(({ action, topic }) => ({ user: { url: '', clientId: name }, action, topic }))
    const verdicts = await decideConnected(observed, connection, probes)
    for (const [i, question] of asked.entries()) {
      const { who, clientId, action, topic } = question
      const wanted = decide(who, action, topic, { clientId }).allowed
      const verdict = verdicts[i]
      if (engine === 'reference') {
        counts.decisions += 1
        if (wanted) counts.allowed += 1
        if (verdict !== wanted) counts.givenUp += 1
      }
      if (verdict !== wanted && (!wanted || isOfUse(made, question)))
        wrong.push(`${who.name} (${clientId}) ${action} ${topic}: ${engine} says ${verdict}`)
    }
  }
  await Promise.all(Array.from(connections, ([name, connection]) => ask(name, connection)))
  return wrong
}
