import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { bridgeTopicLines } from '../bridge-topic.ts'
import type { BridgeTopic } from '../broker-config.ts'
import type { ConfigRule } from '../config-rule.ts'
import { Findings } from '../findings.ts'

export const bridgeTopicNotRenamed: ConfigRule = {
  code: 'bridge-topic-not-renamed',
  severity: 'warning',
  summary: 'one of the topics that a bridge carries is not renamed as the others are',
  explanation: prose`
    The filter \`site/#\` matches the topic \`site\` too, which does not start with the prefix \`site/\`. So nothing is cut off
    it, and it reaches the other side under a name that nobody expects. The pattern \`+/#\` in place of \`#\` leaves it out; if
    it is needed, a line with the pattern \`""\` and prefixes without the slash carries it.
  `,
  *check({ scopes }) {
    for (const { settings } of scopes.bridges) {
      for (const { entry, topic } of bridgeTopicLines(settings.all('topic'), new Findings())) {
        const parent = parentOf(topic)
        if (parent === undefined) continue
        yield {
          message: `the topic ${quoted(parent)} goes over the bridge too, and does not start with the prefix`,
          at: { span: entry.valueSpan },
          hint: 'write the pattern "+/#" in place of "#"',
        }
      }
    }
  },
}

/** The topic above all that a line carries, where the prefix to cut off is longer than it. */
function parentOf({ pattern, direction, localPrefix, remotePrefix }: BridgeTopic): string | undefined {
  if (pattern !== '#') return undefined
  const cut = [direction === 'in' ? '' : localPrefix, direction === 'out' ? '' : remotePrefix]
  return cut.find((prefix) => prefix.length > 1 && prefix.endsWith('/'))?.slice(0, -1)
}
