import { prose } from '../../../diagnostics/prose.ts'
import { needsPerListener } from '../conf/logins.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const offlineSessionsDenied: MosquittoRule = {
  code: 'offline-sessions-denied',
  severity: 'warning',
  summary: 'after a restart of the broker, absent clients miss what is sent before they come back',
  explanation: prose`
    The listeners of this broker differ in whom they let in, so Mosquitto 2.0 needs \`per_listener_settings\`. With that, it
    asks the listener of a client about its rights, and a session that was restored from disk has none until the client
    connects again: messages for it are refused meanwhile, although persistence is on.

    Let all listeners without client certificates take the same kinds of \`auth\`, put the plain listener on a broker of
    its own with a bridge, or run 2.1.
  `,
  *check({ topology: { brokers } }) {
    for (const broker of brokers) {
      if (!broker.persistence.enabled || !needsPerListener(broker)) continue
      yield {
        message: `broker "${broker.name}" keeps sessions on disk, but refuses messages for absent clients after a restart`,
        at: { path: [...broker.path, 'listeners'], on: 'key' },
        hint: 'let its listeners take the same kinds of auth, or split them over two brokers',
      }
    }
  },
}
