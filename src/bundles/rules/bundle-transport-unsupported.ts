import { authKindOf } from '../../access/admission.ts'
import { prose } from '../../diagnostics/prose.ts'
import type { User } from '../../topology/user.ts'
import {
  askedAt,
  type BundleRule,
  type BundleUse,
  bundleHere,
  connectionFor,
  formatsWhere,
  troubledUses,
  userLabel,
} from '../bundle-uses.ts'
import type { Connection, Transport } from '../connection.ts'

export const bundleTransportUnsupported: BundleRule = {
  code: 'bundle-transport-unsupported',
  severity: 'error',
  needsWhole: true,
  summary: 'the program that reads a bundle cannot reach any listener that admits its user',
  explanation: prose`
    A bundle names the listener that its user connects to: the one that the user's \`listener\` names, or the first that
    admits the user and that the program can reach. mosquitto_pub speaks no websockets, and few programs open a Unix
    socket.

    Let a tcp listener admit the user, or choose a bundle of another format.
  `,
  *check({ fresh }) {
    for (const use of troubledUses(fresh, unreachable)) {
      const {
        user,
        bundle,
        format,
        problem: { listener, broker, transport },
      } = use
      yield {
        message: `bundle "${bundle.name}" cannot serve ${userLabel(user)}: ${format.reader} does not reach listener "${listener.name}" of broker "${broker.name}" over ${transport === 'unix' ? 'a Unix socket' : 'websockets'}`,
        at: askedAt(use),
        related: [
          ...bundleHere(bundle),
          { at: { path: listener.path, on: 'key' }, message: 'the listener is here' },
        ],
        hint: `choose a bundle of format ${formatsFor(user, transport)}, or let a tcp listener admit the user`,
      }
    }
  },
}

function formatsFor(user: User, transport: Transport): string {
  const kind = authKindOf(user.authentication)
  return formatsWhere(({ auth, transports }) => auth.includes(kind) && transports.includes(transport))
}

function unreachable(use: BundleUse): Connection | undefined {
  return use.user.at
    .map((broker) => connectionFor(use, broker))
    .find((connection) => connection !== undefined && !use.format.transports.includes(connection.transport))
}
