import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { isTlsOn } from '../bridge-tls.ts'
import type { ConfigRule } from '../config-rule.ts'

export const bridgeNotEncrypted: ConfigRule = {
  code: 'bridge-not-encrypted',
  severity: 'warning',
  summary: 'a bridge has options of TLS, but none that turns TLS on',
  explanation: prose`
    A bridge speaks TLS when it has \`bridge_cafile\`, \`bridge_capath\`, \`bridge_tls_use_os_certs true\`, or a pre-shared key.
    With a certificate or a version of TLS alone it connects without encryption, and sends its password in the clear.
  `,
  *check({ scopes }) {
    for (const { settings, name } of scopes.bridges) {
      const entry = OPTIONS.map((option) => settings.last(option)).find((found) => found !== undefined)
      if (entry === undefined || isTlsOn(settings) || settings.has('bridge_psk')) continue
      yield {
        message: `the bridge ${quoted(name)} is not encrypted, for all that ${quoted(entry.key)} says`,
        at: { span: entry.keySpan },
        hint: 'name the authorities to trust by "bridge_cafile"',
      }
    }
  },
}

const OPTIONS = [
  'bridge_certfile',
  'bridge_keyfile',
  'bridge_alpn',
  'bridge_tls_version',
  'bridge_ciphers',
  'bridge_ciphers_tls1.3',
  'bridge_insecure',
]
