import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { type ConfigRule, listenersOf } from '../config-rule.ts'

export const certificateAuthorityMissing: ConfigRule = {
  code: 'certificate-authority-missing',
  severity: 'warning',
  summary: 'clients must show a certificate, and no authority for them is named',
  explanation: prose`
    \`cafile\` or \`capath\` say whose certificates are good. Without them none is, and every handshake fails.
  `,
  *check(subject) {
    for (const { scope, config } of listenersOf(subject)) {
      const { tls } = config
      const entry = scope.settings.last('require_certificate')
      if (entry === undefined || tls === undefined || !tls.requireCertificate) continue
      if (tls.caFile !== undefined || tls.caPath !== undefined) continue
      yield {
        message: `no certificate is good enough for listener ${quoted(config.name)}: it names no authority`,
        at: { span: entry.keySpan },
        hint: 'write "cafile FILE" below the listener',
      }
    }
  },
}
