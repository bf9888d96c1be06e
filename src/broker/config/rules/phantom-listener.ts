import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { type ConfigRule, listenersOf } from '../config-rule.ts'

export const phantomListener: ConfigRule = {
  code: 'phantom-listener',
  severity: 'warning',
  summary: 'an option before the first listener opens port 1883 on all addresses',
  explanation: prose`
    An option of a listener that stands before the first \`listener\`, or first in an included file, belongs to a listener
    that nobody wrote: port 1883 on all addresses, without TLS, beside those of the configuration. So Mosquitto has it,
    and so does this broker.

    Move the option below the \`listener\` it is meant for. If port 1883 is meant, write \`listener 1883\` above it.
  `,
  *check(subject) {
    for (const { scope, config } of listenersOf(subject)) {
      const { opener, isDefault, settings } = scope
      if (!isDefault || settings.has('port') || settings.has('bind_address')) continue
      yield {
        message: `${quoted(opener.key)} stands before any listener of its file, so port ${config.port} is open on all addresses`,
        at: { span: opener.keySpan },
        hint: 'move it below the listener that it is meant for',
      }
    }
  },
}
