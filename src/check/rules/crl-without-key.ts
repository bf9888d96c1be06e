import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'
import { listenersOf } from '../listeners-of.ts'

export const crlWithoutKey: CheckRule = {
  code: 'crl-without-key',
  severity: 'error',
  summary: 'a listener checks revocation for an authority whose revocation list is not ours to sign',
  explanation: prose`
    With \`crl: true\` a broker refuses every client for whose issuer it has no revocation list. The list of an
    \`external\` authority can be signed only with its key, which lives elsewhere, so none of its clients would get
    in.

    Take the authority out of \`trust\` of this listener and open another one for its clients, or set \`crl: false\`.
  `,
  *check({ topology }) {
    for (const { broker, listener } of listenersOf(topology)) {
      const { tls, path } = listener
      if (tls?.kind !== 'certificate' || !tls.crl) continue
      const external = tls.trust.find(({ source }) => source === 'external')
      if (external === undefined) continue
      yield {
        message: `listener "${listener.name}" of broker "${broker.name}" checks revocation, but the list of authority ${quoted(external.name)} cannot be signed here`,
        at: { path: [...path, 'tls', 'crl'] },
        related: [
          { at: { path: external.path, on: 'key' }, message: 'the key of this authority lives elsewhere' },
        ],
        hint: 'open a listener of its own for clients of that authority, without "crl"',
      }
    }
  },
}
