/** What users who are alike are called in a page. */

import type { Party } from '../access/parties.ts'
import { counted } from '../diagnostics/counted.ts'

/** `alice`, `alice, bob`, `alice and 7 more`, the name of a fleet. */
export function partyTitle({ users: [first, ...others] }: Party): string {
  if (others.length === 0) return first.name
  if (first.fleet !== undefined) return first.fleet
  if (others.length > 2) return `${first.name} and ${counted(others.length)} more`
  return [first, ...others].map(({ name }) => name).join(', ')
}
