import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'

export const persistenceOffWithDurableBridge: CheckRule = {
  code: 'persistence-off-with-durable-bridge',
  severity: 'info',
  summary: 'what a broker queues for a bridge is lost when the broker restarts',
  explanation: prose`
    While a bridge with \`session.clean: false\` (the default) is cut off, its broker queues messages of QoS 1 and 2
    for it. Without \`persistence\` the queue is in memory only: a restart during the cut loses it.

    Set \`persistence: { enabled: true }\` for the broker that dials, or \`session: { clean: true }\` for the bridge where
    only fresh messages count.
  `,
  *check({ topology: { bridges } }) {
    for (const { name, from, clean, localClean = clean, routes, path } of bridges) {
      if (localClean || from.persistence.enabled) continue
      if (!routes.some(({ qos, direction }) => qos > 0 && direction !== 'in')) continue
      yield {
        message: `broker "${from.name}" queues messages for bridge "${name}" in memory only`,
        at: { path, on: 'key' },
        related: [{ at: { path: from.path, on: 'key' }, message: 'persistence is off at this broker' }],
        hint: `enable persistence at broker "${from.name}", or set "session: { clean: true }"`,
      }
    }
  },
}
