/** An access diff in words, a line for each change. */

import { quoted, quotedList } from '../diagnostics/quoted.ts'
import type { AccessChange, UserGroup } from './access-change.ts'
import type { AccessDiff } from './access-diff.ts'
import type { RetainedChange } from './retained-changes.ts'

/** Lines that begin with `+` or `-`; none when nobody gains or loses anything. */
export function accessDiffLines({ changes, added, removed }: AccessDiff): readonly string[] {
  return [
    ...added.map((group) => `+ ${groupText(group)} ${group.count === 1 ? 'is' : 'are'} new`),
    ...removed.map((group) => `- ${groupText(group)} ${group.count === 1 ? 'is' : 'are'} gone`),
    ...changes.map(changeLine),
  ]
}

function changeLine(change: AccessChange): string {
  return `${change.effect === 'gain' ? '+' : '-'} ${changeText(change)}`
}

/** `user "alice" may now publish "a/#" on broker "core", such as "a"`. */
export function changeText(change: AccessChange): string {
  const { who, broker, filters, witness, over } = change
  const isPlain = filters?.length === 1 && filters[0] === witness
  const example = isPlain ? '' : `, such as ${quoted(witness)}`
  const where =
    over === undefined
      ? `on broker ${quoted(broker)}`
      : `to broker ${quoted(broker)} over ${over.length === 1 ? 'bridge' : 'bridges'} ${over.map(quoted).join(', then ')}`
  return `${groupText(who)} ${verbText(change)} ${topicsText(change)} ${where}${example}`
}

function verbText({ effect, action, over }: AccessChange): string {
  const can = over === undefined ? 'may' : 'can'
  const verb = over === undefined ? (action === 'publish' ? 'publish' : 'receive') : 'send'
  return `${can} ${effect === 'gain' ? 'now' : 'no longer'} ${verb}`
}

/** What a change of rights does to messages that are retained, a line each. */
export function retainedLine({ effect, broker, who, witness, publisher }: RetainedChange): string {
  const where = `on broker ${quoted(broker)}`
  if (effect === 'exposed')
    return `what is retained ${where} comes to ${groupText(who)} at once, such as ${quoted(witness)} of user ${quoted(publisher ?? '')}`
  const fate =
    effect === 'left' ? 'stays there and is still delivered' : 'stays there and is delivered to nobody'
  const cure =
    publisher === undefined ? 'clear it before: nobody can later' : `user ${quoted(publisher)} can clear it`
  return `what ${groupText(who)} left retained ${where} ${fate}, such as ${quoted(witness)}; ${cure}`
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
