import { prose } from '../../diagnostics/prose.ts'
import { findUser } from '../../topology/find-user.ts'
import { ANONYMOUS } from '../../topology/users/resolve-users.ts'
import type { CheckRule } from '../check-subject.ts'
import { listenersOf } from '../listeners-of.ts'

export const anonymousWithoutUser: CheckRule = {
  code: 'anonymous-without-user',
  severity: 'warning',
  needsWhole: true,
  summary: 'a listener admits anonymous clients, which have no rights',
  explanation: prose`
    Clients without a username have the rights of the user \`anonymous\`. Where that user does not exist, or is not
    \`at\` this broker, they can connect and then neither publish nor receive anything, which looks like a fault of
    the network: MQTT 3 tells no client that it was refused.

    Add a user \`anonymous\` with the rights that everybody may have, or remove \`anonymous\` from \`auth\`.
  `,
  *check({ topology }) {
    const user = findUser(topology.users, ANONYMOUS)
    const known = new Set(user?.kind === 'anonymous' ? user.at : [])
    for (const { broker, listener } of listenersOf(topology)) {
      if (!listener.auth.includes('anonymous') || known.has(broker)) continue
      yield {
        message: `listener "${listener.name}" admits anonymous clients, but broker "${broker.name}" has no user "anonymous"`,
        at: { path: [...listener.path, 'auth'] },
        hint: `add a user "anonymous" at "${broker.name}", or remove "anonymous" from the listener's auth`,
      }
    }
  },
}
