/**
 * The model against the dynamic-security plugin of the real broker: random sets of users and grants, whose denies may
 * take one direction alone. MQTTOPIA_RANDOM_SECURITY sets how many, MQTTOPIA_SEED which.
 */

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { decide } from '../../../src/access/decide.ts'
import { hashPassword } from '../../../src/pki/password-hash.ts'
import { fileWiring } from '../../../src/targets/mosquitto/conf/file-wiring.ts'
import { securityFile } from '../../../src/targets/mosquitto/dynamic-security/security-file.ts'
import { securityPlan } from '../../../src/targets/mosquitto/dynamic-security/security-plan.ts'
import type { User } from '../../../src/topology/user.ts'
import { fixedMaterials } from '../../support/fixed-materials.ts'
import { freePort } from '../../support/mosquitto-broker.ts'
import { admits, type ProbeUser } from '../../support/mosquitto-client.ts'
import { decideOnBroker, type ObservedBroker, observeMosquitto } from '../../support/mosquitto-probe.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import { broker, grants, listener, someGrants, TOPICS, topology, user } from './made-up.ts'

const COUNT = Number(process.env.MQTTOPIA_RANDOM_SECURITY ?? 240)
const SEED = Number(process.env.MQTTOPIA_SEED ?? Date.now() % 2 ** 31)
/** The plugin reads its file at start only, so many cases share a broker, each with users of its own. */
const CASES_EACH = 60
const QUESTIONS_EACH = 8
const PLUGIN = broker([]).install.plugins

