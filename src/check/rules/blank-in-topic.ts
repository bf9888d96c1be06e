import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'
import { writtenTopics } from '../written-topics.ts'

export const blankInTopic: CheckRule = {
  code: 'blank-in-topic',
  severity: 'warning',
  summary: 'a level of a topic begins or ends with a blank, or has a control character',
  explanation: prose`
    Blanks count in topics: \`press/1\` and \`press /1\` are different ones, which nobody sees in a log. Control
    characters should not be in MQTT texts at all; a broker may end the connection [MQTT-1.5.4-2].

    Remove the blank. Blanks between the words of a level, as in \`$SYS/broker/retained messages/count\`, are fine.
  `,
  *check({ topology }) {
    for (const { text, path } of writtenTopics(topology)) {
      const level = text
        .split('/')
        .find((level) => level !== level.trim() || /[\x01-\x1f\x7f-\x9f]/.test(level))
      if (level === undefined) continue
      yield {
        message: `the level ${quoted(level)} of topic ${quoted(text)} has a blank at its end, or a control character`,
        at: { path },
        hint: 'remove it',
      }
    }
  },
}
