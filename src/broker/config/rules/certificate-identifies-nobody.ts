import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { type ConfigRule, isIdentifiedByTls, listenersOf } from '../config-rule.ts'

export const certificateIdentifiesNobody: ConfigRule = {
  code: 'certificate-identifies-nobody',
  severity: 'warning',
  summary: 'clients must show a certificate, and are then refused for having no username',
  explanation: prose`
    \`require_certificate\` checks the certificate and forgets it. Who the client is comes from its username, which
    certificates give only with \`use_identity_as_username true\` or \`use_subject_as_username true\`.
  `,
  needsWhole: true,
  *check(subject) {
    for (const { scope, config, security, admitsAnonymous } of listenersOf(subject)) {
      const isRequired = config.tls?.requireCertificate === true && !isIdentifiedByTls(config)
      const entry = scope.settings.last('require_certificate')
      if (!isRequired || entry === undefined) continue
      if (admitsAnonymous || security.passwordFile !== undefined) continue
      yield {
        message: `no client can come in by listener ${quoted(config.name)}: its certificate is no username, and there are no passwords`,
        at: { span: entry.keySpan },
        hint: 'write "use_identity_as_username true" below it',
      }
    }
  },
}
