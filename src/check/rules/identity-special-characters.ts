import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../topology/quoted.ts'
import type { User } from '../../topology/user.ts'
import type { CheckRule } from '../check-subject.ts'
import { userLabel } from '../user-label.ts'

export const identitySpecialCharacters: CheckRule = {
  code: 'identity-special-characters',
  severity: 'error',
  summary: 'a username or client identifier has characters that would change its meaning on the way',
  explanation: prose`
    Brokers keep usernames in files of one line each, between colons or to the end of the line. They cut off blanks
    at either end and take a line break for the end of the name, so that the user they know is not the one that the
    spec names. In password and key files a colon ends the name and \`#\` begins a comment.

    Choose a name without control characters, blanks at its ends, and, for users with a password or pre-shared key,
    without \`:\` and without \`#\` in front.
  `,
  *check({ topology: { users } }) {
    for (const user of users) {
      const { name, clientId = '', path } = user
      const problem = specialCharacters(name) ?? fileCharacters(user)
      if (problem !== undefined) {
        yield {
          message: `the name of ${userLabel(user)} ${problem}`,
          at: { path, on: 'key' },
          hint: 'choose another name',
        }
      }
      const clientIdProblem = specialCharacters(clientId)
      if (clientIdProblem === undefined) continue
      yield {
        message: `the client identifier ${quoted(clientId)} of ${userLabel(user)} ${clientIdProblem}`,
        at: { path: user.kind === 'user' ? [...path, 'clientId'] : path },
        hint: 'choose another client identifier',
      }
    }
  },
}

function specialCharacters(text: string): string | undefined {
  if (/[\0-\x1f\x7f-\x9f\u2028\u2029]/.test(text)) return 'has a control character'
  return text === text.trim() ? undefined : 'begins or ends with a blank'
}

/** What password and key files take for their own. */
function fileCharacters({ name, authentication, at }: User): string | undefined {
  const inFile =
    authentication.kind === 'psk' ||
    (authentication.kind === 'password' && at.some(({ access }) => access === 'acl-file'))
  if (!inFile) return undefined
  if (name.includes(':')) return 'has a ":", which ends the name in password and key files'
  return name.startsWith('#')
    ? 'begins with "#", which begins a comment in password and key files'
    : undefined
}
