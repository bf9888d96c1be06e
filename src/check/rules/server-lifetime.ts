import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { certificateUses } from '../certificate-uses.ts'
import type { CheckRule } from '../check-subject.ts'
import { durationText } from '../duration-text.ts'

/** Apple's bound, which holds for private authorities too (support.apple.com HT210176). */
const MAX_DAYS = 825

export const serverLifetime: CheckRule = {
  code: 'server-lifetime',
  severity: 'warning',
  summary: 'broker certificates live longer than some clients accept',
  explanation: prose`
    iPhones, iPads and Macs refuse TLS servers whose certificate is made for more than 825 days, also where the
    authority is your own. Long-lived broker certificates are not needed: mqttopia renews them, and clients know only
    the authority.

    Set a \`duration\` of 825d or less; 90d with \`renewBefore: 30d\` serves well.
  `,
  *check({ topology }) {
    for (const profile of certificateUses(topology).ofListeners.keys()) {
      if (profile.durationSeconds <= MAX_DAYS * 86_400) continue
      yield {
        message: `broker certificates of profile ${quoted(profile.name)} live ${durationText(profile.durationSeconds)}, and Apple's systems accept at most ${MAX_DAYS}d`,
        at: { path: [...profile.path, 'duration'] },
        hint: `set a duration of ${MAX_DAYS}d or less`,
      }
    }
  },
}
