/** The folder of one client inside a fleet's bundle, as the spec's `layout` gives it. */

import { areDistinct } from '../files/distinct.ts'
import { pathPart } from '../files/path-part.ts'
import type { Bundle } from '../topology/bundle.ts'
import { remembered } from '../topology/remembered.ts'
import type { Row, User } from '../topology/user.ts'

/** A layout that names nothing else: one folder for each client, called as its username. */
export const DEFAULT_LAYOUT = '${username}/'

/** Text and variables of one step of the path. */
type LayoutStep = readonly (string | LayoutVariable)[]

interface LayoutVariable {
  readonly variable: string
  /** Of the table, where it stands for one. */
  readonly column: string | undefined
}

/** Says what is wrong with a layout for clients with this row, in words that follow the quoted layout. */
export function layoutProblem(layout: string, row: Row): string | undefined {
  const { problem, variables } = layoutOf(layout)
  if (problem !== undefined) return problem
  const unknown = variables.find((variable) => variableValue(variable, '', row) === undefined)
  if (unknown === undefined) return undefined
  return `names "\${${unknown.variable}}", which is neither "\${username}" nor a column of the table`
}

function stepProblem(step: LayoutStep): string | undefined {
  const text = step.map((piece) => (typeof piece === 'string' ? piece : 'x')).join('')
  if (text === '') return 'has an empty step'
  if (text === '.' || text === '..') return `leaves the bundle with the step "${text}"`
  return text.includes('${') ? 'has a "${" without its "}"' : undefined
}

/** The path of each client: relative, with `/`; values stay inside their step, whatever they hold. */
export function clientPaths(layout: string): (user: User) => string {
  const { steps } = layoutOf(layout)
  const [first, ...others] = steps
  const stepOf = (step: LayoutStep, { name, row = {} }: User) => {
    let text = ''
    for (const piece of step)
      text += typeof piece === 'string' ? piece : (variableValue(piece, name, row) ?? '')
    return pathPart(text)
  }
  // Most layouts have one step, and a fleet has a hundred thousand paths.
  if (first !== undefined && others.length === 0) return (user) => stepOf(first, user)
  return (user) => steps.map((step) => stepOf(step, user)).join('/')
}

export interface FleetFolders {
  /** Of each device. */
  readonly paths: readonly string[]
  /** The same in lower case, as Windows and macOS compare them. */
  readonly folded: readonly string[]
  /** No two of them are the same there. */
  readonly areDistinct: boolean
}

/** Of a fleet in a bundle; made once, for a rule looks at them, and the archive is made of them. */
export const fleetFolders = remembered((users: readonly User[]) =>
  remembered(({ layout = DEFAULT_LAYOUT }: Bundle): FleetFolders => {
    const paths = users.map(clientPaths(layout))
    const folded = paths.map((path) => path.toLowerCase())
    return { paths, folded, areDistinct: areDistinct(folded) }
  }),
)

function variableValue({ variable, column }: LayoutVariable, username: string, row: Row): string | undefined {
  if (column === undefined) return variable === 'username' ? username : undefined
  return Object.hasOwn(row, column) ? row[column] : undefined
}

interface Layout {
  readonly steps: readonly LayoutStep[]
  readonly variables: readonly LayoutVariable[]
  /** What is wrong with it whatever a row holds. */
  readonly problem: string | undefined
}

/** The rules look at the layout of each device, and those of a fleet have the same. */
let latest: { readonly text: string; readonly layout: Layout } | undefined

function layoutOf(text: string): Layout {
  if (latest?.text !== text) latest = { text, layout: parsedLayout(text) }
  return latest.layout
}

function parsedLayout(text: string): Layout {
  const steps = parsedSteps(text)
  const pieces = steps.flat()
  const variables = pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece]))
  return { steps, variables, problem: steps.map(stepProblem).find((problem) => problem !== undefined) }
}

/** Slashes part the steps, but for those inside a variable's name and at the end. */
function parsedSteps(layout: string): readonly LayoutStep[] {
  const steps: (string | LayoutVariable)[][] = [[]]
  for (const piece of layout.replace(/\/+$/, '').split(/(\$\{[^{}]*\})/)) {
    const variable = /^\$\{([^{}]*)\}$/.exec(piece)?.[1]
    if (variable !== undefined) {
      const column = /^each\.(.*)$/s.exec(variable)?.[1]
      steps.at(-1)?.push({ variable, column })
      continue
    }
    const [first = '', ...rest] = piece.split('/')
    steps.at(-1)?.push(first)
    steps.push(...rest.map((text) => [text]))
  }
  return steps
}
