import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { everythingGrants } from '../everything-grants.ts'

export const anonymousEverything: CheckRule = {
  code: 'anonymous-everything',
  severity: 'warning',
  summary: 'clients without credentials have a right to every topic',
  explanation: prose`
    The rights of \`anonymous\` belong to everybody who reaches a listener with \`anonymous\` in its \`auth\`. With
    \`#\` there is no topic that such a client cannot read, or write, so the rights of all other users protect
    nothing.

    Grant \`anonymous\` the few topics that need no protection, and give the others credentials.
  `,
  *check({ topology }) {
    for (const { grant, lists } of everythingGrants(topology)) {
      if (!lists.some(({ users }) => users.some(({ kind }) => kind === 'anonymous'))) continue
      const may = grant.action === 'publish' ? 'publish to' : 'receive from'
      yield {
        message: `anonymous clients may ${may} every topic`,
        at: { path: grant.path },
        hint: 'grant anonymous clients only what anybody may know and do',
      }
    }
  },
}
