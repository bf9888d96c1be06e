import { authKindOf, refusalOf } from '../../access/admission.ts'
import { prose } from '../../diagnostics/prose.ts'
import type { Finding } from '../../diagnostics/rule.ts'
import type { Broker } from '../../topology/broker.ts'
import { definitionPath } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'
import { type Cohort, cohortLabel, cohortsAtBrokers } from '../cohorts.ts'

export const userNotAdmitted: CheckRule = {
  code: 'user-not-admitted',
  severity: 'error',
  needsWhole: true,
  summary: 'no listener of a broker admits one of its users',
  explanation: prose`
    A user can connect where a listener of its broker has its kind of authentication in \`auth\`: \`password\`,
    \`psk\` or \`certificate\`. For a certificate the listener must also trust an authority above it, which
    \`tls.trust\` lists. A user that no listener admits gets credentials that open nothing.

    Add the kind to the \`auth\` of a listener, add the issuer to its \`trust\`, or give the user other credentials.
  `,
  *check({ topology }) {
    for (const [broker, cohorts] of cohortsAtBrokers(topology)) {
      for (const cohort of cohorts) {
        if (['anonymous', 'bridge'].includes(cohort.first.kind)) continue
        const refusals = broker.listeners.map((listener) => refusalOf(listener, cohort.first))
        if (refusals.includes(undefined)) continue
        yield refusals.includes('trust') ? notTrusted(broker, cohort) : notOffered(broker, cohort)
      }
    }
  },
}

function notOffered(broker: Broker, cohort: Cohort): Finding {
  const kind = authKindOf(cohort.first.authentication)
  return {
    message: `no listener of broker "${broker.name}" admits ${cohortLabel(cohort)}: none has "${kind}" in its auth`,
    ...places(broker, cohort, ['auth']),
    hint: `add "${kind}" to the auth of a listener, or choose another kind of credentials`,
  }
}

function notTrusted(broker: Broker, cohort: Cohort): Finding {
  const { authentication } = cohort.first
  const issuer = authentication.kind === 'certificate' ? authentication.profile.issuer.name : ''
  return {
    message: `no listener of broker "${broker.name}" admits ${cohortLabel(cohort)}: none trusts the issuer of the certificate, "${issuer}"`,
    ...places(broker, cohort, ['tls', 'trust']),
    hint: `add "${issuer}" to the trust of a listener, or choose a profile whose issuer is trusted`,
  }
}

function places(
  { listeners }: Broker,
  { first }: Cohort,
  steps: readonly string[],
): Pick<Finding, 'at' | 'related'> {
  const kind = authKindOf(first.authentication)
  const listener = listeners.find(({ auth }) => auth.includes(kind)) ?? listeners[0]
  return {
    at: { path: [...definitionPath(first), 'auth'] },
    ...(listener && {
      related: [
        { at: { path: [...listener.path, ...steps] }, message: `listener "${listener.name}" is here` },
      ],
    }),
  }
}
