import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { definitionPath, userLabel } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'

export const willTopicReserved: CheckRule = {
  code: 'will-topic-reserved',
  severity: 'error',
  summary: 'a will goes to a topic that brokers keep to themselves',
  explanation: prose`
    Brokers accept no publications of clients under \`$SYS\` and \`$share\`, and no wills under \`$CONTROL\`: the
    connection is refused, or the will is dropped.

    Use a topic of your own, such as \`status/\${username}\`.
  `,
  *check({ fresh }) {
    for (const user of fresh) {
      if (user.will === undefined || !/^\$(SYS|share|CONTROL)(\/|$)/.test(user.will.topic)) continue
      yield {
        message: `the will of ${userLabel(user)} goes to ${quoted(user.will.topic)}, which brokers keep to themselves`,
        at: { path: [...definitionPath(user), 'will', 'topic'] },
        hint: 'use a topic that does not begin with "$"',
      }
    }
  },
}
