import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { userLabel } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'

export const identityWildcards: CheckRule = {
  code: 'identity-wildcards',
  severity: 'warning',
  summary: 'a username or client identifier has a topic wildcard in it',
  explanation: prose`
    Brokers and programs put usernames and client identifiers into topics. One with \`+\` or \`#\` would then be a
    wildcard; brokers guard against that by denying such clients whatever depends on a pattern.

    Choose a name without \`+\` and \`#\`.
  `,
  *check({ fresh }) {
    for (const user of fresh) {
      const [what, text] = /[+#]/.test(user.name)
        ? ['username', user.name]
        : ['client identifier', user.clientId ?? '']
      if (!/[+#]/.test(text)) continue
      yield {
        message: `the ${what} ${quoted(text)} of ${userLabel(user)} has a topic wildcard in it`,
        at: { path: user.path, on: 'key' },
        hint: 'choose one without "+" and "#"',
      }
    }
  },
}
