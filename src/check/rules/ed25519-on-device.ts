import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { chainOf, type Profile } from '../../topology/authority.ts'
import type { User } from '../../topology/user.ts'
import { definitionPath } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'
import { cohortLabel, cohortsOf } from '../cohorts.ts'

export const ed25519OnDevice: CheckRule = {
  code: 'ed25519-on-device',
  severity: 'warning',
  summary: 'a bundle for ESP-IDF has certificates that its TLS library cannot read',
  explanation: prose`
    ESP-IDF uses mbedTLS, which cannot read Ed25519. A \`c-header\` bundle with such a certificate, its own or the
    broker's, or an authority above either, compiles and then fails at the first connection.

    Use ECDSA P-256, the default, for these profiles and the authorities above them.
  `,
  *check({ topology }) {
    for (const cohort of cohortsOf(topology)) {
      const { first } = cohort
      if (!first.bundles.some(({ format }) => format === 'c-header')) continue
      const profile = profilesMet(first).find(isUnreadable)
      if (profile === undefined) continue
      yield {
        message: `${cohortLabel(cohort)} cannot read the Ed25519 certificates of profile ${quoted(profile.name)}`,
        at: { path: [...definitionPath(first), 'bundles'] },
        related: [{ at: { path: profile.path, on: 'key' }, message: 'the profile is here' }],
        hint: 'use ECDSA for the profile and the authorities above it',
      }
    }
  },
}

/** The profiles of the certificates that the device sends or is shown. */
function profilesMet({ authentication, at }: User): readonly Profile[] {
  const shown = at.flatMap(({ listeners }) =>
    listeners.flatMap(({ tls }) => (tls?.kind === 'certificate' ? [tls.profile] : [])),
  )
  return authentication.kind === 'certificate' ? [authentication.profile, ...shown] : shown
}

function isUnreadable({ keyAlgorithm, issuer }: Profile): boolean {
  return [keyAlgorithm, ...chainOf(issuer).map((authority) => authority.keyAlgorithm)].includes('ed25519')
}
