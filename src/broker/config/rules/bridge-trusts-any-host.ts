import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { ConfigRule } from '../config-rule.ts'

export const bridgeTrustsAnyHost: ConfigRule = {
  code: 'bridge-trusts-any-host',
  severity: 'warning',
  summary: 'a bridge does not look whose certificate the other broker shows',
  explanation: prose`
    With \`bridge_insecure true\`, whoever has any certificate of an authority that the bridge trusts can stand in for the
    other broker. Mosquitto warns as well. Connect to a name that the certificate has, or issue one that has the name.
  `,
  *check({ scopes }) {
    for (const { settings, name } of scopes.bridges) {
      const entry = settings.last('bridge_insecure')
      if (entry === undefined || settings.boolean('bridge_insecure') !== true) continue
      yield {
        message: `the bridge ${quoted(name)} takes certificates for other hosts`,
        at: { span: entry.keySpan },
        hint: 'connect to a name that the certificate of the other broker has',
      }
    }
  },
}
