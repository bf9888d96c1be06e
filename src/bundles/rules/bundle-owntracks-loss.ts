import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import {
  askedAt,
  type BundleRule,
  type BundleUse,
  bundleHere,
  takesCredentials,
  troubledUses,
  userLabel,
} from '../bundle-uses.ts'
import { clientTopics } from '../client-topics.ts'
import { isListed } from '../formats/otrc.ts'

export const bundleOwnTracksLoss: BundleRule = {
  code: 'bundle-owntracks-loss',
  severity: 'warning',
  summary: 'a user of OwnTracks has something for which the app has no setting',
  explanation: prose`
    OwnTracks writes the payload of its will itself, so a will's \`payload\` in the spec has no effect. It separates the
    filters it subscribes to by white space, so a filter with white space in it is left out of its configuration.
  `,
  *check({ fresh }) {
    for (const use of troubledUses(fresh, lossOf)) {
      yield {
        message: `bundle "${use.bundle.name}" of ${userLabel(use.user)} does without ${use.problem}`,
        at: askedAt(use),
        related: bundleHere(use.bundle),
        hint: 'change the spec, or accept that OwnTracks does without',
      }
    }
  },
}

function lossOf(use: BundleUse): string | undefined {
  const { user, bundle } = use
  if (bundle.format !== 'otrc' || !takesCredentials(use)) return undefined
  const { payload = '' } = user.will ?? {}
  if (payload !== '') return `the payload of the will, ${quoted(payload)}: OwnTracks writes its own`
  const unlisted = clientTopics(user, 'subscribe', 2).find(({ topic }) => !isListed(topic))
  return unlisted && `the filter ${quoted(unlisted.topic)}: OwnTracks takes none with white space`
}
