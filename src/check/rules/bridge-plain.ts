import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { isOpenToNetwork, machineOf } from '../network-reach.ts'

export const bridgePlain: CheckRule = {
  code: 'bridge-plain',
  severity: 'warning',
  summary: 'a bridge crosses the network without encryption',
  explanation: prose`
    A bridge carries the messages of a whole site, and its credentials. Over a listener without TLS everybody on the
    way can read them, change them, and take the place of either broker.

    Let the bridge use a listener with \`tls\`; with \`auth: [certificate]\` there, its certificate is made for it.
  `,
  *check({ topology: { bridges } }) {
    for (const { name, from, to, listener, path } of bridges) {
      if (listener.tls !== undefined || !isOpenToNetwork(listener) || machineOf(from) === machineOf(to))
        continue
      yield {
        message: `bridge "${name}" goes from broker "${from.name}" to "${to.name}" without TLS`,
        at: { path, on: 'key' },
        related: [
          { at: { path: listener.path, on: 'key' }, message: `listener "${listener.name}" has no TLS` },
        ],
        hint: `give listener "${listener.name}" TLS, or name another listener`,
      }
    }
  },
}
