import { hopsOf } from '../../access/hops.ts'
import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'

export const retainLostOnBridge: CheckRule = {
  code: 'retain-lost-on-bridge',
  severity: 'warning',
  summary: 'a route keeps the retain flag towards a broker that refuses retained messages',
  explanation: prose`
    A route with \`retain: keep\` (the default) sends retained messages on as retained. A broker with
    \`retain: { available: false }\` ends the connection of a client that does so, which takes the whole bridge down at
    the first retained message.

    Set \`retain: drop\` for the route, or allow retained messages at that broker.
  `,
  *check({ topology: { bridges } }) {
    for (const { bridge, route, to } of bridges.flatMap(hopsOf)) {
      if (to !== bridge.to || to.retain.available || route.retain === 'drop') continue
      yield {
        message: `a route of bridge "${bridge.name}" sends retained messages to broker "${to.name}", which refuses them`,
        at: { path: route.path },
        related: [{ at: { path: [...to.path, 'retain'] }, message: 'retained messages are refused here' }],
        hint: 'set "retain: drop" for the route',
      }
    }
  },
}
