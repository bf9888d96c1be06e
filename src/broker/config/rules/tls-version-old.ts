import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { type ConfigRule, listenersOf } from '../config-rule.ts'

export const tlsVersionOld: ConfigRule = {
  code: 'tls-version-old',
  severity: 'warning',
  summary: 'a listener speaks a version of TLS that is broken',
  explanation: prose`
    TLS 1.1 is no longer safe (RFC 8996), and most libraries refuse it. Mosquitto warns as well. All clients of the last
    ten years speak TLS 1.2.
  `,
  *check(subject) {
    for (const { scope, config } of listenersOf(subject)) {
      const entry = scope.settings.last('tls_version')
      if (config.tls?.minVersion !== 'TLSv1.1' || entry === undefined) continue
      yield {
        message: `listener ${quoted(config.name)} speaks TLS 1.1, which is broken`,
        at: { span: entry.valueSpan },
        hint: 'write tlsv1.2',
      }
    }
  },
}
