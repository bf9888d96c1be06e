import { authKindOf, refusalOf } from '../../access/admission.ts'
import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { cohortsAtBrokers } from '../cohorts.ts'

export const unusedAuthKind: CheckRule = {
  code: 'unused-auth-kind',
  severity: 'warning',
  needsWhole: true,
  summary: 'a listener offers a kind of authentication that no user of the broker has',
  explanation: prose`
    Every kind in \`auth\` is a way in. One that no user of this broker has is of no use today, and opens the
    listener without anybody noticing once a user with it is added.

    Remove the kind from \`auth\`.
  `,
  *check({ topology }) {
    for (const [broker, cohorts] of cohortsAtBrokers(topology)) {
      const kinds = new Set(cohorts.map(({ first }) => authKindOf(first.authentication)))
      for (const listener of broker.listeners) {
        if (!cohorts.some(({ first }) => refusalOf(listener, first) === undefined)) continue
        for (const kind of listener.auth) {
          if (kind === 'anonymous' || kinds.has(kind)) continue
          yield {
            message: `listener "${listener.name}" offers "${kind}", which no user of broker "${broker.name}" has`,
            at: { path: [...listener.path, 'auth'] },
            hint: `remove "${kind}" from its auth`,
          }
        }
      }
    }
  },
}
