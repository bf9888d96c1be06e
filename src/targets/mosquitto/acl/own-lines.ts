/**
 * The lines of one user's own list. Its allows are written as they are; a deny is first subtracted from the allows
 * of its direction, and only where no list of filters says the difference does it become a `deny` line. Such a
 * line takes the other direction too, so it must not meet anything that is allowed there.
 */

import { meet, parseFilter, type TopicFilter } from '../../../topic/filter.ts'
import { widen } from '../../../topic/filter-template.ts'
import type { TopicSets } from '../../../topic/topic-set.ts'
import type { Grant } from '../../../topology/user.ts'
import { ACTIONS, type Action } from '../../../topology/user.ts'
import { type AclLine, allowLines, denyLines } from './acl-line.ts'
import { topicsUnderAny } from './any-level.ts'
import type { WantedDirection, WantedRights } from './wanted-rights.ts'

/** A deny of one direction that would take away a right of the other. */
export interface DenyConflict {
  readonly grant: Grant
  /** The direction that would suffer. */
  readonly other: Action
  /** A topic that is allowed there and would be refused. */
  readonly witness: string
}

export interface OwnLines {
  readonly lines: readonly AclLine[]
  readonly conflicts: readonly DenyConflict[]
}

export function ownLines(sets: TopicSets, wanted: WantedRights): OwnLines {
  const publish = directionLines(sets, wanted.publish)
  const subscribe = directionLines(sets, wanted.subscribe)
  const conflicts = ACTIONS.flatMap((action) => {
    const { denials } = action === 'publish' ? publish : subscribe
    return denials.flatMap((denial) => conflict(sets, denial, action, wanted))
  })
  if (conflicts.length > 0) return { lines: [], conflicts }
  const denied = [...publish.denials, ...subscribe.denials].map(({ filter }) => filter)
  const lines = [...denyLines(denied), ...allowLines({ publish: publish.allow, subscribe: subscribe.allow })]
  return { lines, conflicts }
}

interface Denial {
  readonly filter: TopicFilter
  readonly grant: Grant
}

interface DirectionLines {
  readonly allow: readonly TopicFilter[]
  readonly denials: readonly Denial[]
}

function directionLines(sets: TopicSets, wanted: WantedDirection): DirectionLines {
  const { allow, deny } = wanted
  const open = openDenials(sets, wanted)
  const denials = deny.flatMap(({ filter, grant }) => {
    const pieces = allow.flatMap((allowed) => meet(filter, allowed) ?? [])
    return pieces.map((piece) => ({ filter: piece, grant }))
  })
  if (denials.length === 0) return { allow, denials: open }
  const filters = sets.filtersOf(wanted.topics)
  if (filters === undefined) return { allow, denials: [...denials, ...open] }
  return { allow: filters.map(parseFilter), denials: open }
}

/** Denies of what a pattern with `%c` would give; nothing can be subtracted from a pattern. */
function openDenials(sets: TopicSets, { deny, byClientId }: WantedDirection): Denial[] {
  return deny.flatMap(({ filter, grant }) => {
    const denied = sets.topicsOf(filter)
    const met = byClientId.filter(
      ({ template }) => !sets.isEmpty(sets.intersection(denied, topicsUnderAny(sets, template))),
    )
    return met.map(({ template }) => ({ filter: meet(filter, widen(template)) ?? filter, grant }))
  })
}

function conflict(sets: TopicSets, denial: Denial, action: Action, wanted: WantedRights): DenyConflict[] {
  const other = action === 'publish' ? 'subscribe' : 'publish'
  const lost = sets.intersection(sets.topicsOf(denial.filter), wanted[other].reachable)
  const witness = sets.witness(lost)
  return witness === undefined ? [] : [{ grant: denial.grant, other, witness }]
}
