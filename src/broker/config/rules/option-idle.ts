import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { type ConfigRule, type ListenerView, listenersOf } from '../config-rule.ts'

export const optionIdle: ConfigRule = {
  code: 'option-idle',
  severity: 'warning',
  summary: 'an option of a listener has no effect, because another one is missing',
  explanation: prose`
    Mosquitto says nothing of this, and takes connections as if the option were not there: \`require_certificate true\` on a
    listener without \`certfile\` and \`keyfile\` asks for nothing, and a \`crlfile\` without \`require_certificate true\` revokes
    nothing. The message says what is missing.
  `,
  needsWhole: true,
  *check(subject) {
    for (const view of listenersOf(subject)) {
      for (const { option, key, keySpan, value } of view.scope.settings.entries) {
        const because = reasons.find(({ options }) => options.includes(option.name))?.because(view)
        const isOff = value === undefined || (value.kind === 'boolean' && !value.value)
        if (because === undefined || isOff) continue
        yield {
          message: `${quoted(key)} has no effect: ${because}`,
          at: { span: keySpan },
          hint: 'remove it, or write what is missing',
        }
      }
    }
  },
}

interface Reason {
  readonly options: readonly string[]
  /** `undefined`: the option does something. */
  readonly because: (listener: ListenerView) => string | undefined
}

const NO_TLS = 'the listener has no "certfile" and "keyfile", so nothing is encrypted there'
const NOT_ASKED = 'clients are not asked for a certificate without "require_certificate true"'

const reasons: readonly Reason[] = [
  {
    options: ['crlfile', 'disable_client_cert_date_checks', 'cafile', 'capath'],
    because: ({ config: { tls } }) =>
      tls === undefined ? NO_TLS : tls.requireCertificate ? undefined : NOT_ASKED,
  },
  {
    options: ['require_certificate', 'use_subject_as_username', 'ciphers_tls1.3'],
    because: ({ config: { tls } }) => (tls === undefined ? NO_TLS : undefined),
  },
  {
    options: ['use_identity_as_username', 'ciphers', 'tls_version'],
    because: ({ config: { tls, psk } }) => (tls === undefined && psk === undefined ? NO_TLS : undefined),
  },
  {
    options: ['websockets_origin'],
    because: ({ config: { protocol } }) =>
      protocol === 'websockets' ? undefined : 'the listener has no "protocol websockets"',
  },
  {
    options: ['proxy_protocol_v2_require_tls'],
    because: ({ config: { proxyProtocol } }) =>
      proxyProtocol === 2 ? undefined : 'the listener has no "enable_proxy_protocol 2"',
  },
]
