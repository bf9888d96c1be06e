/** Relations between filter templates, by way of topic filters. */

import type { TopicFilter } from '../topic/filter.ts'
import { type FilterTemplate, isGround } from '../topic/filter-template.ts'

/**
 * The template as a filter that keeps each variable as a level of its own, which no topic and no filter has: it
 * holds U+0000. What such filters cover, the templates cover for all values.
 */
export function withVariablesAsLevels(template: FilterTemplate): TopicFilter {
  if (isGround(template)) return template
  const { text, levels } = template
  return { text, levels: levels.map((level) => (typeof level === 'string' ? level : `\0${level.variable}`)) }
}
