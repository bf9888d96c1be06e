import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { prose } from '../../diagnostics/prose.ts'
import type { Finding } from '../../diagnostics/rule.ts'
import { quoted } from '../../topology/quoted.ts'
import type { CheckRule } from '../check-subject.ts'
import { userLabel } from '../user-label.ts'

/** `ub-common-name` and `ub-organization-name`, in characters (RFC 5280 appendix A.1). */
const MAX_CHARACTERS = 64

export const commonNameTooLong: CheckRule = {
  code: 'common-name-too-long',
  severity: 'warning',
  summary: 'a name in a certificate is longer than 64 characters',
  explanation: prose`
    RFC 5280 bounds the common name and the organization of a certificate to 64 characters. OpenSSL, Java and
    Mosquitto read longer ones, other libraries and small devices cut them off or refuse the certificate. The common
    name of a client is its username, so a cut changes who it is.

    Choose a shorter name.
  `,
  *check({ topology: { organization, authorities, users } }) {
    yield* tooLong('the organization', organization, ['pki', 'organization'])
    for (const { name, commonName, path } of authorities) {
      yield* tooLong(`the common name of authority ${quoted(name)}`, commonName, [...path, 'commonName'])
    }
    for (const user of users) {
      if (user.authentication.kind !== 'certificate') continue
      yield* tooLong(`the common name of ${userLabel(user)}`, user.name, user.path)
    }
  },
}

function* tooLong(what: string, text: string, path: SpecPath): Generator<Finding> {
  if (text.length <= MAX_CHARACTERS) return
  const { length } = Array.from(text)
  if (length <= MAX_CHARACTERS) return
  yield {
    message: `${what} has ${length} characters, more than the ${MAX_CHARACTERS} of a certificate`,
    at: { path },
    hint: 'choose a shorter name',
  }
}
