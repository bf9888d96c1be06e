import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const runsAsRoot: MosquittoRule = {
  code: 'runs-as-root',
  severity: 'warning',
  summary: 'a broker runs as root',
  explanation: prose`
    A mistake in the broker or a plugin then gives away the whole machine, and Mosquitto warns of it at each start. It needs
    no right of root: it opens its sockets as its own account.

    Leave \`install.user\` out, which means the account \`mosquitto\`.
  `,
  *check({ topology: { brokers } }) {
    for (const { name, install, path } of brokers.filter(({ install }) => install.user === 'root')) {
      yield {
        message: `broker ${quoted(name)} runs as ${quoted(install.user)}`,
        at: { path: [...path, 'install', 'user'] },
        hint: 'remove it, or name an account of the broker alone',
      }
    }
  },
}
