/** Proves the policies of a topology for all topics, users and ways, or tells what breaks them. */

import { AccessModel } from '../../access/access-model.ts'
import { findBridgeLoops } from '../../access/bridge-loops.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'
import type { Policy, Statement } from '../../topology/policy.ts'
import type { Topology } from '../../topology/topology.ts'
import { forbiddenFlows } from './forbidden-flows.ts'
import { forbiddenListeners } from './forbidden-listeners.ts'
import { missingFlows } from './missing-flows.ts'
import { levelsMentioned } from './selected.ts'
import { because, nowhere, type Violation, type WrittenAt } from './violation.ts'

export const policyViolated: CodeDescription = {
  code: 'policy-violated',
  severity: 'error',
  summary: 'something is possible that a policy forbids, or impossible that it requires',
  explanation: prose`
    A policy is proved for all topics, all users and all ways over bridges. The finding names a message that breaks it:
    who can send it, under which topic, over which bridges, and who receives it; and it points at the grants and routes
    that make it possible. Users with the same rights, such as the devices of a fleet, are spoken of as one.

    Narrow a grant or a route, deny the topics, or state in the policy what is meant to be allowed with \`unless\`. A
    violation that is known and accepted can be suppressed with a reason and a last day.
  `,
}

/** More of one policy are counted. */
const MAX_VIOLATIONS = 5

/** What breaks one policy, each with its message, where it is a message. */
export function violationsOf(topology: Topology, { statements }: Policy): readonly Violation[] {
  const model = new AccessModel(topology, levelsMentioned(topology.policies))
  return firstOfEach(statements.flatMap((statement) => [...violations(model, statement, nowhere)]))
}

export function checkPolicies(topology: Topology, now: Date, writtenAt: WrittenAt = nowhere): Diagnostic[] {
  const { policies } = topology
  if (policies.length === 0) return []
  const model = new AccessModel(topology, levelsMentioned(policies))
  return policies.flatMap((policy) => {
    const found = policy.statements.flatMap((statement) => [...violations(model, statement, writtenAt)])
    const told = firstOfEach(found).slice(0, MAX_VIOLATIONS)
    return told.map((violation, i) => {
      const left = i === told.length - 1 ? found.length - told.length : 0
      return diagnostic(policy, violation, left, now)
    })
  })
}

function firstOfEach(found: readonly Violation[]): readonly Violation[] {
  return [
    ...new Map([...found].reverse().map((violation) => [violation.subject, violation])).values(),
  ].reverse()
}

function violations(model: AccessModel, statement: Statement, writtenAt: WrittenAt): Iterable<Violation> {
  switch (statement.kind) {
    case 'forbid-flow':
      return forbiddenFlows(model, statement, writtenAt)
    case 'require-flow':
      return missingFlows(model, statement)
    case 'forbid-listener':
      return forbiddenListeners(model.topology, statement.listener)
    case 'forbid-cycle':
      return cycles(model)
  }
}

function* cycles({ topology }: AccessModel): Generator<Violation> {
  for (const { hops, leavesAs, returnsAs } of findBridgeLoops(topology.bridges)) {
    const [first] = hops
    yield {
      subject: hops.map(({ bridge }) => bridge.name).join('\0'),
      message: `a message ${quoted(leavesAs)} leaves broker ${quoted(first.from.name)} and is back as ${quoted(returnsAs)}`,
      related: hops.map(({ route, to }) =>
        because(route.path, `this carries it to broker ${quoted(to.name)}`),
      ),
      hint: 'narrow one of these routes',
      witness: { broker: first.from, topic: leavesAs, hops },
    }
  }
}

function diagnostic(
  { name, severity, suppressed, path }: Policy,
  { subject, message, related, hint }: Violation,
  left: number,
  now: Date,
): Diagnostic {
  const isSuppressed = suppressed !== undefined && isNotOver(suppressed.until, now)
  const more = left === 0 ? '' : `, and ${left} more like this`
  const accepted = isSuppressed ? `, which is accepted: ${quoted(suppressed.reason)}` : ''
  return {
    code: policyViolated.code,
    severity: isSuppressed ? 'info' : severity,
    message: `policy ${quoted(name)} does not hold: ${message}${more}${accepted}`,
    ...{ at: { path }, related, hint, subject },
  }
}

function isNotOver(until: string | undefined, now: Date): boolean {
  return until === undefined || now.toISOString().slice(0, until.length) <= until
}
