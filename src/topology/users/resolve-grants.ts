/** Grants as users, fleets and roles write them. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Denials, Grants } from '../../spec/generated/spec.ts'
import { parseTemplate, templateProblem, templateProblemText } from '../../topic/filter-template.ts'
import { toQos } from '../brokers/resolve-limits.ts'
import { invalidTopic } from '../codes/value-codes.ts'
import { deepFreeze } from '../deep-freeze.ts'
import type { Report } from '../resolution.ts'
import { parseTextTemplate, type TemplateScope, type TextTemplate, usesColumns } from '../text-template.ts'
import type { Grant } from '../user.ts'
import { ACTIONS } from '../user.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { type ColumnFilter, columnFilter } from './column-filter.ts'

interface WrittenGrants {
  readonly publish?: Grants
  readonly subscribe?: Grants
  readonly deny?: Denials
}

/** One grant as written, before its filter is looked at. */
interface Draft extends Omit<Grant, 'filter'> {
  readonly text: string
  /** Where the filter's text stands. */
  readonly textPath: SpecPath
}

export interface ColumnGrant {
  readonly rest: Omit<Grant, 'filter'>
  readonly filter: ColumnFilter
}

/** The grants that are the same for everybody who has them, and those that differ by row. */
export interface ResolvedGrants {
  readonly fixed: readonly Grant[]
  readonly byRow: readonly ColumnGrant[]
}

/** Resolves the grants of `spec`, which stands at `path`; those with a wrong filter are reported and left out. */
export function resolveGrants(
  spec: WrittenGrants,
  path: SpecPath,
  scope: TemplateScope,
  report: Report,
  via?: string,
): ResolvedGrants {
  const fixed: Grant[] = []
  const byRow: ColumnGrant[] = []
  for (const { text, textPath, ...rest } of draftsOf(spec, path, via)) {
    const template = parseTextTemplate(text, textPath, scope, report)
    if (template === undefined || !isFilter(text, template, report)) continue
    if (usesColumns(template)) byRow.push({ rest: deepFreeze(rest), filter: columnFilter(template) })
    else fixed.push({ ...rest, filter: parseTemplate(text) })
  }
  return { fixed, byRow }
}

function draftsOf({ publish, subscribe, deny = [] }: WrittenGrants, path: SpecPath, via?: string): Draft[] {
  return [
    ...allowDrafts('publish', publish, path, via),
    ...allowDrafts('subscribe', subscribe, path, via),
    ...deny.flatMap((denial, i) =>
      ACTIONS.flatMap((action) => {
        const text = denial[action]
        const textPath = [...path, 'deny', i, action]
        if (text === undefined) return []
        return withoutUndefined<Draft>({
          ...{ effect: 'deny', action, qos: undefined, retain: 'allow', via, path: textPath },
          ...{ text, textPath },
        })
      }),
    ),
  ]
}

function allowDrafts(
  action: 'publish' | 'subscribe',
  grants: Grants = [],
  ownerPath: SpecPath,
  via?: string,
): Draft[] {
  return grants.map((grant, i) => {
    const path = [...ownerPath, action, i]
    const { topic, qos, retain = 'allow' } = typeof grant === 'string' ? { topic: grant } : grant
    const textPath = typeof grant === 'string' ? path : [...path, 'topic']
    return withoutUndefined<Draft>({
      ...{ effect: 'allow', action, qos: toQos(qos), retain, via, path },
      ...{ text: topic, textPath },
    })
  })
}

/** Any text of a column stands for a part of a level here; what a row really has is looked at later. */
function isFilter(text: string, { parts, path }: TextTemplate, report: Report): boolean {
  const example = parts.map((part) =>
    typeof part === 'string' ? part : 'column' in part ? 'x' : `\${${part.variable}}`,
  )
  const problem = templateProblem(example.join(''))
  if (problem === undefined) return true
  const message = `topic filter ${quoted(text)} is not valid: ${templateProblemText(problem)}`
  report(invalidTopic, { message, at: { path } })
  return false
}
