import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { cohortsAtBrokers } from '../cohorts.ts'

export const brokerWithoutUsers: CheckRule = {
  code: 'broker-without-users',
  severity: 'warning',
  needsWhole: true,
  summary: 'no user and no bridge connects to a broker',
  explanation: prose`
    Users connect to the brokers in their \`at\`, bridges to the broker in their \`to\`. A broker that appears in neither
    lets nobody in.

    Add the broker to the \`at\` of a user or fleet, or remove it.
  `,
  *check({ topology }) {
    for (const [broker, cohorts] of cohortsAtBrokers(topology)) {
      if (cohorts.length > 0) continue
      yield {
        message: `no user connects to broker "${broker.name}"`,
        at: { path: broker.path, on: 'key' },
        hint: `add "${broker.name}" to the "at" of a user or fleet, or remove the broker`,
      }
    }
  },
}
