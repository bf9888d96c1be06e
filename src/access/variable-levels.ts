/** Filter templates as topic filters, with a level of its own for each variable. */

import type { TopicFilter } from '../topic/filter.ts'
import { type FilterTemplate, isGround, type VariableName } from '../topic/filter-template.ts'

/** A level that no topic and no filter has: it holds U+0000. */
export function variableLevel(name: VariableName): string {
  return `\0${name}`
}

/** The template with its variables as such levels. What such filters cover, the templates cover for all values. */
export function withVariablesAsLevels(template: FilterTemplate): TopicFilter {
  if (isGround(template)) return template
  const { text, levels } = template
  return {
    text,
    levels: levels.map((level) => (typeof level === 'string' ? level : variableLevel(level.variable))),
  }
}
