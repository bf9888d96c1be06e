import { prose } from '../../diagnostics/prose.ts'
import { secretName } from '../../topology/secret.ts'
import { gathered } from '../../topology/stretches.ts'
import type { User } from '../../topology/user.ts'
import type { CheckRule } from '../check-subject.ts'
import { byFleet, cohortLabel } from '../cohorts.ts'

export const sharedSecret: CheckRule = {
  code: 'shared-secret',
  severity: 'warning',
  summary: 'several users have the same password or pre-shared key',
  explanation: prose`
    Users whose secret comes from one environment variable or file all have that secret. Whoever learns it from one
    device can pass for every other, whose usernames are seldom secret, and a lost device cannot be locked out alone.

    Let mqttopia make one for each (\`{ generate: {} }\`), or name a file for each, such as
    \`{ file: "keys/\${each.serial}.psk" }\`.
  `,
  *check({ topology: { users } }) {
    for (const [source, sharers] of gathered(users, secretSource)) {
      const secret = secretOf(sharers[0])
      if (sharers.length < 2 || secret === undefined) continue
      const [first, second] = byFleet(sharers).map(cohortLabel)
      yield {
        message: `${[first, second].filter(Boolean).join(' and ')}${sharers.length > 2 && second !== undefined ? ' and others' : ''} share one secret, from ${source}`,
        at: { path: secret.path },
        hint: 'give each its own: "{ generate: {} }", or a file or variable for each',
      }
    }
  },
}

function secretOf({ authentication }: User) {
  return 'secret' in authentication ? authentication.secret : undefined
}

function secretSource(user: User): string | undefined {
  const secret = secretOf(user)
  return secret === undefined || secret.from === 'generate' ? undefined : secretName(secret)
}
