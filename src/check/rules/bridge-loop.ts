import { findBridgeLoops } from '../../access/bridge-loops.ts'
import { prose } from '../../diagnostics/prose.ts'
import { quoted, quotedList } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'

export const bridgeLoop: CheckRule = {
  code: 'bridge-loop',
  severity: 'error',
  summary: 'bridges carry a message back to a broker that has sent it out already',
  explanation: prose`
    A broker does not know that it has seen a message before. One that comes back over other bridges than it left by
    is sent out again, and goes round, thousands of times a second, until a connection breaks. A single bridge is
    safe: it does not send back what came over it.

    Break the circle: leave out one of the bridges, send the topics of each site under a prefix of its own, or
    narrow the routes so that what comes in is not what goes out. The finding names a message that goes round.
  `,
  *check({ topology }) {
    for (const { hops, leavesAs, returnsAs } of findBridgeLoops(topology.bridges)) {
      const [first, ...others] = hops
      const names = [...new Set(hops.map(({ bridge }) => bridge.name))]
      yield {
        message: `bridges ${quotedList(names)} carry ${quoted(leavesAs)} from broker "${first.from.name}" back to it, as ${quoted(returnsAs)}, and out again`,
        at: { path: first.route.path },
        related: others.map(({ route, to }) => ({
          at: { path: route.path },
          message: `from here it goes on to broker "${to.name}"`,
        })),
        hint: 'narrow one of these routes, or leave out one of the bridges',
      }
    }
  },
}
