import { prose } from '../../diagnostics/prose.ts'
import { certificateUses } from '../certificate-uses.ts'
import type { CheckRule } from '../check-subject.ts'

export const unusedProfile: CheckRule = {
  code: 'unused-profile',
  severity: 'warning',
  needsWhole: true,
  summary: 'no certificate is made from a profile',
  explanation: prose`
    A profile is used by naming it: in \`tls.profile\` of a listener, or in \`auth.certificate\` of a user, fleet or
    bridge. One that nobody names often means that the wrong one is named somewhere.

    Name it where it was meant to be used, or remove it.
  `,
  *check({ topology }) {
    const { profiles } = certificateUses(topology)
    for (const profile of topology.profiles) {
      if (!profile.written || profiles.has(profile)) continue
      yield {
        message: `profile "${profile.name}" is not used by any listener, user or bridge`,
        at: { path: profile.path, on: 'key' },
        hint: 'name it where it was meant to be used, or remove it',
      }
    }
  },
}
