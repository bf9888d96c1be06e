/** Keeps a mistake that a whole fleet shares from drowning everything else. */

import type { Finding } from '../diagnostics/rule.ts'

const MAX_FINDINGS_EACH_FLEET = 20

/** Passes on 20 findings about each fleet, then one that counts the others; and all that are about nothing in a fleet. */
export function* limitFindings(findings: Iterable<Finding>): Generator<Finding> {
  const counts = new Map<string, number>()
  for (const finding of findings) {
    const fleet = fleetOf(finding)
    const count = (fleet === undefined ? 0 : (counts.get(fleet) ?? 0)) + 1
    if (fleet !== undefined) counts.set(fleet, count)
    if (count <= MAX_FINDINGS_EACH_FLEET) yield finding
  }
  for (const [fleet, count] of counts) {
    const rest = count - MAX_FINDINGS_EACH_FLEET
    if (rest <= 0) continue
    yield {
      message: `there ${rest === 1 ? 'is 1 more finding' : `are ${rest} more findings`} of this kind in fleet "${fleet}"`,
      at: { path: ['fleets', fleet], on: 'key' },
    }
  }
}

function fleetOf({ at }: Finding): string | undefined {
  if (!('path' in at) || at.path[0] !== 'fleets') return undefined
  return String(at.path[1])
}
