import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { grantLabel, writtenGrants } from '../written-grants.ts'

export const shareInGrant: CheckRule = {
  code: 'share-in-grant',
  severity: 'warning',
  summary: 'a grant names a shared subscription instead of topics',
  explanation: prose`
    \`$share/GROUP/FILTER\` is a way to subscribe, not a topic: no message is ever published under \`$share\`, so a
    grant for it matches nothing. Who may receive is decided by the topic of each message.

    Grant the filter after the group: \`a/#\` for a client that subscribes to \`$share/workers/a/#\`.
  `,
  *check({ topology }) {
    for (const { grant } of writtenGrants(topology)) {
      if (grant.filter.levels[0] !== '$share') continue
      yield {
        message: `${grantLabel(grant)} matches nothing: no topic begins with "$share"`,
        at: { path: grant.path },
        hint: 'grant the filter that stands after the name of the group',
      }
    }
  },
}
