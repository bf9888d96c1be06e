import { decide } from '../../access/decide.ts'
import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { definitionPath, userLabel } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'

export const willNotAllowed: CheckRule = {
  code: 'will-not-allowed',
  severity: 'error',
  needsWhole: true,
  summary: 'a user may not publish its own will',
  explanation: prose`
    A broker publishes the will in the client's name and checks the client's rights when it does, long after the
    connection was accepted. A will that is not allowed is dropped without a word, just when it is needed.

    Grant the user \`publish\` for the topic of its will, or change the topic.
  `,
  *check({ fresh }) {
    for (const user of fresh) {
      if (user.will === undefined) continue
      const { allowed, grants } = decide(user, 'publish', user.will.topic)
      if (allowed) continue
      const topic = quoted(user.will.topic)
      yield {
        message: `the will of ${userLabel(user)} goes to ${topic}, which it may not publish`,
        at: { path: [...definitionPath(user), 'will', 'topic'] },
        related: grants.map(({ path }) => ({ at: { path }, message: 'it is denied here' })),
        hint: `grant ${userLabel(user)} publish ${topic}, or change the topic of the will`,
      }
    }
  },
}
