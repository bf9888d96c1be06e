import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { ConfigRule } from '../config-rule.ts'

export const bridgeEcho: ConfigRule = {
  code: 'bridge-echo',
  severity: 'warning',
  summary: 'what a bridge sends comes back over it',
  explanation: prose`
    Before MQTT 5.0, \`try_private\` is how the other broker learns that this is a bridge, and does not send its own
    messages back to it. Without it, each message of a topic with the direction \`both\` comes back once as a copy. Leave
    \`try_private\` out, or write \`bridge_protocol_version mqttv50\`, which has a subscription option for it.
  `,
  *check({ scopes, config }) {
    for (const [i, { settings }] of scopes.bridges.entries()) {
      const bridge = config.bridges[i]
      const entry = settings.last('try_private')
      if (bridge === undefined || entry === undefined || bridge.tryPrivate || bridge.protocolVersion === 5)
        continue
      if (!bridge.topics.some(({ direction }) => direction === 'both')) continue
      yield {
        message: `what the bridge ${quoted(bridge.name)} sends comes back over it`,
        at: { span: entry.keySpan },
        hint: 'remove the line, or write "bridge_protocol_version mqttv50"',
      }
    }
  },
}
