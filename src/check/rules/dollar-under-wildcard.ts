import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { everythingGrants } from '../everything-grants.ts'
import type { GrantList } from '../written-grants.ts'

export const dollarUnderWildcard: CheckRule = {
  code: 'dollar-under-wildcard',
  severity: 'info',
  summary: '"#" does not include topics that begin with "$"',
  explanation: prose`
    A filter that begins with a wildcard matches no topic that begins with \`$\` [MQTT-4.7.2-1]. A user with
    \`subscribe: ["#"]\` receives all messages of clients, but not the broker's statistics under \`$SYS\`.

    Add \`$SYS/#\` for users that watch the broker. Otherwise nothing needs to be done.
  `,
  *check({ topology }) {
    for (const { grant, lists } of everythingGrants(topology)) {
      if (grant.action !== 'subscribe' || lists.some(grantsDollarTopics)) continue
      yield {
        message: `subscribe "${grant.filter.text}" does not include "$SYS/#"`,
        at: { path: grant.path },
        hint: 'add "$SYS/#" if the broker\'s statistics are meant too',
      }
    }
  },
}

function grantsDollarTopics({ grants }: GrantList): boolean {
  return grants.some(({ action, filter }) => action === 'subscribe' && filter.text.startsWith('$'))
}
