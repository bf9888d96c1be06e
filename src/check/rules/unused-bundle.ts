import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { cohortsOf } from '../cohorts.ts'

export const unusedBundle: CheckRule = {
  code: 'unused-bundle',
  severity: 'warning',
  needsWhole: true,
  summary: 'no user asks for a bundle',
  explanation: prose`
    A kind of bundle is made for the users and fleets that list it under \`bundles\`. One that nobody lists is never
    made.

    Add it to the \`bundles\` of a user or fleet, or remove it.
  `,
  *check({ topology }) {
    const used = new Set(cohortsOf(topology).flatMap(({ first }) => first.bundles))
    for (const bundle of topology.bundles) {
      if (used.has(bundle)) continue
      yield {
        message: `bundle "${bundle.name}" is made for no user`,
        at: { path: bundle.path, on: 'key' },
        hint: 'add it to the bundles of a user or fleet, or remove it',
      }
    }
  },
}
