import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { type ConfigRule, listenersOf } from '../config-rule.ts'

export const identityWithoutCertificate: ConfigRule = {
  code: 'identity-without-certificate',
  severity: 'warning',
  summary: 'usernames come from certificates that clients are not asked for',
  explanation: prose`
    Without \`require_certificate true\`, Mosquitto does not ask for a certificate at all, so no client has one, and with
    \`use_identity_as_username\` or \`use_subject_as_username\` nobody gets in.
  `,
  *check(subject) {
    for (const { scope, config } of listenersOf(subject)) {
      if (config.tls === undefined || config.tls.username === 'connect' || config.tls.requireCertificate)
        continue
      const entry = scope.settings.last(
        config.tls.username === 'subject' ? 'use_subject_as_username' : 'use_identity_as_username',
      )
      if (entry === undefined) continue
      yield {
        message: `${quoted(entry.key)} lets nobody in, because clients are not asked for a certificate`,
        at: { span: entry.keySpan },
        hint: 'write "require_certificate true" and a "cafile" below the listener',
      }
    }
  },
}
