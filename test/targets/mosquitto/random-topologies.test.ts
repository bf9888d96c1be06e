/**
 * The model against both brokers: random small sets of users and grants, compiled for each broker's version, loaded one
 * after the other into a running mosquitto and a running reference broker. Everybody asks for a topic of each class that
 * the model or the file tells apart; all three must say the same. MQTTOPIA_RANDOM_TOPOLOGIES sets how many (3000 make more
 * than 1,000,000 decisions of each broker), MQTTOPIA_SEED which.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { decide } from '../../../src/access/decide.ts'
import { withoutReserved } from '../../../src/access/engine-topics.ts'
import { createRightsReader } from '../../../src/access/rights.ts'
import { aclFile } from '../../../src/targets/mosquitto/acl/acl-file.ts'
import { planAcl } from '../../../src/targets/mosquitto/acl/acl-plan.ts'
import { filterProblem, parseFilter } from '../../../src/topic/filter.ts'
import { createTopicSets, type TopicSet, type TopicSets } from '../../../src/topic/topic-set.ts'
import type { Grant, User } from '../../../src/topology/user.ts'
import { ENGINES, type Engine } from '../../broker/support/running-broker.ts'
import { connectMatrixClient, decideMatrix, type MatrixClient } from '../../support/decision-matrix.ts'
import { freePort } from '../../support/mosquitto-broker.ts'
import { type ObservedBroker, observeBroker } from '../../support/mosquitto-probe.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import { cellsOf } from '../../support/topic-cells.ts'
import { grants, someGrants, someOpenGrants, TOPICS, user } from './made-up.ts'

const COUNT = Number(process.env.MQTTOPIA_RANDOM_TOPOLOGIES ?? 300)
const SEED = Number(process.env.MQTTOPIA_SEED ?? Date.now() % 2 ** 31)
/** Of the classes of a topology, and of topics that nobody chose, so many are asked about. */
const MOST_CLASSES = 150
const TOPICS_BESIDE = 20
/** Pairs of brokers at the same time, since they spend most of their time waiting for answers. */
const PAIRS = 3
/** Topics that begin with `$` and that witnesses are made of; nobody may publish below `$share`. */
const TREES = ['$x', '$y', '$z', '$SYS', '$SYSTEM'].map((level) => `${level}/#`)
const ACTIONS = ['publish', 'subscribe'] as const
/** What the reference broker follows, and what is installed. */
const VERSIONS = { reference: '2.1', mosquitto: '2.0' } as const

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
const EVERYBODY = [...POPULATION, NAMELESS]

interface Person {
  /** In {@link EVERYBODY}. */
  readonly at: number
  readonly user: User
  readonly clientId: string
}

interface Case {
  readonly name: string
  readonly people: readonly Person[]
  readonly acls: Readonly<Record<Engine, string>>
  readonly hasPatterns: boolean
  readonly topics: readonly string[]
  /** What the model allows each person, by action, in the order of the topics. */
  readonly wanted: readonly Readonly<Record<Grant['action'], readonly boolean[]>>[]
}

/** Grants on what belongs to the broker. */
const brokerGrants = fc.constantFrom(
  grants(),
  grants(),
  grants('subscribe $SYS/#', 'publish $SYS/#'),
  grants('publish $SYS/broker/connection/+/state', 'subscribe $SYS/+/x'),
  grants('publish $SYSTEM/#', 'subscribe $SYSTEM/+'),
)

const drawn = fc.record({
  fleet: someGrants,
  fleetSize: fc.constantFrom(0, 2, 4, 5, 6, 6),
  others: fc.array(fc.oneof({ weight: 3, arbitrary: someGrants }, { weight: 1, arbitrary: someOpenGrants }), {
    maxLength: 4,
  }),
  strangers: fc.nat(3),
  nameless: someGrants,
  ofBroker: brokerGrants,
  picks: fc.array(fc.nat(1_000_000), { minLength: 200, maxLength: 200 }),
})

type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never

