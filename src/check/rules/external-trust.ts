import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'
import { listenersOf } from '../listeners-of.ts'

export const externalTrust: CheckRule = {
  code: 'external-trust',
  severity: 'info',
  summary: 'an authority elsewhere can make certificates in the name of every user',
  explanation: prose`
    A broker takes the name in a certificate for the username, whichever of the trusted authorities signed it. So
    whoever holds the key of an \`external\` authority can connect as any user of the broker, or let others do so; and
    people whom it gave the name of a user by chance are that user.

    Trust an external authority on a broker of its own, or make sure that it gives out no names of your users.
  `,
  *check({ topology }) {
    for (const { broker, listener } of listenersOf(topology)) {
      const { tls, path } = listener
      const external = tls?.kind === 'certificate' && tls.trust.find(({ source }) => source === 'external')
      if (!external) continue
      yield {
        message: `authority ${quoted(external.name)}, whose key lives elsewhere, can certify every user of broker "${broker.name}" on listener "${listener.name}"`,
        at: { path: [...path, 'tls', 'trust'] },
        related: [{ at: { path: external.path, on: 'key' }, message: 'the authority is here' }],
        hint: 'make sure that it certifies nobody under the name of one of your users',
      }
    }
  },
}
