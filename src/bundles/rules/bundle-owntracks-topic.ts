import { prose } from '../../diagnostics/prose.ts'
import {
  askedAt,
  type BundleRule,
  type BundleUse,
  bundleHere,
  connectionFor,
  takesCredentials,
  troubledUses,
  userLabel,
} from '../bundle-uses.ts'
import { viewForCheck } from '../check-view.ts'
import { publishBase } from '../formats/otrc.ts'

export const bundleOwnTracksTopic: BundleRule = {
  code: 'bundle-owntracks-topic',
  severity: 'warning',
  needsWhole: true,
  summary: 'a user of OwnTracks may not publish under "owntracks"',
  explanation: prose`
    OwnTracks publishes positions to \`owntracks/USER/DEVICE\` and below. Its configuration names that topic, or another
    one under \`owntracks\` that the user may publish to; mqttopia takes no other, lest a position arrive as a command to
    some machine. Without such a grant the broker drops what the app publishes, and nobody is told.

    Let the user publish \`owntracks/\${username}/#\`.
  `,
  *check({ fresh }) {
    for (const use of troubledUses(fresh, homeless)) {
      yield {
        message: `bundle "${use.bundle.name}" of ${userLabel(use.user)} publishes nothing that arrives: no grant of the user is under "owntracks"`,
        at: askedAt(use),
        related: bundleHere(use.bundle),
        hint: 'let the user publish "owntracks/${username}/#"',
      }
    }
  },
}

function homeless(use: BundleUse): true | undefined {
  if (use.bundle.format !== 'otrc' || !takesCredentials(use)) return undefined
  const connections = use.user.at.flatMap((broker) => connectionFor(use, broker) ?? [])
  return (
    connections.some((connection) => publishBase(viewForCheck(use, connection)) === undefined) || undefined
  )
}