/** `undefined` for what the target refuses, which other tests look at. */
function compiled(drawn: Drawn, name: string): Case | undefined {
  const given = givenTo(drawn)
  // Who has no part in it would not be let in.
  const people = EVERYBODY.flatMap(({ name, clientId }, at): Person[] => {
    const list = given.get(name)
    return list === undefined ? [] : [{ at, user: user(name, list), clientId }]
  })
  const principals = [...given].map(([name, grants]) => ({ name, grants }))
  const plans = ENGINES.map((engine) => {
    const plan = planAcl(createTopicSets(), principals, { version: VERSIONS[engine] })
    return [engine, plan] as const
  })
  const problems = plans.flatMap(([, plan]) => plan.problems)
  if (problems.some(({ kind }) => kind !== 'written-out')) return undefined
  const texts = plans.map(([engine, plan]) => [engine, [...aclFile(plan)].join('')] as const)
  const acls = { reference: '', mosquitto: '', ...Object.fromEntries(texts) }
  const sets = createTopicSets()
  const rights = rightsOf(sets, people)
  const topics = topicsOf(sets, [...rights.flatMap(Object.values), ...linesOf(sets, acls)], drawn.picks)
  const wanted = rights.map(({ publish, subscribe }) => ({
    publish: topics.map((topic) => sets.contains(publish, topic)),
    subscribe: topics.map((topic) => sets.contains(subscribe, topic)),
  }))
  const hasPatterns = plans.some(([, { patterns }]) => patterns.length > 0)
  return { name, people, acls, hasPatterns, topics, wanted }
}

/** The fleet takes the ordinary names first; the others any that are left. Who is not in it is a stranger. */
function givenTo({
  fleet,
  fleetSize,
  others,
  strangers,
  nameless,
  ofBroker,
  picks,
}: Drawn): ReadonlyMap<string | undefined, readonly Grant[]> {
  const [first = [], ...rest] = others
  const odd = others.length === 0 ? [] : [[...first, ...ofBroker], ...rest]
  const lists = [...Array<Grant[]>(fleetSize).fill(fleet), ...odd, ...Array<Grant[]>(strangers).fill([])]
  const shift = picks[0] ?? 0
  const named = lists.slice(0, POPULATION.length).map((list, i) => {
    const at = i < fleetSize ? i : fleetSize + ((i - fleetSize + shift) % (POPULATION.length - fleetSize))
    return [POPULATION[at]?.name, list] as const
  })
  return new Map([...named, [undefined, nameless]])
}

function rightsOf(sets: TopicSets, people: readonly Person[]): Readonly<Record<Grant['action'], TopicSet>>[] {
  const reader = createRightsReader(sets)
  return people.map(({ user, clientId }) => {
    const { publish, subscribe } = reader.of(user, clientId)
    return { publish: withoutReserved(sets, publish), subscribe }
  })
}

/** What each line of the files is about, for everybody: where an emitter would slip. */
function linesOf(sets: TopicSets, acls: Readonly<Record<Engine, string>>): TopicSet[] {
  const filters = new Set<string>()
  for (const [, filter = ''] of Object.values(acls)
    .join('')
    .matchAll(/^(?:topic|pattern) \w+ (.*)$/gm)) {
    for (const { name, clientId } of EVERYBODY)
      filters.add(filter.replaceAll('%u', name ?? '').replaceAll('%c', clientId))
  }
  const valid = [...filters].filter((filter) => filterProblem(filter) === undefined)
  return valid.map((filter) => sets.topicsOf(parseFilter(filter)))
}

/** One of each class, and some of those that grants often speak of. */
function topicsOf(sets: TopicSets, by: readonly TopicSet[], picks: readonly number[]): readonly string[] {
  const classes = cellsOf(sets, sets.all, by).flatMap((cell) => sets.witness(cell) ?? [])
  const start = (picks[1] ?? 0) % classes.length
  const chosen = [...classes.slice(start), ...classes.slice(0, start)].slice(0, MOST_CLASSES)
  const beside = picks.slice(2, 2 + TOPICS_BESIDE).map((pick) => TOPICS[pick % TOPICS.length] ?? 'a')
  const isSeen = (topic: string) =>
    !topic.startsWith('$') || TREES.some((tree) => `${topic}/`.startsWith(tree.replace('#', '')))
  return [...new Set([...chosen, ...beside])].filter(isSeen)
}

