/** Topics of filters whose variables are still open, as those with `${clientId}` are where clients choose it. */

import type { FilterTemplate } from '../../../topic/filter-template.ts'
import { isGround, widen } from '../../../topic/filter-template.ts'
import type { TopicSet, TopicSets } from '../../../topic/topic-set.ts'

/** All topics that some values of the variables make of the template, values that begin with `$` included. */
export function topicsUnderAny(sets: TopicSets, template: FilterTemplate): TopicSet {
  if (isGround(template)) return sets.topicsOf(template)
  const wide = widen(template)
  if (typeof template.levels[0] === 'string') return sets.topicsOf(wide)
  // In the first level `+` leaves out what begins with `$`; in a deeper one it does not.
  const below = { text: wide.text, levels: ['x', ...wide.levels] }
  return sets.withoutPrefix(['x'], sets.topicsOf(below))
}
