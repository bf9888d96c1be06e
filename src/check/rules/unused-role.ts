import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'

export const unusedRole: CheckRule = {
  code: 'unused-role',
  severity: 'warning',
  needsWhole: true,
  summary: 'no user has a role',
  explanation: prose`
    A role that reaches nobody grants nothing, so what it was written for does not work. Often a user or group lost
    it in a change, or the only fleet or group with it is empty.

    Add the role to the \`roles\` of a user, group or fleet, or remove it.
  `,
  *check({ topology: { roles } }) {
    for (const { kind, name, userCount, path } of roles) {
      if (kind !== 'role' || userCount > 0) continue
      yield {
        message: `role ${quoted(name)} reaches no user`,
        at: { path, on: 'key' },
        hint: 'add it to the roles of a user, group or fleet, or remove it',
      }
    }
  },
}
