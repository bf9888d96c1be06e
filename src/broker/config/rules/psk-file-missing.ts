import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { type ConfigRule, listenersOf } from '../config-rule.ts'

export const pskFileMissing: ConfigRule = {
  code: 'psk-file-missing',
  severity: 'warning',
  summary: 'a listener takes pre-shared keys, and there are none',
  explanation: prose`
    \`psk_hint\` turns TLS with pre-shared keys on; the keys are in the \`psk_file\`. Without it every handshake fails.
  `,
  *check(subject) {
    for (const { scope, config, security } of listenersOf(subject)) {
      const hint = scope.settings.last('psk_hint')
      if (config.psk === undefined || hint === undefined || security.pskFile !== undefined) continue
      yield {
        message: `no client can come in by listener ${quoted(config.name)}: there is no "psk_file"`,
        at: { span: hint.keySpan },
        hint: 'write "psk_file FILE" before the listeners',
      }
    }
  },
}
