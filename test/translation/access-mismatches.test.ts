/**
 * The proof itself on trial: it is silent about what the emitter writes, and about each text that differs from that in one
 * place it says just what the reference broker's decisions say. MQTTOPIA_PLANTED_FAULTS sets how many, MQTTOPIA_SEED which.
 */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../src/access/decide.ts'
import { AccessRules } from '../../src/broker/security/access-rules.ts'
import { isError } from '../../src/diagnostics/diagnostic.ts'
import { SourceText } from '../../src/diagnostics/source-text.ts'
import { readAclFile } from '../../src/mosquitto-files/acl/read-acl-file.ts'
import type { Grant, User } from '../../src/topology/user.ts'
import { type AccessMismatch, accessMismatches } from '../../src/translation/access-mismatches.ts'
import { readAclFile as oracleOf } from '../support/acl-file-oracle.ts'
import { TOPICS } from '../targets/mosquitto/made-up.ts'
import { CHANGES, type Emitted, someEmitted } from './emitted.ts'

const COUNT = Number(process.env.MQTTOPIA_PLANTED_FAULTS ?? 25)
const SEED = Number(process.env.MQTTOPIA_SEED ?? Date.now() % 2 ** 31)
const ACTIONS = ['publish', 'subscribe'] as const
const IDS = ['c', 'client', 'a', 'b', 'u1', 'u2', 'v1', 'z', '$x', 'own']

function mismatches({ topology, broker }: Emitted, text: string): readonly AccessMismatch[] {
  const decider = { kind: 'acl-file', file: 'acl', listeners: broker.listeners } as const
  return [...accessMismatches(topology, broker, decider, text)]
}

/** Decisions on the text by code that shares nothing with the proof. */
type Says = (user: User, clientId: string, action: Grant['action'], topic: string) => boolean

/** `undefined` where the text is no ACL file. */
function witness({ broker }: Emitted, text: string): Says | undefined {
  const { file, diagnostics } = readAclFile(new SourceText('acl', text))
  if (diagnostics.some(isError)) return undefined
  const nameOf = ({ kind, name }: User) => (kind === 'anonymous' ? undefined : name)
  if (broker.engine.version === '2.0') {
    const oracle = oracleOf(text)
    return (user, clientId, action, topic) =>
      oracle.allows({ username: nameOf(user), clientId }, action, topic)
  }
  const rules = new AccessRules(file)
  return (user, clientId, action, topic) => {
    const username = nameOf(user)
    const rights = rules.rightsOf(username === undefined ? { clientId } : { username, clientId })
    return action === 'publish' ? rights.mayWrite(topic) : rights.mayRead(topic)
  }
}

/** One decision, and what a right text may say of it. */
interface Decision {
  readonly user: User
  readonly clientId: string
  readonly action: Grant['action']
  readonly topic: string
  readonly meant: boolean
  /** It may say no all the same: the right is of no use, or the engine takes it. */
  readonly mayBeLess: boolean
}

function decisionsOf({ users, broker }: Emitted): readonly Decision[] {
  const isUsable = usableTopics(users)
  return users.flatMap((user) =>
    [...new Set([user.clientId ?? 'c', ...IDS])].flatMap((clientId) =>
      ACTIONS.flatMap((action) =>
        TOPICS.map((topic) => {
          const isFixed = user.clientId !== undefined && user.clientId !== clientId
          const isLost = broker.engine.version === '2.1' && clientId.startsWith('$')
          const meant = decide(user, action, topic, { clientId }).allowed
          const mayBeLess = isFixed || isLost || (meant && !isUsable(action, topic))
          return { user, clientId, action, topic, meant, mayBeLess }
        }),
      ),
    ),
  )
}

/** Where somebody does the other thing. */
function usableTopics(users: readonly User[]): (action: Grant['action'], topic: string) => boolean {
  const known = new Map<string, boolean>()
  const isDone = (action: Grant['action'], topic: string) =>
    users.some((user) => IDS.some((clientId) => decide(user, action, topic, { clientId }).allowed))
  return (action, topic) => {
    if (topic.startsWith('$')) return true
    const key = `${action} ${topic}`
    const value = known.get(key) ?? isDone(action === 'publish' ? 'subscribe' : 'publish', topic)
    known.set(key, value)
    return value
  }
}