const folder = mkdtempSync(join(tmpdir(), 'mqttopia-security-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Running {
  readonly observed: ObservedBroker
  readonly as: (user: User) => ProbeUser
}

/** Starts a broker with the emitted file and wiring; anonymous clients and passwords are taken. */
async function start(name: string, users: readonly User[]): Promise<Running> {
  const place = join(folder, name)
  mkdirSync(place)
  const port = await freePort()
  const here = broker([listener('mqtt', { port, bind: '127.0.0.1', auth: ['password', 'anonymous'] })], {
    access: 'dynamic-security',
  })
  const all = topology(
    [here],
    users.map((one) => ({ ...one, at: [here] })),
  )
  const salt = (name: string) => createHash('sha256').update(name).digest().subarray(0, 12)
  const passwordHash = (name: string) => hashPassword(passwordOf(name), { salt: salt(name), iterations: 101 })
  const materials = { ...fixedMaterials(all), passwordHash }
  writeFileSync(
    join(place, 'dynamic-security.json'),
    [...securityFile(securityPlan(all, here), materials)].join(''),
  )
  const { global } = fileWiring(here, { config: place, data: place, log: place, plugins: PLUGIN })
  const lines = global.map(({ key, value }) => `${key} ${value}\n`)
  writeFileSync(join(place, 'mosquitto.conf'), `${lines.join('')}listener ${port} 127.0.0.1\n`)
  const observed = await observeMosquitto({
    conf: join(place, 'mosquitto.conf'),
    folder: place,
    trees: ['$x/#'],
  })
  const url = `mqtt://127.0.0.1:${port}`
  return {
    observed,
    as: ({ kind, name, clientId }) => ({
      url,
      ...(clientId === undefined ? {} : { clientId }),
      ...(kind === 'anonymous' ? {} : { username: name, password: passwordOf(name) }),
    }),
  }
}

function passwordOf(name: string): string {
  return `password of ${name}`
}

const drawn = fc.record({
  lists: fc.array(someGrants, { minLength: 2, maxLength: 4 }),
  picks: fc.array(fc.nat(1_000_000), { minLength: 60, maxLength: 60 }),
})

const ODD_NAMES = ['$x', 'a/b', 'a+b', 'é #:', 'u1']

const hasPlugin = existsSync(join(PLUGIN, 'mosquitto_dynamic_security.so'))

describeWithPeers(
  hasPlugin ? ['mosquitto'] : ['mosquitto_dynamic_security.so'],
  'dynamic security on a real mosquitto',
  () => {
    test('a deny takes one direction alone', async () => {
      const given = grants('subscribe a/#', 'publish a/+', 'deny subscribe a/b', 'deny publish a/c')
      const alice = user('alice', given)
      const { observed, as } = await start('direction', [alice])
      try {
        expect(await observed.broker.complaints()).toEqual([])
        const questions = [
          ['publish', 'a/b', true],
          ['subscribe', 'a/b', false],
          ['publish', 'a/c', false],
          ['subscribe', 'a/c', true],
        ] as const
        const asked = questions.map(([action, topic]) => ({ user: as(alice), action, topic }))
        expect(await decideOnBroker(observed, asked)).toEqual(questions.map(([, , wanted]) => wanted))
      } finally {
        await observed.stop()
      }
    })

    test('passwords and fixed client identifiers are checked, and names cannot be claimed', async () => {
      const bob = user('bob', grants('publish a'), { clientId: 'desk' })
      const { observed, as } = await start('login', [bob, user(undefined, [])])
      try {
        expect(await admits(as(bob))).toBe(true)
        expect(await admits({ ...as(bob), clientId: 'elsewhere' })).toBe(false)
        expect(await admits({ ...as(bob), password: 'wrong' })).toBe(false)
        expect(await admits({ url: as(bob).url, username: 'bob' })).toBe(false)
        expect(await admits({ url: as(bob).url, username: 'stranger', password: 'x' })).toBe(false)
        expect(await admits({ url: as(bob).url })).toBe(true)
      } finally {
        await observed.stop()
      }
    })

    test(`${COUNT} random sets of users are allowed what the model says (seed ${SEED})`, async () => {
      const cases = fc.sample(drawn, { numRuns: COUNT, seed: SEED })
      const counts = { decisions: 0, allowed: 0 }
      const started = Date.now()
      for (let first = 0; first < cases.length; first += CASES_EACH) {
        await askAll(`random-${first}`, cases.slice(first, first + CASES_EACH), counts)
      }
      console.log(JSON.stringify({ cases: COUNT, ...counts, seconds: (Date.now() - started) / 1000 }))
      expect(counts.allowed).toBeGreaterThan(counts.decisions / 20)
    }, 300_000)
  },
)

type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never

async function askAll(name: string, cases: readonly Drawn[], counts: { decisions: number; allowed: number }) {
  const people = cases.flatMap(({ lists, picks }, at) =>
    lists.map((list, i) => {
      const name = (at === 0 ? ODD_NAMES[i] : undefined) ?? `u${at}-${i}`
      return {
        who: at === 1 && i === 0 ? user(undefined, list) : user(name, list),
        picks: picks.slice(i * 15),
      }
    }),
  )
  const users = people.map(({ who }) => who)
  const { observed, as } = await start(name, users)
  try {
    const asked = people.flatMap(({ who, picks }) =>
      Array.from({ length: QUESTIONS_EACH }, (_, k) => {
        const pick = picks[k] ?? 0
        const topic = topicFor(who, k, pick >> 1)
        return { who, action: pick % 2 === 0 ? 'publish' : 'subscribe', topic } as const
      }),
    )
    const verdicts = await decideOnBroker(
      observed,
      asked.map(({ who, action, topic }) => ({ user: as(who), action, topic })),
    )
    const wanted = asked.map(({ who, action, topic }) => decide(who, action, topic).allowed)
    const wrong = asked.filter((_, i) => verdicts[i] !== wanted[i])
    expect(wrong.map(({ who, action, topic }) => `${who.name} ${action} ${topic}`)).toEqual([])
    counts.decisions += asked.length
    counts.allowed += wanted.filter(Boolean).length
  } finally {
    await observed.stop()
  }
}

/** By turns any topic, and one that a grant of the user speaks of. */
function topicFor({ name, grants }: User, turn: number, pick: number): string {
  const { filter } = grants[pick % Math.max(1, grants.length)] ?? {}
  const levels = filter?.levels.map((level) => (typeof level === 'string' ? level : name)) ?? []
  const spoken = levels.map((level) => ({ '+': 'z', '#': 'a' })[level] ?? level).join('/')
  const fits = turn % 2 === 1 && spoken !== '' && !/[+#]/.test(spoken)
  return fits ? spoken : (TOPICS[pick % TOPICS.length] ?? 'a')
}
