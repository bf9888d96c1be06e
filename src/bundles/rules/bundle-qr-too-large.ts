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
import { configurationLink, ownTracksConfiguration, QR_MAX_BYTES } from '../formats/otrc.ts'

export const bundleQrTooLarge: BundleRule = {
  code: 'bundle-qr-too-large',
  severity: 'warning',
  summary: 'a configuration is too large for a QR code',
  explanation: prose`
    A QR code holds at most ${String(QR_MAX_BYTES)} bytes, and the configuration of OwnTracks grows with the topics that
    it subscribes to. The bundle then holds a note instead of the picture; the \`.otrc\` file beside it works.

    Give the user fewer and wider filters, or leave \`qr\` out.
  `,
  *check({ fresh }) {
    for (const use of troubledUses(fresh, excess)) {
      yield {
        message: `the configuration in bundle "${use.bundle.name}" of ${userLabel(use.user)} needs about ${use.problem} bytes, and a QR code holds ${QR_MAX_BYTES}`,
        at: askedAt(use),
        related: bundleHere(use.bundle),
        hint: 'give the user fewer and wider filters, or leave "qr" out',
      }
    }
  },
}

/** The length of the link where it is too long; secrets are taken to have their usual length. */
function excess(use: BundleUse): number | undefined {
  if (use.bundle.format !== 'otrc' || use.bundle.qr === undefined || !takesCredentials(use)) return undefined
  const lengths = use.user.at.flatMap((broker) => {
    const connection = connectionFor(use, broker)
    if (connection === undefined) return []
    const view = viewForCheck(use, connection)
    const passphrase = view.certificate === null ? undefined : 'x'.repeat(24)
    return [configurationLink(ownTracksConfiguration(view, passphrase)).length]
  })
  return lengths.find((length) => length > QR_MAX_BYTES)
}