/** A right that no message can use may be given up for a pattern: nobody may do the other thing there. */
function isOfUse({ people }: Case, action: Grant['action'], topic: string): boolean {
  const other = action === 'publish' ? 'subscribe' : 'publish'
  const ids = ['a', 'u1', 'u2', '$x', 'x', 'y', 'z', 'i1', 'é']
  return (
    topic.startsWith('$') ||
    people.some(({ user }) => ids.some((clientId) => decide(user, other, topic, { clientId }).allowed))
  )
}

/** 2.1 takes a pattern that begins with a variable for none of `$` topics; only identifiers of the client's choice have no other form. */
function isLost(engine: Engine, { clientId }: Person, topic: string): boolean {
  return engine === 'reference' && clientId.startsWith('$') && topic.startsWith('$')
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
    expect(counts.decisions).toBeGreaterThan(COUNT * 300)
    expect(counts.allowed).toBeGreaterThan(counts.decisions / 30)
    expect(counts.patterns).toBeGreaterThan(COUNT / 20)
    expect(counts.givenUp).toBeLessThan(counts.decisions / 50)
  }, 7_200_000)
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
  readonly clients: readonly MatrixClient[]
}

/** Loads one case after the other into brokers of its own, and asks them. */
async function workOff(queue: Generator<Case>, place: string, counts: Counts): Promise<void> {
  const witnesses: Witness[] = []
  try {
    for (const engine of ENGINES) witnesses.push(await startWitness(engine, join(place, engine)))
    for (const made of queue) {
      const wrong = await Promise.all(witnesses.map((witness) => differences(made, witness, counts)))
      expect(wrong.flat(), `${made.name}\n${made.acls.mosquitto}`).toEqual([])
    }
  } finally {
    for (const { observed, clients } of witnesses) {
      for (const client of clients) client.close()
      await observed.stop()
    }
  }
}

async function startWitness(engine: Engine, place: string): Promise<Witness> {
  mkdirSync(place, { recursive: true })
  const port = await freePort()
  const [conf, acl] = [join(place, 'mosquitto.conf'), join(place, 'acl')]
  writeFileSync(acl, '# nothing yet\n')
  // What the broker says of itself would only be in the way.
  writeFileSync(conf, `listener ${port} 127.0.0.1\nallow_anonymous true\nsys_interval 0\nacl_file ${acl}\n`)
  const observed = await observeBroker(engine, { conf, folder: place, trees: TREES })
  const clients = await Promise.all(
    EVERYBODY.map(({ name, clientId }) =>
      connectMatrixClient({ port, clientId, username: name }, ['#', ...TREES]),
    ),
  )
  return { engine, acl, observed, clients }
}

async function differences(
  made: Case,
  { engine, acl, observed, clients }: Witness,
  counts: Counts,
): Promise<readonly string[]> {
  writeFileSync(acl, made.acls[engine])
  await observed.reload()
  const asked = made.people.flatMap(({ at }) => clients[at] ?? [])
  const rows = await decideMatrix(observed, asked, made.topics)
  return made.people.flatMap((person, i) =>
    ACTIONS.flatMap((action) =>
      made.topics.flatMap((topic, k) => {
        const wanted = made.wanted[i]?.[action][k] === true
        const verdict = rows[i]?.[action][k] === true
        if (engine === 'mosquitto') {
          counts.decisions += 1
          if (wanted) counts.allowed += 1
          if (verdict !== wanted) counts.givenUp += 1
        }
        if (verdict === wanted) return []
        if (wanted && (!isOfUse(made, action, topic) || isLost(engine, person, topic))) return []
        return [`${person.user.name} (${person.clientId}) ${action} ${topic}: ${engine} says ${verdict}`]
      }),
    ),
  )
}
