/** An access diff in words, a line for each change. */

import { quoted, quotedList } from '../diagnostics/quoted.ts'
import type { AccessChange, AccessDiff, UserGroup } from './access-diff.ts'

/** Lines that begin with `+` or `-`; none when nobody gains or loses anything. */
export function accessDiffLines({ changes, added, removed }: AccessDiff): readonly string[] {
  return [
    ...added.map((group) => `+ ${groupText(group)} ${group.count === 1 ? 'is' : 'are'} new`),
    ...removed.map((group) => `- ${groupText(group)} ${group.count === 1 ? 'is' : 'are'} gone`),
    ...changes.map(changeLine),
  ]
}

function changeLine(change: AccessChange): string {
  const { effect, who, broker, action, filters, witness } = change
  const verb = action === 'publish' ? 'publish' : 'receive'
  const may = effect === 'gain' ? `may now ${verb}` : `may no longer ${verb}`
  const isPlain = filters?.length === 1 && filters[0] === witness
  const example = isPlain ? '' : `, such as ${quoted(witness)}`
  return `${effect === 'gain' ? '+' : '-'} ${groupText(who)} ${may} ${topicsText(change)} on broker ${quoted(broker)}${example}`
}

/** A difference that no short list of filters says is told by the grants that it is a part of. */
function topicsText({ effect, filters, within }: AccessChange): string {
  if (filters !== undefined) return filterText(filters)
  if (within === undefined) return 'topics'
  return `${effect === 'gain' ? 'more' : 'some'} of ${filterText(within)}`
}

/** All filters: whoever reviews a change wants each of them. */
function filterText(filters: readonly string[]): string {
  return filters.map(quoted).join(', ')
}

/** `user "alice"`, `users "alice" and "bob"`, `120 devices of fleet "presses"`. */
export function groupText({ fleet, count, names }: UserGroup): string {
  const [first = ''] = names
  if (fleet !== undefined)
    return count === 1
      ? `device ${quoted(first)} of fleet ${quoted(fleet)}`
      : `${count} devices of fleet ${quoted(fleet)}`
  if (count === 1) return `user ${quoted(first)}`
  if (count > names.length) return `${count} users such as ${quoted(first)}`
  return `users ${quotedList(names)}`
}
