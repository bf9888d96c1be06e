/** Topic filters that differ from row to row of a fleet's table. */

import { quoted } from '../../diagnostics/quoted.ts'
import {
  type FilterTemplate,
  parseTemplate,
  templateProblem,
  templateProblemText,
  type VariableName,
} from '../../topic/filter-template.ts'
import { emptyCell } from '../codes/user-codes.ts'
import { invalidTopic } from '../codes/value-codes.ts'
import { deepFreeze } from '../deep-freeze.ts'
import type { TemplatePart, TextTemplate } from '../text-template.ts'
import type { Subject } from './subject.ts'

type Level = string | { readonly variable: VariableName } | readonly TemplatePart[]

/** A filter template with columns in it; a list of parts is a level that a column enters. */
export interface ColumnFilter {
  readonly template: TextTemplate
  readonly levels: readonly Level[]
}

/** Nothing in such a text has a meaning in filters; halves of surrogate pairs may be whole, so they are looked at. */
const PLAIN = /^[^/+#$\0\ud800-\udfff]*$/
/** Shorter texts are never too long for MQTT, whatever they hold. */
const SURELY_SHORT = 65_535 / 3

export function columnFilter(template: TextTemplate): ColumnFilter {
  const levels: TemplatePart[][] = [[]]
  for (const part of template.parts) {
    const [first = '', ...rest] = typeof part === 'string' ? part.split('/') : [part]
    levels.at(-1)?.push(first)
    levels.push(...rest.map((text) => [text]))
  }
  return { template, levels: deepFreeze(levels.map(simplifyLevel)) }
}

function simplifyLevel(parts: readonly TemplatePart[]): Level {
  const texts = parts.filter((part) => part !== '')
  if (texts.every((part) => typeof part === 'string')) return texts.join('')
  const [only, ...others] = texts
  return typeof only === 'object' && 'variable' in only && others.length === 0 ? only : texts
}

/** The filter of one row; `undefined` where the row's text does not make one, which is reported. */
export function filterOfRow(filter: ColumnFilter, subject: Subject): FilterTemplate | undefined {
  const levels: FilterTemplate['levels'][number][] = []
  let text = ''
  for (const level of filter.levels) {
    const filled = isParts(level) ? fillLevel(level, subject) : level
    if (filled === undefined) return filterOfUnusualRow(filter, subject)
    text += `${levels.length === 0 ? '' : '/'}${typeof filled === 'string' ? filled : `\${${filled.variable}}`}`
    levels.push(filled)
  }
  if (text.length >= SURELY_SHORT) return filterOfUnusualRow(filter, subject)
  return Object.freeze({ text, levels: Object.freeze(levels) })
}

function isParts(level: Level): level is readonly TemplatePart[] {
  return Array.isArray(level)
}

/** The text of a level, if it is plain and not empty. */
function fillLevel(parts: readonly TemplatePart[], { row }: Subject): string | undefined {
  let text = ''
  for (const part of parts) {
    const value = typeof part === 'string' ? part : 'column' in part ? row?.[part.column] : undefined
    if (value === undefined || (typeof part === 'object' && !PLAIN.test(value))) return undefined
    text += value
  }
  return text === '' ? undefined : text
}

/** A row's text may bring levels along, but no wildcards and no variables: they would widen the filter. */
function filterOfUnusualRow(
  { template, levels }: ColumnFilter,
  subject: Subject,
): FilterTemplate | undefined {
  const at = { path: template.path }
  for (const part of template.parts) {
    if (typeof part === 'string' || !('column' in part)) continue
    const value = subject.row?.[part.column] ?? ''
    if (/[+#]/.test(value)) {
      const message = `${quoted(value)} in column ${quoted(part.column)} would put a wildcard into a topic filter`
      subject.report(invalidTopic, { message, at })
      return undefined
    }
    if (value === '' && isEmptyLevel(levels, subject)) {
      const message = `a level of the topic filter is empty, since this row has no ${quoted(part.column)}`
      subject.report(emptyCell, { message, at })
      return undefined
    }
  }
  return parseFilled(template, subject)
}

function isEmptyLevel(levels: readonly Level[], { row }: Subject): boolean {
  return levels.some(
    (level) =>
      isParts(level) &&
      level.every((part) => typeof part === 'object' && 'column' in part && !row?.[part.column]),
  )
}

function parseFilled(template: TextTemplate, subject: Subject): FilterTemplate | undefined {
  const text = template.parts.map((part) => filledPart(part, subject)).join('')
  const at = { path: template.path }
  const variables = template.parts.filter((part) => typeof part === 'object' && 'variable' in part)
  if (text.split('${').length - 1 > variables.length) {
    const message = `this row would put "\${" into the topic filter ${quoted(text)}`
    subject.report(invalidTopic, { message, at })
    return undefined
  }
  const problem = templateProblem(text)
  if (problem === undefined) return deepFreeze(parseTemplate(text))
  const message = `topic filter ${quoted(text)} is not valid: ${templateProblemText(problem)}`
  subject.report(invalidTopic, { message, at })
  return undefined
}

function filledPart(part: TemplatePart, { row }: Subject): string {
  if (typeof part === 'string') return part
  return 'column' in part ? (row?.[part.column] ?? '') : `\${${part.variable}}`
}
