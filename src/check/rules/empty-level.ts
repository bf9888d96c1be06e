import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'
import { writtenTopics } from '../written-topics.ts'

export const emptyLevel: CheckRule = {
  code: 'empty-level',
  severity: 'info',
  summary: 'a topic has an empty level',
  explanation: prose`
    A slash at the beginning or end of a topic, and two in a row, make a level without text: \`/press/1\` and \`press/1\`
    are different topics. That is valid, and mostly a slip that keeps publisher and subscriber apart.

    Remove the slash, unless the devices really publish so.
  `,
  *check({ topology }) {
    for (const { text, path } of writtenTopics(topology)) {
      if (!text.split('/').includes('')) continue
      yield {
        message: `topic ${quoted(text)} has an empty level`,
        at: { path },
        hint: 'remove the superfluous slash',
      }
    }
  },
}