/** A decision of the text that is not the model's. */
function foundByAsking(decisions: readonly Decision[], says: Says): string | undefined {
  for (const { user, clientId, action, topic, meant, mayBeLess } of decisions) {
    const said = says(user, clientId, action, topic)
    if (said !== meant && !(meant && mayBeLess))
      return `${user.name} (${clientId}) ${action} ${topic}: ${said}`
  }
  return undefined
}

/** True when the decision that the proof names is as it says. */
function isTrue(says: Says, { user, identifier, action, topic, allowed }: AccessMismatch): boolean {
  if (identifier === 'levels') return true
  const clientId = identifier === 'wildcard' ? 'q+q' : (identifier?.text ?? user?.clientId ?? 'client')
  if (user === undefined) return true
  return (
    says(user, clientId, action, topic) === !allowed &&
    decide(user, action, topic, { clientId }).allowed === allowed
  )
}

function shown({ who, action, topic, allowed, line }: AccessMismatch): string {
  return `${who} ${allowed ? 'may' : 'may not'} ${action} ${topic} (${line})`
}

const changes = Object.entries(CHANGES)
const NEUTRAL = ['a blank line is added', 'a comment is added', 'a line stands twice']

test(`what is emitted is proved (seed ${SEED})`, () => {
  const all = fc.sample(someEmitted, { numRuns: COUNT * 10, seed: SEED })
  const emitted = all.filter((one) => one !== undefined)
  expect(emitted.length).toBeGreaterThan(all.length / 2)
  for (const one of emitted) expect(mismatches(one, one.text).map(shown), one.text).toEqual([])
})

test(`texts that differ from ${COUNT} emitted ones in one place are judged as by asking (seed ${SEED})`, () => {
  const counts = { emitted: 0, patterns: 0, faults: 0, faulty: 0, neutral: 0, unreadable: 0 }
  const caught = new Set<string>()
  const picks = fc.array(fc.nat(1_000_000), { minLength: 30, maxLength: 30 })
  for (const [emitted, pick] of fc.sample(fc.tuple(someEmitted, picks), { numRuns: COUNT, seed: SEED })) {
    if (emitted === undefined) continue
    counts.emitted += 1
    if (emitted.hasPatterns) counts.patterns += 1
    const lines = emitted.text.split('\n')
    const decisions = decisionsOf(emitted)
    for (let i = 0; i + 2 < pick.length; i += 3) {
      const [kind = '', change] = changes[(pick[i] ?? 0) % changes.length] ?? []
      const text = change?.(lines, (pick[i + 1] ?? 0) % lines.length, pick[i + 2] ?? 0).join('\n') ?? ''
      if (text === emitted.text) continue
      const says = witness(emitted, text)
      if (says === undefined) {
        counts.unreadable += 1
        expect(() => mismatches(emitted, text)).toThrow()
        continue
      }
      counts.faults += 1
      const proved = mismatches(emitted, text)
      const asked = foundByAsking(decisions, says)
      const about: string = `${kind}\n${text}\nasked: ${asked}\nproved: ${proved.map(shown).join('; ')}`
      if (asked !== undefined && proved.length === 0) expect.fail(`missed: ${about}`)
      const untrue = proved.find((one) => !isTrue(says, one))
      if (untrue !== undefined) expect.fail(`false: ${untrue.who} ${untrue.action} ${untrue.topic}\n${about}`)
      if (asked === undefined && proved.length === 0) counts.neutral += 1
      else {
        counts.faulty += 1
        caught.add(kind)
      }
    }
  }
  console.log(JSON.stringify({ ...counts, kinds: caught.size }))
  expect(counts.patterns).toBeGreaterThan(counts.emitted / 20)
  expect(counts.neutral).toBeGreaterThan(counts.faults / 20)
  expect(counts.faulty).toBeGreaterThan(counts.faults / 10)
  expect(NEUTRAL.filter((kind) => caught.has(kind))).toEqual([])
})
