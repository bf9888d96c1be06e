/** `mqttopia explain`: whether a user may publish or receive topics, and why. */

import type { Command } from 'commander'
import { explain } from '../../access/explain.ts'
import { emittedLines } from '../../targets/mosquitto/emitted-lines.ts'
import { explanationJson } from '../access/answer-json.ts'
import { type AnswerOptions, askSpec, brokersOf, rightsVerb } from '../access/answer-verb.ts'
import { askedRights } from '../access/asked-topics.ts'
import { explainText } from '../access/explain-text.ts'
import { linesOf } from '../access/lines-of.ts'
import type { Host } from '../host.ts'
import { userNamed } from '../user-named.ts'
import type { Exit } from '../verb.ts'

export function explainCommand(host: Host, exit: Exit): Command {
  const command = rightsVerb('explain', {
    description: 'say whether a user may publish or receive topics, and why',
    examples: [
      [
        'mqttopia explain kitchen publish sensors/kitchen/temperature',
        'the grant, its line, and the emitted line',
      ],
      ["mqttopia explain dashboard subscribe '#'", 'what of a subscription really comes'],
      ['mqttopia explain-code bad-port', 'for what a finding means, see explain-code'],
    ],
  })
  return command.action(
    async (
      name: string,
      action: string,
      topics: string,
      path: string | undefined,
      options: AnswerOptions,
    ) => {
      const asked = askedRights(action, topics)
      const spec = await askSpec(host, exit, path, options)
      if (spec === undefined) return
      const { topology, document } = spec
      const user = userNamed(topology, name)
      const lines = emittedLines(topology)
      const answers = brokersOf(topology, user, options.broker)
        .map((broker) => explain({ user, broker, ...asked }))
        .map((explanation) => ({ explanation, emitted: linesOf(lines, explanation) }))
      if (options.output === 'json') {
        const json = answers.map(({ explanation, emitted }) =>
          explanationJson(explanation, emitted, document.locate),
        )
        host.stdout(`${JSON.stringify(json, null, 2)}\n`)
      } else
        for (const { explanation, emitted } of answers)
          host.stdout(explainText(explanation, emitted, document.locate))
    },
  )
}
