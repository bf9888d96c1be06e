/**
 * Handlebars templates that print program and configuration text: no HTML escaping, no unknown helper, no field
 * that the view lacks, no partials. Values enter through helpers that quote for the language around them; those of
 * pages are escaped for HTML, but for what stands in three braces.
 */

import type Handlebars from 'handlebars'
import { lazyPackage } from './lazy-package.ts'
import { cLiteral, jsonLiteral, oneLine, pythonLiteral, shellWord, UnquotableError } from './quote.ts'

/** Template texts by name, such as `bundles/pem/README.txt.hbs`; whoever does I/O reads them. */
export type TemplateSource = ReadonlyMap<string, string>

export type RenderTemplate = (view: object) => string

/** What is wrong with a template, or with what it does with a view. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  /** The template's name. */
  readonly template: string
  /** What is wrong: one sentence, no capital, no full stop, no line break. */
  readonly problem: string
  /** Counted from 1; absent where unknown. */
  readonly line: number | undefined

  constructor(template: string, problem: string, line: number | undefined) {
    super(`template ${template}${line === undefined ? '' : `, line ${line}`}: ${problem}`)
    this.template = template
    this.problem = problem
    this.line = line
  }
}

/** The helpers that write a value: name to the value's form. */
const WRITERS: Readonly<Record<string, (value: string | number | boolean | null) => string>> = {
  json: jsonLiteral,
  shell: (value) => shellWord(String(value)),
  c: (value) => cLiteral(String(value)),
  py: pythonLiteral,
  line: (value) => oneLine(String(value)),
}

export const TEMPLATE_HELPERS: readonly string[] = [...Object.keys(WRITERS), 'if', 'unless', 'each', 'with']

const COMPILE_OPTIONS = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: { ...Object.fromEntries(Object.keys(WRITERS).map((name) => [name, true])), log: false },
}

/** Said aloud, or Handlebars writes to the console when a template names `constructor`. */
const RUNTIME_OPTIONS = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false }

const handlebars = lazyPackage<typeof Handlebars>('handlebars')

let environment: typeof Handlebars | undefined

/**
 * Compiles one template.
 *
 * @throws TemplateError for a text that is no template; so does the returned function, for a field that the
 * view lacks and for a value that has no form where the template wants it.
 */
export function compileTemplate(name: string, text: string): RenderTemplate {
  return compiledWith(name, text, COMPILE_OPTIONS)
}

/** As {@link compileTemplate}, for HTML: text and attributes in quotes are escaped, `{{{x}}}` is markup as it is. */
export function compileHtmlTemplate(name: string, text: string): RenderTemplate {
  return compiledWith(name, text, { ...COMPILE_OPTIONS, noEscape: false })
}

function compiledWith(name: string, text: string, options: typeof COMPILE_OPTIONS): RenderTemplate {
  const render = attempt(name, () => {
    environment ??= createEnvironment()
    const program = environment.parse(text)
    environment.precompile(program, options) // `compile` alone would find faults at the first rendering only
    return environment.compile(program, options)
  })
  return (view) => attempt(name, () => render(view, RUNTIME_OPTIONS))
}

/** Finds and compiles templates of a source, each once. */
export function templateRenderer(source: TemplateSource): (name: string, view: object) => string {
  const compiled = new Map<string, RenderTemplate>()
  return (name, view) => {
    const render = compiled.get(name) ?? compileTemplate(name, templateText(source, name))
    compiled.set(name, render)
    return render(view)
  }
}

function templateText(source: TemplateSource, name: string): string {
  const text = source.get(name)
  if (text === undefined) throw new RangeError(`there is no template "${name}"`)
  return text
}

function createEnvironment(): typeof Handlebars {
  const created = handlebars().create()
  for (const [name, write] of Object.entries(WRITERS))
    created.registerHelper(name, writingHelper(name, write))
  for (const name of ['if', 'unless', 'each', 'with']) requireArgument(created, name)
  created.unregisterHelper('log')
  return created
}

function writingHelper(name: string, write: (typeof WRITERS)[string]): Handlebars.HelperDelegate {
  return (...args: unknown[]) => {
    const [value, ...rest] = args
    const { line } = placeOf(args.at(-1))
    if (rest.length !== 1) throw new TemplateError('', `"${name}" takes one value`, line)
    if (!isScalar(value)) {
      throw new TemplateError(
        '',
        `"${name}" is given ${value === undefined ? 'a field that does not exist' : 'a list or an object'}`,
        line,
      )
    }
    try {
      return write(value)
    } catch (error) {
      if (error instanceof UnquotableError)
        throw new TemplateError('', `"${name}" cannot write it: ${error.message}`, line)
      throw error
    }
  }
}

/** Makes a block helper refuse a field that does not exist: strict mode alone looks away there. */
function requireArgument(created: typeof Handlebars, name: string): void {
  const original = created.helpers[name]
  if (original === undefined) throw new Error(`Handlebars has no helper "${name}"`)
  created.registerHelper(name, function (this: unknown, ...args: unknown[]): unknown {
    if (args.length < 2 || args[0] === undefined) {
      throw new TemplateError(
        '',
        `"#${name}" is given a field that does not exist`,
        placeOf(args.at(-1)).line,
      )
    }
    return Reflect.apply(original, this, args)
  })
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function placeOf(options: unknown): { readonly line: number | undefined } {
  const { loc } = options as { readonly loc?: { readonly start?: { readonly line?: number } } }
  return { line: loc?.start?.line }
}

/** Names the template in whatever goes wrong with it. */
function attempt<Result>(name: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof TemplateError) throw new TemplateError(name, error.problem, error.line)
    if (error instanceof Error) throw handlebarsError(name, error)
    throw error
  }
}

function handlebarsError(name: string, error: Error): TemplateError {
  const { lineNumber } = error as { readonly lineNumber?: number }
  const parsed = /^Parse error on line (\d+):\n([^\n]*)/.exec(error.message)
  if (parsed !== null)
    return new TemplateError(
      name,
      `the text is not a template near ${jsonLiteral(parsed[2])}`,
      Number(parsed[1]),
    )
  return new TemplateError(name, plainProblem(error.message), lineNumber)
}

/** Handlebars' own sentences, in ours. */
function plainProblem(message: string): string {
  const [, field] = /^"(.*)" not defined in /s.exec(message) ?? []
  if (field !== undefined) return `there is no field "${field}"`
  const [, helper] = /unknown helper (\S+)/.exec(message) ?? []
  if (helper !== undefined)
    return `there is no helper "${helper}", only ${TEMPLATE_HELPERS.map((known) => `"${known}"`).join(', ')}`
  const [, partial] = /^The partial (.*) could not be found/s.exec(message) ?? []
  if (partial !== undefined) return `partials such as "${partial}" are not supported`
  return message.replace(/ - \d+:\d+$/, '').replaceAll(/\s+/g, ' ')
}
