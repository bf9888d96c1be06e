import { prose } from '../../../diagnostics/prose.ts'
import { quoted, quotedList } from '../../../diagnostics/quoted.ts'
import type { Broker } from '../../../topology/broker.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

const DEFAULT_MAX_QOS = 2
const DEFAULT_MAX_TOPIC_ALIAS = 10

export const limitsLostAtReload: MosquittoRule = {
  code: 'limits-lost-at-reload',
  severity: 'info',
  summary: 'Mosquitto 2.0 forgets limits of its listeners when it reloads its configuration',
  explanation: prose`
    On SIGHUP, Mosquitto 2.0 puts \`maxConnections\`, \`maxQos\` and \`maxTopicAlias\` of every listener back to what they are
    by default, and does not read them again. They hold until the first reload, and again after a restart.

    Restart the broker instead of reloading it, or run 2.1.
  `,
  *check({ topology: { brokers } }) {
    for (const broker of brokers.filter(({ engine }) => engine.version === '2.0')) {
      const lost = lostLimits(broker)
      if (lost.length === 0) continue
      yield {
        message: `broker ${quoted(broker.name)} forgets ${quotedList(lost)} at its first reload`,
        at: { path: broker.path, on: 'key' },
        hint: 'restart it instead of reloading it, or run 2.1',
      }
    }
  },
}

function lostLimits({ listeners, limits }: Broker): readonly string[] {
  const { maxTopicAlias = DEFAULT_MAX_TOPIC_ALIAS } = limits
  return [
    ...(listeners.some(({ maxConnections }) => maxConnections !== undefined) ? ['maxConnections'] : []),
    ...(listeners.some(({ maxQos = DEFAULT_MAX_QOS }) => maxQos !== DEFAULT_MAX_QOS) ? ['maxQos'] : []),
    ...(maxTopicAlias === DEFAULT_MAX_TOPIC_ALIAS ? [] : ['maxTopicAlias']),
  ]
}
