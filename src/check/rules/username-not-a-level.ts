import { prose } from '../../diagnostics/prose.ts'
import type { Finding } from '../../diagnostics/rule.ts'
import { isLevel } from '../../topic/filter.ts'
import type { User } from '../../topology/user.ts'
import { userLabel } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'
import { grantsWithVariable } from '../variable-use.ts'

export const usernameNotALevel: CheckRule = {
  code: 'username-not-a-level',
  severity: 'warning',
  summary: 'a grant with `${username}` matches nothing for a user, whose name is not one topic level',
  explanation: prose`
    \`\${username}\` stands for exactly one level of a topic. A name with \`/\` would be several, and one with \`+\` or \`#\`
    would be a wildcard that gives its bearer the topics of others; for such names the grant matches nothing. The user
    \`anonymous\` has no username at all. A name that begins with \`$\` in the first level makes a topic of the broker's
    own, which \`#\` and \`+\` do not match.

    Rename the user, or write its topics out.
  `,
  *check({ fresh }) {
    for (const { grant, users } of grantsWithVariable(fresh, 'username')) {
      const isFirst = typeof grant.filter.levels[0] === 'object'
      for (const user of users) {
        const problem = usernameProblem(user, isFirst)
        if (problem === undefined) continue
        yield { ...problem, related: [{ at: { path: grant.path }, message: 'the grant is here' }] }
      }
    }
  },
}

function usernameProblem(user: User, isFirst: boolean): Finding | undefined {
  const at = { path: user.path, on: 'key' } as const
  if (user.kind === 'anonymous') {
    return {
      message: 'a grant with "${username}" gives anonymous clients nothing: they have no username',
      at,
      hint: 'write the topics out for the user "anonymous"',
    }
  }
  if (isLevel(user.name) && !(isFirst && user.name.startsWith('$'))) return undefined
  const what = isLevel(user.name) ? 'begins with "$"' : 'is not one topic level'
  return {
    message: `a grant with "\${username}" does not work for ${userLabel(user)}: the name ${what}`,
    at,
    hint: 'rename it, or write its topics out',
  }
}
