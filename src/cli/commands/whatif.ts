/** `mqttopia whatif`: what somebody with a user's credentials can do, or what ends when a broker is gone. */

import { type Command, Option } from 'commander'
import { compromise } from '../../access/compromise.ts'
import { removal } from '../../access/removal.ts'
import { askSpec, brokersNamed, SPEC_ARGUMENT } from '../access/answer-verb.ts'
import { compromiseAnswer } from '../access/compromise-answer.ts'
import { type Answer, type AnswerOutput, answerOutputOption, printAnswer } from '../access/print-answer.ts'
import { removalAnswer } from '../access/removal-answer.ts'
import { globalOptions, type ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { UsageError } from '../usage-error.ts'
import { userNamed } from '../user-named.ts'
import { type Exit, verb } from '../verb.ts'

interface WhatIfOptions extends ParsedGlobalOptions {
  readonly env?: string
  readonly compromised?: string
  readonly remove?: string
  readonly output?: readonly AnswerOutput[]
}

export function whatIfCommand(host: Host, exit: Exit): Command {
  const command = verb('whatif', {
    description: 'say what a stolen credential opens, or what ends when a broker is gone',
    examples: [
      ['mqttopia whatif --compromised alice', 'what can be read and sent as her, and how to shut it out'],
      ['mqttopia whatif --remove core -o markdown', 'who is cut off, and which messages get nowhere'],
    ],
  })
  return command
    .argument(...SPEC_ARGUMENT)
    .option('-e, --env <name>', 'merge in this environment of the spec')
    .addOption(
      new Option('--compromised <user>', 'somebody has the credentials of this user').conflicts('remove'),
    )
    .option('--remove <broker>', 'this broker is gone')
    .addOption(answerOutputOption())
    .action(async (path: string | undefined, options: WhatIfOptions) => {
      const { compromised: username, remove } = options
      if (username === undefined && remove === undefined)
        throw new UsageError('say --compromised USER or --remove BROKER')
      const spec = await askSpec(host, exit, path, options)
      if (spec === undefined) return
      const answer = username === undefined ? removed(spec, remove ?? '') : stolen(spec, username)
      const { output } = options
      const print = { ...globalOptions(host, options), ...(output === undefined ? {} : { output }) }
      await printAnswer(host, answer, print)
    })
}

type Asked = NonNullable<Awaited<ReturnType<typeof askSpec>>>

function stolen({ topology, document: { locate } }: Asked, name: string): Answer {
  return compromiseAnswer(compromise(topology, userNamed(topology, name)), topology, locate)
}

function removed({ topology, document: { locate } }: Asked, name: string): Answer {
  const [broker] = brokersNamed(topology, name)
  if (broker === undefined) throw new UsageError('there is no broker')
  return removalAnswer(removal(topology, broker), locate)
}
