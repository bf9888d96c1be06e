import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { listenersOf } from '../listeners-of.ts'

export const pskWithOtherAuth: CheckRule = {
  code: 'psk-with-other-auth',
  severity: 'error',
  summary: 'a listener with pre-shared keys also offers authentication without them',
  explanation: prose`
    On a listener with \`tls: { psk: … }\` every client must know a pre-shared key before the first MQTT packet, and
    the key's identity is its username. Users with a password, a certificate or nothing at all have no such key,
    so they can never connect there.

    Leave \`psk\` as the only kind in \`auth\`, and open a second listener for the others.
  `,
  *check({ topology }) {
    for (const { broker, listener } of listenersOf(topology)) {
      const others = listener.auth.filter((kind) => kind !== 'psk')
      const [other] = others
      // "certificate" there is auth-kind-without-tls.
      if (listener.tls?.kind !== 'psk' || other === undefined || other === 'certificate') continue
      yield {
        message: `listener "${listener.name}" of broker "${broker.name}" asks for pre-shared keys, which users with "${other}" do not have`,
        at: { path: [...listener.path, 'auth'] },
        related: [
          { at: { path: [...listener.path, 'tls', 'psk'] }, message: 'pre-shared keys are chosen here' },
        ],
        hint: 'leave "psk" as the only kind in its auth, and open a second listener for the others',
      }
    }
  },
}
