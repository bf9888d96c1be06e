import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { everythingGrants } from '../everything-grants.ts'

export const everythingGranted: CheckRule = {
  code: 'everything-granted',
  severity: 'info',
  summary: 'a grant allows publishing to every topic',
  explanation: prose`
    A client that may publish to \`#\` can speak for every device, command every device, and overwrite every retained
    message. That is right for an automation hub and for few others.

    Grant the topics that the client writes, or accept the finding for a hub.
  `,
  *check({ topology }) {
    for (const { grant, lists } of everythingGrants(topology)) {
      if (grant.action !== 'publish') continue
      const users = lists.flatMap((list) => list.users).filter(({ kind }) => kind !== 'anonymous')
      const [first] = users
      if (first === undefined) continue
      const who = users.length === 1 ? `user "${first.name}"` : `${users.length} users`
      yield {
        message: `${who} may publish to every topic`,
        at: { path: grant.path },
        hint: 'grant the topics that are really published',
      }
    }
  },
}
