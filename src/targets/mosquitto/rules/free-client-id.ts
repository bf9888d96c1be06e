import { prose } from '../../../diagnostics/prose.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const freeClientId: MosquittoRule = {
  code: 'free-client-id',
  severity: 'error',
  summary: 'a grant with `${clientId}` would open topics to other users',
  explanation: prose`
    A user without a fixed \`clientId\` may choose any, so the engine has to fill \`\${clientId}\` in. Mosquitto's ACL file
    can do that only in \`pattern\` lines, which hold for everybody on the broker: somebody else would gain topics by it
    and no deny line can take them back without taking a right.

    Give the user a \`clientId\`, which is then written out, or use \`\${username}\`, which clients cannot choose.
  `,
  *check({ topology: { brokers }, aclPlanOf }) {
    for (const broker of brokers) {
      for (const problem of aclPlanOf(broker).problems) {
        if (problem.kind !== 'client-id') continue
        const { grant, obstacle } = problem
        const who = obstacle.name === undefined ? 'a client without username' : `"${obstacle.name}"`
        yield {
          message: `"${grant.filter.text}" would let ${who} ${obstacle.action} "${obstacle.witness}" on broker "${broker.name}"`,
          at: { path: grant.path },
          hint: 'give the user a clientId, or use ${username} instead',
        }
      }
    }
  },
}
