/** Texts with `${...}` in them: columns of a fleet's table, and the client's own names. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import { quoted } from '../diagnostics/quoted.ts'
import type { CodeDescription } from '../diagnostics/rule.ts'
import type { VariableName } from '../topic/filter-template.ts'
import { unknownColumn } from './codes/user-codes.ts'
import { templateSyntax } from './codes/value-codes.ts'
import { nameHint } from './name-table.ts'
import type { Report } from './resolution.ts'

export type TemplatePart = string | { readonly column: string } | { readonly variable: VariableName }

export interface TextTemplate {
  readonly parts: readonly TemplatePart[]
  /** Where it is written. */
  readonly path: SpecPath
}

export interface Columns {
  /** True for every name where there are no rows to tell. */
  readonly has: (column: string) => boolean
  readonly names: () => readonly string[]
}

/** What templates in one part of the spec may name. */
export interface TemplateScope {
  /** Of the fleet's table; absent outside of fleets. */
  readonly columns?: Columns
  readonly variables: readonly VariableName[]
}

interface PartProblem {
  readonly code: CodeDescription
  readonly message: string
  readonly hint?: string | undefined
}

const EACH = 'each.'

/** Takes a text apart; `undefined` where it names what is not in scope, which is reported. */
export function parseTextTemplate(
  text: string,
  path: SpecPath,
  scope: TemplateScope,
  report: Report,
): TextTemplate | undefined {
  const parts: TemplatePart[] = []
  const problems: PartProblem[] = []
  for (const [i, piece] of text.split(/(\$\{[^{}]*\})/).entries()) {
    const part = i % 2 === 0 ? parseLiteral(piece) : parseVariable(piece.slice(2, -1), scope)
    if (typeof part !== 'string' && 'code' in part) problems.push(part)
    else if (part !== '') parts.push(part)
  }
  for (const { code, message, hint } of problems) {
    report(code, { message, at: { path }, ...(hint === undefined ? {} : { hint }) })
  }
  return problems.length === 0 ? { parts, path } : undefined
}

function parseLiteral(text: string): string | PartProblem {
  if (!text.includes('${')) return text
  return { code: templateSyntax, message: 'after "${" there is no "}"' }
}

function parseVariable(name: string, scope: TemplateScope): TemplatePart | PartProblem {
  if (name.startsWith(EACH)) return parseColumn(name.slice(EACH.length), scope)
  const variable = scope.variables.find((variable) => variable === name)
  if (variable !== undefined) return { variable }
  const columns = scope.columns?.names() ?? []
  const known = [...scope.variables, ...columns.map((column) => EACH + column)].map(asVariable)
  const hint = columns.includes(name)
    ? `write ${quoted(asVariable(EACH + name))}`
    : nameHint(asVariable(name), known)
  return { code: templateSyntax, message: `there is no variable ${quoted(asVariable(name))} here`, hint }
}

function parseColumn(column: string, { columns }: TemplateScope): TemplatePart | PartProblem {
  if (columns === undefined) {
    const message = `${quoted(asVariable(EACH + column))} stands for a column, but only fleets have a table`
    return { code: templateSyntax, message }
  }
  if (columns.has(column)) return { column }
  const hint = nameHint(column, columns.names())
  return { code: unknownColumn, message: `the table has no column ${quoted(column)}`, hint }
}

function asVariable(name: string): string {
  return `\${${name}}`
}

/** True when a row's text enters it. */
export function usesColumns({ parts }: TextTemplate): boolean {
  return parts.some((part) => typeof part === 'object' && 'column' in part)
}

/** True when nothing enters it: its one text is {@link literalText}. */
export function isLiteral({ parts }: TextTemplate): boolean {
  return parts.every((part) => typeof part === 'string')
}
