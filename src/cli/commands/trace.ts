/** `mqttopia trace`: where one message goes, and where it does not. */

import { type Command, Option } from 'commander'
import { explain } from '../../access/explain.ts'
import { trace } from '../../access/trace.ts'
import { emittedLines } from '../../targets/mosquitto/emitted-lines.ts'
import { copyJson } from '../access/answer-json.ts'
import { type AnswerOptions, answerVerb, askSpec, brokersOf, SPEC_ARGUMENT } from '../access/answer-verb.ts'
import { askedTopic, askedTopics } from '../access/asked-topics.ts'
import { explainText } from '../access/explain-text.ts'
import { traceText } from '../access/trace-text.ts'
import type { Host } from '../host.ts'
import { userNamed } from '../user-named.ts'
import type { Exit } from '../verb.ts'

interface TraceOptions extends AnswerOptions {
  readonly qos: '0' | '1' | '2'
}

const QOS = { 0: 0, 1: 1, 2: 2 } as const

export function traceCommand(host: Host, exit: Exit): Command {
  const command = answerVerb('trace', {
    description: 'follow a message: where it goes, who receives it, who does not',
    examples: [['mqttopia trace 0001 press/0001/telemetry', 'the message that user 0001 publishes']],
  })
  return command
    .argument('<user>', 'who publishes it: a username, or anonymous')
    .argument('<topic>', 'a topic')
    .argument(...SPEC_ARGUMENT)
    .addOption(new Option('--qos <qos>', 'what it is published with').choices(['0', '1', '2']).default('2'))
    .action(async (name: string, text: string, path: string | undefined, options: TraceOptions) => {
      const topic = askedTopic(text)
      const spec = await askSpec(host, exit, path, options)
      if (spec === undefined) return
      const { topology, document } = spec
      const user = userNamed(topology, name)
      const json: unknown[] = []
      const lines = emittedLines(topology)
      for (const broker of brokersOf(topology, user, options.broker)) {
        const question = { user, broker, action: 'publish', topics: askedTopics(topic) } as const
        const explanation = explain(question)
        const copies = explanation.allowed === 'all' ? trace(topology, broker, topic, QOS[options.qos]) : []
        json.push(...copies.map((copy) => copyJson(copy, lines, document.locate)))
        if (options.output === 'json') continue
        const emitted = lines.deciding(broker, user, 'publish', topic)
        host.stdout(explainText(explanation, emitted, document.locate))
        host.stdout(traceText(copies, lines, document.locate))
      }
      if (options.output === 'json') host.stdout(`${JSON.stringify(json, null, 2)}\n`)
    })
}
