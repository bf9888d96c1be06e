import { prose } from '../../../diagnostics/prose.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

const VERB = { publish: 'publish', subscribe: 'receive' } as const

export const oneDirectionDeny: MosquittoRule = {
  code: 'one-direction-deny',
  severity: 'error',
  summary: "a deny of one direction would take the other direction too in Mosquitto's ACL file",
  explanation: prose`
    A \`deny\` line of the ACL file refuses publishing and receiving at once. mqttopia first subtracts the denied topics
    from the allowed ones, and where a list of filters says the difference, no deny line is needed. Here none does, and
    the user may do the other thing with some denied topic, which the message names.

    There are two ways out. Allow narrower filters, so that nothing has to be denied. Or set
    \`access: dynamic-security\` on the broker: the plugin that ships with Mosquitto denies one direction alone.
  `,
  *check({ topology: { brokers }, aclPlanOf }) {
    for (const broker of brokers) {
      for (const problem of aclPlanOf(broker).problems) {
        if (problem.kind !== 'deny') continue
        const { grant, other, witness } = problem.conflict
        yield {
          message: `the ACL file of broker "${broker.name}" cannot deny "${grant.filter.text}" for ${grant.action} alone: the same user may ${VERB[other]} "${witness}"`,
          at: { path: grant.path },
          hint: 'allow narrower filters instead of denying, or set access: dynamic-security on the broker',
        }
      }
    }
  },
}
