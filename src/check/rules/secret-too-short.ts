import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { byFleet, cohortLabel } from '../cohorts.ts'

/** 72 bits in base64url; a hash file that leaks can be searched for less. */
const MIN_PASSWORD_CHARACTERS = 12
/** 128 bits, the strength of the ciphers that use the key (RFC 4279 section 7). */
const MIN_KEY_BYTES = 16

export const secretTooShort: CheckRule = {
  code: 'secret-too-short',
  severity: 'warning',
  summary: 'a generated password or pre-shared key is short enough to be guessed',
  explanation: prose`
    Nobody types a generated secret, so nothing is won by a short one. Passwords below 12 characters can be found
    from a password file that leaks; a recorded handshake lets anybody try pre-shared keys at leisure, so these need
    16 bytes.

    Leave \`length\` out: the default is 24 characters, or 32 bytes.
  `,
  *check({ topology: { users } }) {
    for (const cohort of byFleet(users)) {
      const { authentication } = cohort.first
      if (!('secret' in authentication) || authentication.secret.from !== 'generate') continue
      const { length, path } = authentication.secret
      const [min, unit] =
        authentication.kind === 'psk' ? [MIN_KEY_BYTES, 'bytes'] : [MIN_PASSWORD_CHARACTERS, 'characters']
      if (length >= min) continue
      yield {
        message: `the generated secret of ${cohortLabel(cohort)} has ${length} ${unit}, less than ${min}`,
        at: { path: [...path, 'generate', 'length'] },
        hint: 'leave "length" out',
      }
    }
  },
}
