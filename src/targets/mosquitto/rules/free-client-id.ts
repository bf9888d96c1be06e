import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { AclProblem } from '../acl/acl-problem.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const freeClientId: MosquittoRule = {
  code: 'free-client-id',
  severity: 'error',
  summary: "Mosquitto's ACL file cannot say a grant with an open `${clientId}` for one user alone",
  explanation: prose`
    A user without a fixed \`clientId\` may choose any, so the engine has to fill \`\${clientId}\` in. Mosquitto's ACL file
    can do that only in \`pattern\` lines, which hold for everybody on the broker: somebody else would gain topics by it,
    and no deny line can take them back without taking a right. In 2.0 the identifier is put in as text, so that \`a/b\`
    makes two levels of it; where \`\${clientId}\` is the last level, a deny line of the user's own mends that. Users with
    \`+\` or \`#\` in their name or identifier get nothing by patterns at all, and in 2.1 those with a \`$\` in front of
    their name nothing by patterns that begin with it.

    Give the user a \`clientId\`, which is then written out, or use \`\${username}\`, which clients cannot choose.
  `,
  *check({ topology: { brokers }, aclPlanOf }) {
    for (const broker of brokers) {
      for (const problem of aclPlanOf(broker).problems) {
        const message = messageOf(problem)
        if (message === undefined || !('grant' in problem)) continue
        yield {
          message: `${message} on broker ${quoted(broker.name)}`,
          at: { path: problem.grant.path },
          hint: 'give the user a clientId, or use ${username} instead',
        }
      }
    }
  },
}

const NAME_PROBLEMS = {
  wildcard: 'who has a wildcard in the name,',
  dollar: 'whose name begins with "$",',
} as const

function messageOf(problem: AclProblem): string | undefined {
  if (problem.kind === 'client-id') {
    const { name, action, witness } = problem.obstacle
    const who = name === undefined ? 'a client without username' : quoted(name)
    return `"${problem.grant.filter.text}" would let ${who} ${action} ${quoted(witness)}`
  }
  if (problem.kind === 'client-id-text')
    return `"${problem.grant.filter.text}" has "%u" or "%c", which Mosquitto would take for a variable beside "\${clientId}"`
  if (problem.kind === 'client-id-name')
    return `"${problem.grant.filter.text}" gives nothing to ${quoted(problem.name)}, ${NAME_PROBLEMS[problem.why]}`
  return undefined
}
