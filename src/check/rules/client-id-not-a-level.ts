import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { isLevel } from '../../topic/filter.ts'
import { userLabel } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'
import { grantsWithVariable } from '../variable-use.ts'

export const clientIdNotALevel: CheckRule = {
  code: 'client-id-not-a-level',
  severity: 'warning',
  summary:
    'a grant with `${clientId}` matches nothing for a user, whose client identifier is not one topic level',
  explanation: prose`
    \`\${clientId}\` stands for exactly one level of a topic. An identifier with \`/\`, \`+\` or \`#\` is none, and the grant
    matches nothing.

    Choose an identifier without these characters, or write the topics out.
  `,
  *check({ fresh }) {
    for (const { grant, users } of grantsWithVariable(fresh, 'clientId')) {
      for (const user of users) {
        if (user.clientId === undefined || (user.clientId !== '' && isLevel(user.clientId))) continue
        yield {
          message: `a grant with "\${clientId}" matches nothing for ${userLabel(user)}: ${quoted(user.clientId)} is not one topic level`,
          at: { path: user.fleet === undefined ? [...user.path, 'clientId'] : user.path },
          related: [{ at: { path: grant.path }, message: 'the grant is here' }],
          hint: 'choose a client identifier without "/", "+" and "#", or write the topics out',
        }
      }
    }
  },
}
