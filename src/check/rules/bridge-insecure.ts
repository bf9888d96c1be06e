import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'

export const bridgeInsecure: CheckRule = {
  code: 'bridge-insecure',
  severity: 'warning',
  summary: 'a bridge does not check that it talks to the right broker',
  explanation: prose`
    With \`tls.insecure\` the bridge takes any certificate of the right authority for the far broker's, whatever name
    is in it. Whoever has one such certificate and stands between the brokers can read and change everything.

    Rather add the name or address that the bridge dials to \`altNames\` of the far broker: its certificate then has
    it. Keep \`insecure\` only while that is impossible; its reason is repeated in every run.
  `,
  *check({ topology: { bridges } }) {
    for (const { name, to, insecureReason, path } of bridges) {
      if (insecureReason === undefined) continue
      yield {
        message: `bridge "${name}" does not check the name in the certificate of broker "${to.name}": ${quoted(insecureReason)}`,
        at: { path: [...path, 'tls', 'insecure'] },
        hint: `add the address it dials to the altNames of broker "${to.name}", and remove "insecure"`,
      }
    }
  },
}
