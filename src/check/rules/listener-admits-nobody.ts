import { refusalOf } from '../../access/admission.ts'
import { prose } from '../../diagnostics/prose.ts'
import type { Listener } from '../../topology/broker.ts'
import type { CheckRule } from '../check-subject.ts'
import { cohortsAtBrokers } from '../cohorts.ts'

export const listenerAdmitsNobody: CheckRule = {
  code: 'listener-admits-nobody',
  severity: 'warning',
  needsWhole: true,
  summary: 'no user of the broker can connect to a listener',
  explanation: prose`
    None of the broker's users, devices and bridges has a kind of authentication that the listener accepts, so the
    open port serves nobody. Often the users were meant to have other credentials, or stand \`at\` another broker.

    Remove the listener, or add to its \`auth\` what the users have.
  `,
  *check({ topology }) {
    for (const [broker, cohorts] of cohortsAtBrokers(topology)) {
      if (cohorts.length === 0) continue
      for (const listener of broker.listeners) {
        if (cohorts.some(({ first }) => refusalOf(listener, first) === undefined)) continue
        if (mayServeOthers(listener)) continue
        yield {
          message: `listener "${listener.name}" admits none of the users of broker "${broker.name}"`,
          at: { path: listener.path, on: 'key' },
          hint: 'remove the listener, or add the kind of credentials to its auth that the users have',
        }
      }
    }
  },
}

/** Anonymous clients are for anonymous-without-user; whom an external authority certifies, the spec does not know. */
function mayServeOthers({ auth, tls }: Listener): boolean {
  const external = tls?.kind === 'certificate' && tls.trust.some(({ source }) => source === 'external')
  return external || auth.every((kind) => kind === 'anonymous')
}
