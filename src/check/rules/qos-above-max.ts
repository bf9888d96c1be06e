import { refusalOf } from '../../access/admission.ts'
import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { prose } from '../../diagnostics/prose.ts'
import type { Finding } from '../../diagnostics/rule.ts'
import type { Broker, Listener, Qos } from '../../topology/broker.ts'
import { firstsOf } from '../../topology/stretches.ts'
import type { User } from '../../topology/user.ts'
import type { CheckRule, CheckSubject } from '../check-subject.ts'
import { byFleet, cohortLabel } from '../cohorts.ts'
import { grantLabel, writtenGrants } from '../written-grants.ts'

export const qosAboveMax: CheckRule = {
  code: 'qos-above-max',
  severity: 'warning',
  summary: 'a client is meant to use a quality of service that its broker refuses',
  explanation: prose`
    A broker with \`limits.maxQos\`, or a listener with \`maxQos\`, ends the connection of a client that publishes with
    more, and refuses a will with more. A bridge is held to the far listener's bound as well.

    Lower the \`qos\`, or raise the bound.
  `,
  *check({ topology }) {
    yield* grantsAboveMax({ topology })
    for (const cohort of byFleet(topology.users)) {
      const { will } = cohort.first
      const bound = will && lowestBound(cohort.first)
      if (will === undefined || bound === undefined || will.qos <= bound.maxQos) continue
      yield aboveMax(`the will of ${cohortLabel(cohort)}`, will.qos, [...will.path, 'qos'], bound)
    }
    for (const { name, to, listener, routes } of topology.bridges) {
      const bound = boundOf(to, listener)
      for (const { qos, path } of routes) {
        if (qos > bound.maxQos) yield aboveMax(`a route of bridge "${name}"`, qos, [...path, 'qos'], bound)
      }
    }
  },
}

function* grantsAboveMax({ topology }: Pick<CheckSubject, 'topology'>): Generator<Finding> {
  for (const { grant, lists } of writtenGrants(topology)) {
    const { qos } = grant
    if (qos === undefined || qos === 0) continue
    const firsts = lists.flatMap(({ users }) => [...firstsOf(users)])
    const bound = firsts.flatMap((user) => lowestBound(user) ?? []).find(({ maxQos }) => qos > maxQos)
    if (bound !== undefined) yield aboveMax(grantLabel(grant), qos, grant.path, bound)
  }
}

interface Bound {
  readonly maxQos: Qos
  readonly broker: Broker
}

/** The broker of a user that allows least on the best listener open to the user there. */
function lowestBound(user: User): Bound | undefined {
  const bounds = user.at.flatMap((broker) => {
    const open = broker.listeners.filter((listener) => refusalOf(listener, user) === undefined)
    return open.map((listener) => boundOf(broker, listener)).sort((a, b) => b.maxQos - a.maxQos)[0] ?? []
  })
  return bounds.sort((a, b) => a.maxQos - b.maxQos)[0]
}

function boundOf(broker: Broker, listener: Listener): Bound {
  return { maxQos: listener.maxQos ?? broker.limits.maxQos ?? 2, broker }
}

function aboveMax(what: string, qos: Qos, path: SpecPath, { maxQos, broker }: Bound): Finding {
  return {
    message: `${what} has QoS ${qos}, and broker "${broker.name}" accepts at most ${maxQos}`,
    at: { path },
    hint: `lower it to ${maxQos}, or raise maxQos`,
  }
}
