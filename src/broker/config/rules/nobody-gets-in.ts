import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { type ConfigRule, isIdentifiedByTls, listenersOf } from '../config-rule.ts'

export const nobodyGetsIn: ConfigRule = {
  code: 'nobody-gets-in',
  severity: 'warning',
  summary: 'no client can come in by a listener',
  explanation: prose`
    As soon as there is a \`listener\`, clients without a username are refused, unless \`allow_anonymous true\` says
    otherwise; and without a password file, all others are too. Name a \`password_file\`, or let TLS say who clients are.
  `,
  needsWhole: true,
  *check(subject) {
    for (const { scope, config, security, admitsAnonymous } of listenersOf(subject)) {
      if (admitsAnonymous || security.passwordFile !== undefined || isIdentifiedByTls(config)) continue
      if (config.tls?.requireCertificate === true) continue // certificate-identifies-nobody says it better
      yield {
        message: `no client can come in by listener ${quoted(config.name)}: there are no passwords, and anonymous clients are refused`,
        at: { span: scope.opener.valueSpan },
        hint: 'name a password_file, or write "allow_anonymous true"',
      }
    }
  },
}
