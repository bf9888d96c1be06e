/** `mqttopia can`: the verdict alone, as an exit code, for scripts. */

import type { Command } from 'commander'
import { explain } from '../../access/explain.ts'
import { emittedLines } from '../../targets/mosquitto/emitted-lines.ts'
import { explanationJson } from '../access/answer-json.ts'
import { type AnswerOptions, askSpec, brokersOf, rightsVerb } from '../access/answer-verb.ts'
import { askedRights } from '../access/asked-topics.ts'
import { linesOf } from '../access/lines-of.ts'
import { ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { userNamed } from '../user-named.ts'
import type { Exit } from '../verb.ts'

export function canCommand(host: Host, exit: Exit): Command {
  const command = rightsVerb('can', {
    description: 'exit with 0 if a user may publish or receive topics, else with 4',
    examples: [
      ['mqttopia can kitchen publish sensors/kitchen/temperature', 'prints yes'],
      ["mqttopia can dashboard subscribe '#' || echo no", 'for scripts'],
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
      const user = userNamed(spec.topology, name)
      const brokers = brokersOf(spec.topology, user, options.broker)
      const answers = brokers.map((broker) => explain({ user, broker, ...asked }))
      const can = answers.every(({ allowed }) => allowed === 'all')
      if (options.output === 'json') {
        const lines = emittedLines(spec.topology)
        const why = answers.map((answer) =>
          explanationJson(answer, linesOf(lines, answer), spec.document.locate),
        )
        host.stdout(`${JSON.stringify({ can, answers: why }, null, 2)}\n`)
      } else host.stdout(`${can ? 'yes' : 'no'}\n`)
      if (!can) exit(ExitCode.PolicyFailed)
    },
  )
}
