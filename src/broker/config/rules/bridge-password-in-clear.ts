import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { ConfigRule } from '../config-rule.ts'

export const bridgePasswordInClear: ConfigRule = {
  code: 'bridge-password-in-clear',
  severity: 'warning',
  summary: 'a bridge sends its password over the network without encryption',
  explanation: prose`
    Whoever is on the way can read the password, and everything else. Turn TLS on with \`bridge_cafile\`, and connect to a
    port of the other broker that speaks it.
  `,
  *check({ scopes, config }) {
    for (const [i, { settings }] of scopes.bridges.entries()) {
      const bridge = config.bridges[i]
      const entry = settings.last('remote_password')
      if (bridge === undefined || entry === undefined || bridge.tls !== undefined || bridge.psk !== undefined)
        continue
      const away = bridge.addresses.find(({ host }) => !/^(127\.[0-9.]+|::1|localhost)$/.test(host))
      if (away === undefined) continue
      yield {
        message: `the bridge ${quoted(bridge.name)} sends its password to ${quoted(away.host)} without encryption`,
        at: { span: entry.keySpan },
        hint: 'turn TLS on by "bridge_cafile"',
      }
    }
  },
}
