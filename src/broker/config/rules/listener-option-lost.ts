import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { ConfigRule } from '../config-rule.ts'

export const listenerOptionLost: ConfigRule = {
  code: 'listener-option-lost',
  severity: 'warning',
  summary: 'an option of a listener has no effect, because no listener is configured',
  explanation: prose`
    Without \`listener\`, the broker listens on this machine alone, on port 1883 or that of \`-p\`, and forgets what was said
    of listeners, certificates included. Write a \`listener\` above the option.
  `,
  *check({ scopes }) {
    if (!scopes.isLocalOnly) return
    for (const { key, keySpan } of scopes.listeners.flatMap(({ settings }) => settings.entries))
      yield {
        message: `${quoted(key)} has no effect, because there is no listener`,
        at: { span: keySpan },
        hint: 'write "listener PORT" above it',
      }
  },
}
