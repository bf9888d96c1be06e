import { prose } from '../../diagnostics/prose.ts'
import { covers, parseFilter } from '../../topic/filter.ts'
import type { CheckRule } from '../check-subject.ts'
import { grantLabel, writtenGrants } from '../written-grants.ts'

/** The one place under `$SYS` where bridges publish. */
const BRIDGE_STATES = parseFilter('$SYS/broker/connection/+/state')

export const sysPublish: CheckRule = {
  code: 'sys-publish',
  severity: 'warning',
  summary: 'a grant allows publishing under "$SYS", which brokers refuse',
  explanation: prose`
    The topics under \`$SYS\` are the broker's own statistics. Brokers refuse publications there whatever the rights
    say, and Mosquitto where a topic begins with that text at all, as \`$SYSTEM/a\` does; the exception is
    \`$SYS/broker/connection/+/state\`, where bridges report.

    Grant \`subscribe\` to read the statistics, or publish under a topic of your own, such as \`status/#\`.
  `,
  *check({ topology }) {
    for (const { grant, filter } of writtenGrants(topology)) {
      if (grant.effect === 'deny' || grant.action !== 'publish') continue
      if (filter.levels[0]?.startsWith('$SYS') !== true || covers(BRIDGE_STATES, filter)) continue
      yield {
        message: `${grantLabel(grant)} allows what brokers refuse: only they publish where a topic begins with "$SYS"`,
        at: { path: grant.path },
        hint: 'grant "subscribe" to read statistics, or use another topic',
      }
    }
  },
}
