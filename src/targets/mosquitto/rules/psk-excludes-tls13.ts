import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { besidePreSharedKeys } from '../beside-pre-shared-keys.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const pskExcludesTls13: MosquittoRule = {
  code: 'psk-excludes-tls13',
  severity: 'error',
  summary: 'a listener with TLS 1.3 alone stands beside one with pre-shared keys, which turns TLS 1.3 off',
  explanation: prose`
    As soon as Mosquitto 2.1 has a file with pre-shared keys, it turns TLS 1.3 off on every listener with a certificate. With
    \`minVersion: "1.3"\` no version is left, and nobody can connect.

    Put the listener with pre-shared keys on a broker of its own, with a bridge, or lower \`minVersion\`.
  `,
  *check({ topology }) {
    for (const { broker, listener, psk } of besidePreSharedKeys(topology, '1.3')) {
      yield {
        message: `listener ${quoted(listener.name)} of broker ${quoted(broker.name)} wants TLS 1.3, which Mosquitto 2.1 turns off for the pre-shared keys of listener ${quoted(psk.name)}`,
        at: { path: [...listener.path, 'tls', 'minVersion'] },
        related: [{ at: { path: psk.path, on: 'key' }, message: 'pre-shared keys are taken here' }],
        hint: 'put the listener with pre-shared keys on a broker of its own, or lower minVersion',
      }
    }
  },
}
