/**
 * Topic filters with variables, such as `press/${username}/cmd/#`. A variable stands for exactly one whole,
 * non-empty level, so no value can widen a filter: `+`, `#` and `/` in a value are refused.
 */

import {
  canonicalLevels,
  canonicalText,
  filterProblem,
  isLevel,
  problemText,
  type TopicFilter,
  type TopicFilterProblem,
} from './filter.ts'

const VARIABLE_NAMES = ['username', 'clientId'] as const

export type VariableName = (typeof VARIABLE_NAMES)[number]

/** A filter whose levels may be variables; levels are canonical as in {@link TopicFilter}. */
export interface FilterTemplate {
  readonly text: string
  readonly levels: readonly (string | { readonly variable: VariableName })[]
}

export type FilterTemplateProblem =
  | { readonly kind: TopicFilterProblem }
  | { readonly kind: 'unknown-variable'; readonly variable: string }
  | { readonly kind: 'variable-not-alone'; readonly level: string }

/** Says what is wrong with `text` as a filter template, or `undefined` when it is valid. */
export function templateProblem(text: string): FilterTemplateProblem | undefined {
  for (const level of text.split('/')) {
    if (!level.includes('${')) continue
    const variable = /^\$\{([^{}]*)\}$/.exec(level)?.[1]
    if (variable === undefined) return { kind: 'variable-not-alone', level }
    if (!isVariableName(variable)) return { kind: 'unknown-variable', variable }
  }
  const kind = filterProblem(text)
  return kind && { kind }
}

/** Explains a problem in one sentence without capital and full stop, to stand after the quoted text. */
export function templateProblemText(problem: FilterTemplateProblem): string {
  switch (problem.kind) {
    case 'unknown-variable':
      return `there is no variable "\${${problem.variable}}", only ${VARIABLE_NAMES.map((name) => `"\${${name}}"`).join(' and ')}`
    case 'variable-not-alone':
      return `a variable must stand alone in its level, which "${problem.level}" breaks`
    default:
      return problemText(problem.kind)
  }
}

/**
 * Parses a valid filter template.
 *
 * @throws RangeError if it is not valid: check what users write with {@link templateProblem} first.
 */
export function parseTemplate(text: string): FilterTemplate {
  const problem = templateProblem(text)
  if (problem) throw new RangeError(`topic filter "${text}" is not valid: ${templateProblemText(problem)}`)
  return { text, levels: canonicalLevels(text).map(parseLevel) }
}

function parseLevel(level: string): FilterTemplate['levels'][number] {
  const variable = VARIABLE_NAMES.find((name) => level === variableText(name))
  return variable === undefined ? level : { variable }
}

/** True when no variable is left: the template is then a topic filter. */
export function isGround(template: FilterTemplate): template is TopicFilter {
  return template.levels.every((level) => typeof level === 'string')
}

/**
 * Puts values in the place of variables; a variable without a value stays. `undefined` when a value cannot be
 * one non-empty level, so that the filter matches nothing for it. A value with a leading `$` in the first level
 * makes a filter of `$` topics.
 */
export function instantiate(
  template: FilterTemplate,
  values: { readonly [name in VariableName]?: string | undefined },
): FilterTemplate | undefined {
  const levels: FilterTemplate['levels'][number][] = []
  for (const level of template.levels) {
    const value = typeof level === 'string' ? undefined : values[level.variable]
    if (value === '' || (value !== undefined && !isLevel(value))) return undefined
    levels.push(value ?? level)
  }
  const text = canonicalText(levels.map(levelText).join('/'))
  return filterProblem(text) === undefined ? { text, levels } : undefined
}

/**
 * The narrowest filter that matches what any values of the variables make of the template, by `+` for each
 * variable. The one exception: `+` in the first level leaves out values that start with `$`.
 */
export function widen(template: FilterTemplate): TopicFilter {
  const levels = template.levels.map((level) => (typeof level === 'string' ? level : '+'))
  return { text: canonicalText(levels.join('/')), levels }
}

function levelText(level: FilterTemplate['levels'][number]): string {
  return typeof level === 'string' ? level : variableText(level.variable)
}

function variableText(name: VariableName): string {
  return `\${${name}}`
}

function isVariableName(text: string): text is VariableName {
  return VARIABLE_NAMES.some((name) => name === text)
}
