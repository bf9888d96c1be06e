import { type Hop, hopsOf, renamed } from '../../access/hops.ts'
import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { meet, overlaps } from '../../topic/filter.ts'
import type { CheckRule } from '../check-subject.ts'
import { overlappingHops } from '../overlapping-hops.ts'

export const bridgeDuplicate: CheckRule = {
  code: 'bridge-duplicate',
  severity: 'warning',
  summary: 'two bridges carry the same messages between the same brokers',
  explanation: prose`
    Every bridge brings its own copy: subscribers of the far broker receive each message twice. A second bridge does
    not make the first one safer; for that, give one bridge several \`addresses\`.

    Remove one of the routes, or one of the bridges.
  `,
  *check({ topology }) {
    for (const { hop, other, topic } of overlappingHops(topology.bridges.flatMap(hopsOf), arrivesTwice)) {
      yield {
        message: `bridges "${other.bridge.name}" and "${hop.bridge.name}" both carry ${quoted(topic)} from broker "${hop.from.name}" to "${hop.to.name}"`,
        at: { path: hop.route.path },
        related: [{ at: { path: other.route.path }, message: 'the route of the other bridge is here' }],
        hint: 'remove one of the routes; for fail-over give one bridge several addresses',
      }
    }
  },
}

/** True when two bridges give some message the same name at its destination. */
function arrivesTwice(hop: Hop, other: Hop): boolean {
  const common = meet(hop.source, other.source)
  if (hop.bridge === other.bridge || common === undefined) return false
  const [one, two] = [hop, other].map(({ source, target }) => renamed(common, source, target))
  return one !== undefined && two !== undefined && overlaps(one, two)
}
