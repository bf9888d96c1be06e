import { prose } from '../../diagnostics/prose.ts'
import { userLabel } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'

/** `ub-common-name`, in characters (RFC 5280 appendix A.1). */
const MAX_CHARACTERS = 64

export const commonNameTooLong: CheckRule = {
  code: 'common-name-too-long',
  severity: 'warning',
  summary: 'the username of a client with a certificate is longer than 64 characters',
  explanation: prose`
    The username is the common name of the client's certificate, and RFC 5280 bounds that to 64 characters. OpenSSL,
    Java and Mosquitto read longer ones, other libraries and small devices cut them off or refuse the certificate;
    a cut changes who the client is.

    Choose a shorter name.
  `,
  *check({ fresh }) {
    for (const user of fresh) {
      if (user.authentication.kind !== 'certificate' || user.name.length <= MAX_CHARACTERS) continue
      const { length } = Array.from(user.name)
      if (length <= MAX_CHARACTERS) continue
      yield {
        message: `the name of ${userLabel(user)} has ${length} characters, more than the ${MAX_CHARACTERS} of a certificate`,
        at: { path: user.path, on: 'key' },
        hint: 'choose a shorter name',
      }
    }
  },
}
