import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { besidePreSharedKeys } from '../beside-pre-shared-keys.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const pskDisablesTls13: MosquittoRule = {
  code: 'psk-disables-tls13',
  severity: 'warning',
  summary: 'a listener loses TLS 1.3 because another one takes pre-shared keys',
  explanation: prose`
    As soon as Mosquitto 2.1 has a file with pre-shared keys, it turns TLS 1.3 off on every listener with a certificate. TLS
    1.2 goes on working, and is safe with the ciphers that Mosquitto chooses. 2.0 does not do this.

    Put the listener with pre-shared keys on a broker of its own, with a bridge, if clients need TLS 1.3.
  `,
  *check({ topology }) {
    for (const { broker, listener, psk } of besidePreSharedKeys(topology, '1.2')) {
      yield {
        message: `listener ${quoted(listener.name)} of broker ${quoted(broker.name)} has no TLS 1.3 in Mosquitto 2.1, since listener ${quoted(psk.name)} takes pre-shared keys`,
        at: { path: listener.path, on: 'key' },
        related: [{ at: { path: psk.path, on: 'key' }, message: 'pre-shared keys are taken here' }],
        hint: 'put the listener with pre-shared keys on a broker of its own if TLS 1.3 is needed',
      }
    }
  },
}
