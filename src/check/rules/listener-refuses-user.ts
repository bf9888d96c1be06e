import { authKindOf, refusalOf } from '../../access/admission.ts'
import { prose } from '../../diagnostics/prose.ts'
import { definitionPath } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'
import { cohortLabel, cohortsAtBrokers } from '../cohorts.ts'

export const listenerRefusesUser: CheckRule = {
  code: 'listener-refuses-user',
  severity: 'error',
  summary: 'the listener that a user names does not admit it',
  explanation: prose`
    \`listener\` decides which address and port the user's bundles name. A listener that does not have the user's
    kind of authentication in \`auth\`, or does not trust the issuer of its certificate, will refuse the connection
    although the bundle is complete.

    Name a listener that admits the user, or leave \`listener\` out: the first one that does is then taken.
  `,
  *check({ topology }) {
    for (const [broker, cohorts] of cohortsAtBrokers(topology)) {
      for (const cohort of cohorts) {
        const { first } = cohort
        const listener = broker.listeners.find(({ name }) => name === first.listener)
        const refusal = listener && refusalOf(listener, first)
        if (listener === undefined || refusal === undefined) continue
        const lacks =
          refusal === 'auth' ? `have "${authKindOf(first.authentication)}" in its auth` : 'trust its issuer'
        yield {
          message: `listener "${listener.name}" of broker "${broker.name}" does not admit ${cohortLabel(cohort)}: it does not ${lacks}`,
          at: { path: [...definitionPath(first), 'listener'] },
          related: [{ at: { path: listener.path, on: 'key' }, message: 'the listener is here' }],
          hint: 'name a listener that admits the user, or leave "listener" out',
        }
      }
    }
  },
}
