import { prose } from '../../diagnostics/prose.ts'
import type { Finding } from '../../diagnostics/rule.ts'
import type { User } from '../../topology/user.ts'
import { definitionPath, userLabel } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'

export const retainUnavailable: CheckRule = {
  code: 'retain-unavailable',
  severity: 'warning',
  summary: 'a will is to be retained by a broker that retains nothing',
  explanation: prose`
    With \`retain: { available: false }\` a broker refuses the connection of a client whose will is retained, and ends
    it when the client publishes a retained message [MQTT-3.2.2-13]. The client never gets in.

    Set \`retain: false\` in the will, or allow retained messages at the broker.
  `,
  *check({ fresh }) {
    for (const user of fresh) if (user.will?.retain === true) yield* refusedWill(user)
  },
}

function* refusedWill(user: User): Generator<Finding> {
  const broker = user.at.find(({ retain }) => !retain.available)
  if (broker === undefined) return
  yield {
    message: `the will of ${userLabel(user)} is to be retained, which broker "${broker.name}" refuses`,
    at: { path: [...definitionPath(user), 'will', 'retain'] },
    related: [{ at: { path: [...broker.path, 'retain'] }, message: 'retained messages are refused here' }],
    hint: `set the will's retain to false, or allow retained messages at broker "${broker.name}"`,
  }
}
