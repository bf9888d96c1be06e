import { prose } from '../../diagnostics/prose.ts'
import type { Broker } from '../../topology/broker.ts'
import type { CheckRule } from '../check-subject.ts'
import { cohortsAtBrokers } from '../cohorts.ts'

export const tooFewConnections: CheckRule = {
  code: 'too-few-connections',
  severity: 'warning',
  needsWhole: true,
  summary: 'a broker has more users than connections',
  explanation: prose`
    A broker closes connections above \`maxConnections\` without telling the client why; each listener counts for
    itself. Here not all users, devices and bridges of the broker can be connected at once.

    Raise the limit. Some room is needed besides: a client that lost its connection holds two until the broker
    notices.
  `,
  *check({ topology }) {
    for (const [broker, cohorts] of cohortsAtBrokers(topology)) {
      const users = cohorts.reduce((sum, cohort) => sum + cohort.users.length, 0)
      const max = maxConnections(broker)
      if (users <= max) continue
      yield {
        message: `broker "${broker.name}" has ${users} users and takes ${max} connections`,
        at: { path: broker.path, on: 'key' },
        hint: `raise its maxConnections above ${users}`,
      }
    }
  },
}

function maxConnections({ listeners, limits }: Broker): number {
  const each = listeners.map(
    (listener) => listener.maxConnections ?? limits.maxConnections ?? Number.POSITIVE_INFINITY,
  )
  const together = limits.maxTotalConnections ?? Number.POSITIVE_INFINITY
  return Math.min(
    together,
    each.reduce((sum, max) => sum + max, 0),
  )
}
