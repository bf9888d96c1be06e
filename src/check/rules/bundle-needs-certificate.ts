import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { cohortLabel, cohortsOf } from '../cohorts.ts'
import { definitionPath } from '../user-label.ts'

export const bundleNeedsCertificate: CheckRule = {
  code: 'bundle-needs-certificate',
  severity: 'error',
  summary: 'a PKCS#12 bundle is asked for by a user without certificate and key',
  explanation: prose`
    A PKCS#12 file holds a certificate with its private key. Users with a password or pre-shared key have none, and
    of a device that keeps its own key (\`csr: true\`) only the device has the key.

    Choose another bundle, such as \`pem\` or \`zip\`, or give the user \`auth: { certificate: PROFILE }\`.
  `,
  *check({ topology }) {
    for (const cohort of cohortsOf(topology)) {
      const { authentication, bundles } = cohort.first
      const bundle = bundles.find(({ format }) => format === 'pkcs12')
      if (bundle === undefined) continue
      const isCertificate = authentication.kind === 'certificate'
      if (isCertificate && !authentication.profile.csr) continue
      const lacks = isCertificate ? 'keep their keys to themselves' : 'have no certificate'
      yield {
        message: `bundle "${bundle.name}" cannot be made for ${cohortLabel(cohort)}: such clients ${lacks}`,
        at: { path: [...definitionPath(cohort.first), 'bundles'] },
        related: [{ at: { path: bundle.path, on: 'key' }, message: 'it is a PKCS#12 file' }],
        hint: 'choose a bundle of another format, such as "pem" or "zip"',
      }
    }
  },
}
