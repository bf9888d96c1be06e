/** What was expected of running brokers and what was seen, as lines for people and as findings. */

import { testFailed } from '../../check/policies/run-tests.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { diagnose } from '../../diagnostics/rule.ts'
import { shownWord } from '../../files/shown-word.ts'
import { userLabel } from '../../topology/user-label.ts'
import type { Outcome, PlayedTest } from './play-tests.ts'

/** One line for the test, and one for each user that it speaks of. */
export function playedLines({ test, outcomes, problem }: PlayedTest): readonly string[] {
  const { name, user, topic, broker } = test
  const width = Math.max(0, ...outcomes.map(({ name }) => name.length))
  return [
    `${name}: ${quoted(user.name)} publishes ${quoted(topic)} on broker ${quoted(broker.name)}`,
    ...(problem === undefined ? [] : [`  not played: ${problem}`]),
    ...(problem === undefined
      ? outcomes.map(
          (outcome) =>
            `  ${outcome.name.padEnd(width)}  ${outcome.expected ? 'expected' : 'not expected'}, ${seenText(outcome)}`,
        )
      : []),
  ]
}

export function liveFindings(played: readonly PlayedTest[]): Diagnostic[] {
  return played.flatMap(({ test, outcomes, problem }) => {
    const { name, user, topic, path, delivered, notDelivered } = test
    const related = [{ at: { path: user.path }, message: `${userLabel(user)} publishes ${quoted(topic)}` }]
    if (problem !== undefined)
      return [
        diagnose(testFailed, {
          message: `test ${quoted(name)} cannot be played: ${problem}`,
          ...{ at: { path }, related },
          hint: 'see that the broker runs on what was compiled from this spec',
        }),
      ]
    return outcomes.flatMap((outcome): Diagnostic[] => {
      if (outcome.expected === outcome.seen.length > 0) return []
      const expected = [...delivered, ...notDelivered].find((one) => one.name === outcome.name)
      const reason = outcome.expected
        ? 'receives nothing'
        : seenText(outcome).replace('seen', 'receives the message')
      return [
        diagnose(testFailed, {
          message: `test ${quoted(name)} fails on the running brokers: ${quoted(outcome.name)} ${reason}`,
          ...{ at: { path: expected?.path ?? path }, related },
          hint: `see what the spec means with "mqttopia trace ${shownWord(user.name)} ${shownWord(topic)}", and whether the broker runs on that`,
        }),
      ]
    })
  })
}

function seenText({ seen }: Outcome): string {
  if (seen.length === 0) return 'not seen'
  return `seen ${seen.map(({ broker, topic }) => `on broker ${quoted(broker)} as ${quoted(topic)}`).join(', and ')}`
}
