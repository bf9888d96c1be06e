/** Runs the tests of a topology on the model: each is a message, and who receives it. */

import { explain } from '../../access/explain.ts'
import { type Copy, trace } from '../../access/trace.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { type CodeDescription, diagnose } from '../../diagnostics/rule.ts'
import { shownWord } from '../../files/shown-word.ts'
import { parseFilter } from '../../topic/filter.ts'
import type { ExpectedUser, MessageTest } from '../../topology/message-test.ts'
import type { Topology } from '../../topology/topology.ts'
import { userLabel } from '../../topology/user-label.ts'

export const testFailed: CodeDescription = {
  code: 'test-failed',
  severity: 'error',
  summary: 'a message does not go where a test says',
  explanation: prose`
    A test of the spec publishes a message on the model, and says who may receive it and who may not. It fails where
    the sender may not publish it, where a bridge does not carry it, or where a user's rights are others than expected.

    \`mqttopia trace USER TOPIC\` shows the way of the message, broker by broker, and what decides for each user.
  `,
}

/** One finding for each user that the message goes to, or does not, against what a test says. */
export function runTests(topology: Topology): Diagnostic[] {
  return topology.tests.flatMap((test) => failures(topology, test))
}

function failures(topology: Topology, test: MessageTest): Diagnostic[] {
  const { name, user, broker, topic, delivered, notDelivered } = test
  const topics = parseFilter(topic)
  const mayPublish = explain({ user, broker, action: 'publish', topics }).allowed === 'all'
  const copies = mayPublish ? trace(topology, broker, topic, 2) : []
  const isReceived = receivedBy(copies)
  const failure = ({ name: other, path }: ExpectedUser, reason: string) =>
    diagnose(testFailed, {
      message: `test ${quoted(name)} fails: ${quoted(other)} ${reason}`,
      at: { path },
      related: [{ at: { path: user.path }, message: `${userLabel(user)} publishes ${quoted(topic)}` }],
      hint: `see where it goes with "mqttopia trace ${shownWord(user.name)} ${shownWord(topic)}"`,
    })
  const refusal = mayPublish
    ? 'does not receive the message'
    : `receives nothing, since ${userLabel(user)} may not publish it`
  return [
    ...delivered.filter(({ name }) => !isReceived(name)).map((expected) => failure(expected, refusal)),
    ...notDelivered
      .filter(({ name }) => isReceived(name))
      .map((expected) => failure(expected, 'receives the message')),
  ]
}

function receivedBy(copies: readonly Copy[]): (name: string) => boolean {
  const names = new Set(
    copies.flatMap(({ receivers }) => receivers.flatMap(({ users }) => users.map(({ name }) => name))),
  )
  return (name) => names.has(name)
}
