/** `mqttopia who-can`: everybody who may publish or receive a topic, over bridges too. */

import type { Command } from 'commander'
import { type AbleUsers, whoCan } from '../../access/who-can.ts'
import type { Locate } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { type EmittedLine, type EmittedLines, emittedLines } from '../../targets/mosquitto/emitted-lines.ts'
import type { Grant } from '../../topology/user.ts'
import { ableJson } from '../access/answer-json.ts'
import {
  type AnswerOptions,
  answerVerb,
  askSpec,
  brokersNamed,
  SPEC_ARGUMENT,
} from '../access/answer-verb.ts'
import { askedRights } from '../access/asked-topics.ts'
import { emittedText } from '../access/lines-of.ts'
import { grantLine } from '../access/spec-lines.ts'
import { usersText } from '../access/users-text.ts'
import type { Host } from '../host.ts'
import type { Exit } from '../verb.ts'

export function whoCanCommand(host: Host, exit: Exit): Command {
  const command = answerVerb('who-can', {
    description: 'list everybody who may publish or receive a topic',
    examples: [
      ['mqttopia who-can publish press/0007/cmd', 'whose messages come to this topic, over bridges too'],
      ["mqttopia who-can receive 'press/#' --broker core", 'who may receive some of these topics'],
    ],
  })
  return command
    .argument('<action>', 'publish or receive')
    .argument('<topics>', 'a topic, or a filter for some topic of it')
    .argument(...SPEC_ARGUMENT)
    .action(async (action: string, topics: string, path: string | undefined, options: AnswerOptions) => {
      const asked = askedRights(action, topics)
      const spec = await askSpec(host, exit, path, options)
      if (spec === undefined) return
      const { locate } = spec.document
      const able = whoCan(
        spec.topology,
        asked.action,
        asked.topics,
        brokersNamed(spec.topology, options.broker),
      )
      const lines = emittedLines(spec.topology)
      if (options.output === 'json')
        host.stdout(
          `${JSON.stringify(
            able.map((each) => ableJson(each, decidingOn(lines, each, asked.action), locate)),
            null,
            2,
          )}\n`,
        )
      else if (able.length === 0)
        host.stdout(`nobody may ${asked.action === 'publish' ? 'publish' : 'receive'} ${quoted(topics)}\n`)
      else
        for (const each of able)
          host.stdout(
            `${ableText(each, action, locate)}${emittedText(decidingOn(lines, each, asked.action))}`,
          )
    })
}

/** Where they publish or receive it; of users who are alike the first stands for all. */
function decidingOn(
  lines: EmittedLines,
  { broker, users, hops, witness }: AbleUsers,
  action: Grant['action'],
): readonly EmittedLine[] {
  return lines.deciding(hops[0]?.from ?? broker, users[0], action, witness)
}

function ableText(
  { broker, users, grants, hops, witness }: AbleUsers,
  action: string,
  locate: Locate,
): string {
  const [grant] = grants
  const [first] = hops
  const verb = `may ${action === 'publish' ? 'publish' : 'receive'} ${quoted(witness)}`
  const names = hops
    .map(({ bridge, to }) => `bridge ${quoted(bridge.name)} to ${quoted(to.name)}`)
    .join(', then ')
  const way = first === undefined ? '' : `, which comes over ${names}`
  const where = (first?.from ?? broker).name
  const by = grant === undefined ? '' : `  by ${grantLine(locate, grant)}\n`
  return `${usersText(users)} ${verb} on broker ${quoted(where)}${way}\n${by}`
}
