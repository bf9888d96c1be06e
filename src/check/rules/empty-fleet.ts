import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'

export const emptyFleet: CheckRule = {
  code: 'empty-fleet',
  severity: 'warning',
  needsWhole: true,
  summary: 'a fleet has no devices',
  explanation: prose`
    The table of the fleet has no rows. An export that failed leaves such a file behind; compiling it would take the
    credentials and rights of all devices away.

    Fill the table, or remove the fleet.
  `,
  *check({ topology: { fleets } }) {
    for (const { name, users, path } of fleets) {
      if (users.length > 0) continue
      yield {
        message: `fleet "${name}" has no devices: its table is empty`,
        at: { path: [...path, 'forEach'] },
        hint: 'fill the table, or remove the fleet',
      }
    }
  },
}
