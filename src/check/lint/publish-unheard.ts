import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { grantUses } from '../grant-use.ts'
import { grantLabel } from '../written-grants.ts'

export const publishUnheard: CheckRule = {
  code: 'publish-unheard',
  severity: 'warning',
  summary: 'a grant allows publishing where nobody may receive anything',
  explanation: prose`
    No user of any broker may receive one of these topics, on the broker itself or behind bridges and under the names that
    they give. Messages are accepted, and end there. Often a subscriber's filter has another spelling, or a route of a
    bridge does not take the topics along.

    Grant somebody \`subscribe\` for them, correct the topic, or remove the grant.
  `,
  *check({ topology }) {
    const { sets, grants, isIdle } = grantUses(topology)
    for (const { grant, parties, given, used } of grants) {
      if (grant.action !== 'publish' || sets.isEmpty(given) || !sets.isEmpty(used)) continue
      if (parties.every(isIdle)) continue
      yield {
        message: `nobody may receive anything of ${grantLabel(grant)}, here or over a bridge`,
        at: { path: grant.path },
        hint: 'grant somebody "subscribe" for it, correct the topic, or remove it',
      }
    }
  },
}
