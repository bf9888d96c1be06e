import { prose } from '../../diagnostics/prose.ts'
import { askedAt, type BundleRule, bundleHere, troubledUses, userLabel } from '../bundle-uses.ts'

export const bundleKeyElsewhere: BundleRule = {
  code: 'bundle-key-elsewhere',
  severity: 'error',
  summary: 'a bundle must hold the private key of a device that keeps its key',
  explanation: prose`
    A device whose certificate is issued on a signing request (\`csr\`) keeps its private key, and mqttopia never sees it.
    PKCS#12 files and OwnTracks configurations are made around the key.

    Choose a format that goes without, such as \`pem\`, or let mqttopia make the key.
  `,
  *check({ fresh }) {
    const uses = troubledUses(fresh, ({ user: { authentication }, format }) =>
      format.needsKey && authentication.kind === 'certificate' && authentication.profile.csr
        ? authentication.profile
        : undefined,
    )
    for (const use of uses) {
      yield {
        message: `bundle "${use.bundle.name}" needs the private key of ${userLabel(use.user)}, which the device keeps`,
        at: askedAt(use),
        related: [
          ...bundleHere(use.bundle),
          { at: { path: [...use.problem.path, 'csr'] }, message: 'only signing requests are signed here' },
        ],
        hint: 'choose a bundle of format pem, zip, mosquitto or c-header, or a profile without "csr"',
      }
    }
  },
}
