/** Tests of a spec, with their users and brokers looked up. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted, quotedList } from '../../diagnostics/quoted.ts'
import type { Test } from '../../spec/generated/spec.ts'
import { problemText, topicNameProblem } from '../../topic/filter.ts'
import type { Broker } from '../broker.ts'
import { testBroker } from '../codes/policy-codes.ts'
import { invalidTopic } from '../codes/value-codes.ts'
import type { ExpectedUser, MessageTest } from '../message-test.ts'
import { lookUp, lookUpAll, type NameTable, nameTable } from '../name-table.ts'
import type { Resolution } from '../resolution.ts'
import type { User } from '../user.ts'

/** Tests with a wrong name or topic are reported and left out. */
export function resolveTests(
  resolution: Resolution,
  users: readonly User[],
  brokers: NameTable<Broker>,
): MessageTest[] {
  const { tests = [] } = resolution.spec
  if (tests.length === 0) return []
  const table = nameTable('user', ['users'], [], new Map(users.map((user) => [user.name, user])))
  return tests.flatMap((spec, i) => resolveTest(resolution, table, brokers, spec, ['tests', i]) ?? [])
}

function resolveTest(
  resolution: Resolution,
  users: NameTable<User>,
  brokers: NameTable<Broker>,
  { name, publish, delivered = [], notDelivered = [] }: Test,
  path: SpecPath,
): MessageTest | undefined {
  const user = lookUp(resolution, users, publish.as, [...path, 'publish', 'as'])
  const expected = (names: readonly string[], key: string): ExpectedUser[] =>
    lookUpAll(resolution, users, names, [...path, key]).map((user) => ({
      name: user.name,
      path: [...path, key, names.indexOf(user.name)],
    }))
  const [yes, no] = [expected(delivered, 'delivered'), expected(notDelivered, 'notDelivered')]
  const broker = user && brokerOf(resolution, brokers, user, publish.at, [...path, 'publish'])
  const problem = topicNameProblem(publish.topic)
  if (problem !== undefined) {
    const message = `topic ${quoted(publish.topic)} is not valid: ${problemText(problem)}`
    resolution.report(invalidTopic, { message, at: { path: [...path, 'publish', 'topic'] } })
  }
  if (user === undefined || broker === undefined || problem !== undefined) return undefined
  return { name, user, broker, topic: publish.topic, delivered: yes, notDelivered: no, path }
}

function brokerOf(
  resolution: Resolution,
  brokers: NameTable<Broker>,
  user: User,
  named: string | undefined,
  path: SpecPath,
): Broker | undefined {
  const [only, ...others] = user.at
  if (named === undefined && others.length === 0) return only
  const broker = named === undefined ? undefined : lookUp(resolution, brokers, named, [...path, 'at'])
  if (broker !== undefined && user.at.includes(broker)) return broker
  if (named !== undefined && broker === undefined) return undefined
  const names = quotedList(user.at.map((at) => at.name))
  resolution.report(testBroker, {
    message: `user ${quoted(user.name)} connects to ${names}${named === undefined ? '' : `, not to ${quoted(named)}`}`,
    at: { path: named === undefined ? path : [...path, 'at'] },
    hint: `set "at" to ${quotedList(
      user.at.map((at) => at.name),
      'or',
    )}`,
  })
  return undefined
}
