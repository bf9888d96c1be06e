import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'

export const emptyGroup: CheckRule = {
  code: 'empty-group',
  severity: 'warning',
  needsWhole: true,
  summary: 'a group has no members',
  explanation: prose`
    A group hands its roles on to its \`members\`. Without any, or with an empty fleet as the only one, it has no
    effect.

    Add members, or remove the group.
  `,
  *check({ topology: { roles } }) {
    for (const { kind, name, userCount, path } of roles) {
      if (kind !== 'group' || userCount > 0) continue
      yield {
        message: `group ${quoted(name)} has no members`,
        at: { path, on: 'key' },
        hint: 'add members, or remove the group',
      }
    }
  },
}
