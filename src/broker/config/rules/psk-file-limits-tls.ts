import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { type ConfigRule, listenersOf } from '../config-rule.ts'

export const pskFileLimitsTls: ConfigRule = {
  code: 'psk-file-limits-tls',
  severity: 'warning',
  summary: 'a listener wants TLS 1.3, which `psk_file` turns off',
  explanation: prose`
    Mosquitto 2.1 turns TLS 1.3 off on every listener with a certificate as soon as there is a \`psk_file\`, and so does
    this broker. With \`tls_version tlsv1.3\` no version is left, and no client gets in.

    Put the listener with pre-shared keys on a broker of its own, with a bridge.
  `,
  *check(subject) {
    for (const { scope, config } of listenersOf(subject)) {
      if (config.tls?.maxVersion === undefined) continue
      const wish = scope.settings.last('tls_version')
      const suites = scope.settings.last('ciphers_tls1.3')
      const entry = config.tls.minVersion === 'TLSv1.3' ? wish : suites
      if (entry === undefined) continue
      yield {
        message: `${quoted(entry.key)} is about TLS 1.3, which is off because there is a "psk_file"`,
        at: { span: entry.keySpan },
        hint: 'put the listener with pre-shared keys on a broker of its own',
      }
    }
  },
}
