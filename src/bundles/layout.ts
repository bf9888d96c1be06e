/** The folder of one client inside a fleet's bundle, as the spec's `layout` gives it. */

import { pathPart } from '../files/path-part.ts'
import type { Row, User } from '../topology/user.ts'

/** A layout that names nothing else: one folder for each client, called as its username. */
export const DEFAULT_LAYOUT = '${username}/'

/** Text and variables of one step of the path. */
type LayoutStep = readonly (string | { readonly variable: string })[]

/** Says what is wrong with a layout for clients with this row, in words that follow the quoted layout. */
export function layoutProblem(layout: string, row: Row): string | undefined {
  for (const step of layoutSteps(layout)) {
    const text = step.map((piece) => (typeof piece === 'string' ? piece : 'x')).join('')
    if (text === '') return 'has an empty step'
    if (text === '.' || text === '..') return `leaves the bundle with the step "${text}"`
    if (text.includes('${')) return 'has a "${" without its "}"'
    for (const piece of step) {
      if (typeof piece !== 'string' && variableValue(piece.variable, '', row) === undefined) {
        return `names "\${${piece.variable}}", which is neither "\${username}" nor a column of the table`
      }
    }
  }
  return undefined
}

/** The path of each client: relative, with `/`; values stay inside their step, whatever they hold. */
export function clientPaths(layout: string): (user: User) => string {
  const steps = layoutSteps(layout)
  return ({ name, row = {} }) => {
    const value = ({ variable }: { readonly variable: string }) => variableValue(variable, name, row) ?? ''
    return steps
      .map((step) =>
        pathPart(step.map((piece) => (typeof piece === 'string' ? piece : value(piece))).join('')),
      )
      .join('/')
  }
}

function variableValue(variable: string, username: string, row: Row): string | undefined {
  if (variable === 'username') return username
  if (!variable.startsWith('each.')) return undefined
  const column = variable.slice('each.'.length)
  return Object.hasOwn(row, column) ? row[column] : undefined
}

/** The rules look at the layout of each device, and those of a fleet have the same. */
let latest: { readonly layout: string; readonly steps: readonly LayoutStep[] } | undefined

function layoutSteps(layout: string): readonly LayoutStep[] {
  if (latest?.layout !== layout) latest = { layout, steps: parsedSteps(layout) }
  return latest.steps
}

/** Slashes part the steps, but for those inside a variable's name and at the end. */
function parsedSteps(layout: string): readonly LayoutStep[] {
  const steps: (string | { readonly variable: string })[][] = [[]]
  for (const piece of layout.replace(/\/+$/, '').split(/(\$\{[^{}]*\})/)) {
    const variable = /^\$\{([^{}]*)\}$/.exec(piece)?.[1]
    if (variable !== undefined) {
      steps.at(-1)?.push({ variable })
      continue
    }
    const [first = '', ...rest] = piece.split('/')
    steps.at(-1)?.push(first)
    steps.push(...rest.map((text) => [text]))
  }
  return steps
}
