import { type Hop, hopsOf } from '../../access/hops.ts'
import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'

export const sysRoute: CheckRule = {
  code: 'sys-route',
  severity: 'warning',
  summary: 'a route brings messages to topics under "$SYS", which belong to the broker there',
  explanation: prose`
    Both brokers publish their own statistics under \`$SYS\`. A broker refuses what others publish there, and mixed
    statistics of two brokers would tell nothing.

    Rename the topics on the way: \`{ out: "$SYS/broker/#", remote: "sites/berlin/sys/#" }\`.
  `,
  *check({ topology: { bridges } }) {
    for (const hop of bridges.flatMap(hopsOf)) {
      const { bridge, route, target, to } = hop
      if (!/^\$SYS(\/|$)/.test(target.text)) continue
      yield {
        message: `a route of bridge "${bridge.name}" brings messages to ${quoted(target.text)} on broker "${to.name}", where only the broker publishes`,
        at: { path: targetPath(hop) },
        related: [{ at: { path: route.path }, message: 'the route is here' }],
        hint: 'give the topics another name on that side',
      }
    }
  },
}

function targetPath({ bridge, route, to }: Hop) {
  return [...route.path, to === bridge.to ? 'remote' : route.direction]
}
