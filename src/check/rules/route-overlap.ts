import { hopsOf } from '../../access/hops.ts'
import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'
import { overlappingHops } from '../overlapping-hops.ts'

export const routeOverlap: CheckRule = {
  code: 'route-overlap',
  severity: 'warning',
  summary: 'two routes of one bridge carry the same messages in the same direction',
  explanation: prose`
    Each route is a subscription of its own. Where two overlap, a message that both match is carried twice, and
    where they rename it differently, it depends on the engine and on their order what it is called.

    Narrow one of the routes, or remove it. A route \`both\` counts for either direction.
  `,
  *check({ topology }) {
    for (const bridge of topology.bridges) {
      for (const { hop, other, topic } of overlappingHops(hopsOf(bridge))) {
        yield {
          message: `two routes of bridge "${bridge.name}" carry ${quoted(topic)} from broker "${hop.from.name}" to "${hop.to.name}"`,
          at: { path: hop.route.path },
          related: [{ at: { path: other.route.path }, message: 'the other route is here' }],
          hint: 'narrow one of the routes, or remove it',
        }
      }
    }
  },
}
