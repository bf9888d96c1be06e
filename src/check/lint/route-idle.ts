import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { parseFilter } from '../../topic/filter.ts'
import type { CheckRule } from '../check-subject.ts'
import { grantUses } from '../grant-use.ts'

export const routeIdle: CheckRule = {
  code: 'route-idle',
  severity: 'warning',
  summary: 'a route of a bridge carries nothing that anybody publishes, or that anybody receives',
  explanation: prose`
    Messages come over a route where somebody may publish them on the one side, or where another bridge brings them there,
    and are of use where somebody may receive them on the other side, or behind it. This route has nobody on one of its
    sides. Often one of its two filters has a spelling or a prefix that the users there do not have.

    Correct the filter, grant the rights, or remove the route.
  `,
  *check({ topology }) {
    const { sets, traffic, model } = grantUses(topology)
    const dollar = sets.complement(sets.topicsOf(parseFilter('#')))
    for (const hop of model.ways.hops) {
      const { route, from, to, source, target } = hop
      const sent = sets.intersection(traffic.fed(from), sets.topicsOf(source))
      const arriving = model.ways.carry(hop, sent)
      if (!sets.isEmpty(sets.intersection(arriving, traffic.heard(to)))) continue
      if (sets.includes(dollar, sets.topicsOf(source))) continue
      const [what, who] = sets.isEmpty(sent)
        ? [`publish anything of ${quoted(source.text)}`, from.name]
        : [`receive anything of ${quoted(target.text)}`, to.name]
      yield {
        message: `nobody may ${what} on broker ${quoted(who)}, so the route from ${quoted(from.name)} to ${quoted(to.name)} is of no use`,
        at: { path: route.path },
        hint: 'correct its filters, grant the rights, or remove it',
      }
    }
  },
}
