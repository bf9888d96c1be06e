import { nameLostOn } from '../../access/hops.ts'
import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { isLevel } from '../../topic/filter.ts'
import type { CheckRule } from '../check-subject.ts'
import { grantUses } from '../grant-use.ts'

export const routeEmptiesName: CheckRule = {
  code: 'route-empties-name',
  severity: 'warning',
  summary: 'somebody may publish a message that a route leaves without a name, which cuts the bridge',
  explanation: prose`
    A route that takes a prefix away, such as from \`berlin/#\` to \`#\`, makes an empty name of the topic \`berlin/\`. No
    message may have one, so Mosquitto closes the connection of the bridge where it comes, loses what is on its way, and
    connects again after a while. Whoever may publish that one topic can keep the bridge down.

    Deny \`publish\` of that topic to those who may, or keep a prefix on both sides of the route.
  `,
  *check({ topology }) {
    const { sets, traffic, model } = grantUses(topology)
    for (const hop of model.ways.hops) {
      const topic = nameLostOn(hop)
      if (topic === undefined || !topic.split('/').every(isLevel)) continue
      if (!sets.contains(traffic.published(hop.from), topic)) continue
      yield {
        message: `somebody may publish ${quoted(topic)} on broker ${quoted(hop.from.name)}, which has no name on broker ${quoted(hop.to.name)} and cuts the bridge`,
        at: { path: hop.route.path },
        hint: `deny "publish" of ${quoted(topic)} to those who may, or keep a prefix on both sides`,
      }
    }
  },
}
