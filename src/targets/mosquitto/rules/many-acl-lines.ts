import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

const MAX_LINES = 1_000
const MAX_USERS_20 = 30_000

export const manyAclLines: MosquittoRule = {
  code: 'many-acl-lines',
  severity: 'warning',
  summary: 'an ACL file is large enough to slow the broker down',
  explanation: prose`
    Mosquitto walks the lines of a user one by one for each message: with 1,000 lines it passes a third of the messages
    that it passes without any, with 10,000 lines a twentieth. And 2.0 takes 6 seconds to load 30,000 users with lines of
    their own, 94 seconds for 100,000, at start and at each reload.

    Grant fewer, wider filters, use \`\${username}\` so that one line serves a whole fleet, split the broker, or run 2.1, which
    loads 100,000 users in under a second.
  `,
  *check({ topology: { brokers }, aclPlanOf }) {
    for (const broker of brokers) {
      const { classes, patterns } = aclPlanOf(broker)
      for (const { principals, lines } of classes) {
        if (lines.length + patterns.length <= MAX_LINES) continue
        const [name = ''] = principals.members
        yield {
          message: `user ${quoted(name)} has ${lines.length} ACL lines on broker "${broker.name}", and Mosquitto walks them for each message`,
          at: { path: broker.path, on: 'key' },
          hint: 'grant fewer, wider filters',
        }
      }
      const users = classes.reduce(
        (sum, { principals, lines }) => sum + (lines.length > 0 ? principals.members.length : 0),
        0,
      )
      if (broker.engine.version !== '2.0' || users < MAX_USERS_20) continue
      yield {
        message: `${users} users have ACL lines of their own on broker "${broker.name}", which Mosquitto 2.0 takes long to load`,
        at: { path: broker.path, on: 'key' },
        hint: 'use ${username} in roles, split the broker, or run Mosquitto 2.1',
      }
    }
  },
}
