import { prose } from '../../../diagnostics/prose.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const retainRight: MosquittoRule = {
  code: 'retain-right',
  severity: 'error',
  summary: 'Mosquitto cannot refuse retained messages for one topic',
  explanation: prose`
    \`retain: deny\` in a grant means that messages there may be published, but not retained. Neither the ACL file nor the
    dynamic-security plugin looks at the retain flag. \`retain: { available: false }\` refuses retained messages on a whole
    broker.
  `,
  *check({ fresh }) {
    const seen = new Set<unknown>()
    for (const { grants, at } of fresh) {
      const retainsNothing = at.every(({ retain }) => !retain.available)
      if (seen.has(grants) || retainsNothing) continue
      seen.add(grants)
      for (const { retain, filter, path } of grants) {
        if (retain === 'allow' || seen.has(path)) continue
        seen.add(path)
        yield {
          message: `Mosquitto cannot keep messages on "${filter.text}" from being retained`,
          at: { path },
          hint: 'remove "retain: deny", or turn retained messages off for the broker with retain: { available: false }',
        }
      }
    }
  },
}
