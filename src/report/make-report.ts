/**
 * A page about a topology: what it looks like, who may do what, what is wrong, what ends when. One file that loads nothing
 * and sends nothing, which its own policy makes sure of.
 */

import { AccessModel } from '../access/access-model.ts'
import { counted } from '../diagnostics/counted.ts'
import { printable } from '../diagnostics/printable.ts'
import { base64Digest } from '../files/digest.ts'
import { jsonLiteral } from '../files/quote.ts'
import { compileHtmlTemplate, type TemplateSource } from '../files/render-template.ts'
import { makeGraph } from '../graph/make-graph.ts'
import { renderSvg } from '../graph/svg/render-svg.ts'
import type { StatusEntry } from '../pki/issuance/certificate-status.ts'
import type { Topology } from '../topology/topology.ts'
import { accessSection, partiesWithCards } from './access-section.ts'
import { answerData } from './answer-data.ts'
import { brokerSection } from './broker-section.ts'
import { certificateSection } from './certificate-section.ts'
import { tilesOf } from './tiles.ts'
import { type VerdictInputs, verdictSection } from './verdict-section.ts'

export interface ReportInputs extends VerdictInputs {
  readonly environment?: string
  /** The spec as the user named it. */
  readonly spec: string
  readonly version: string
  readonly certificates: readonly StatusEntry[]
  /** The texts below `templates/`, by path. */
  readonly templates: TemplateSource
}

/** A picture up to this width, in pixels, is still readable when it is as wide as the page. */
const MOST_FITTED = 1700

/** The text of the page: the same inputs give the same bytes. */
export async function makeReport(inputs: ReportInputs): Promise<string> {
  const { topology, environment = '', spec, version, now, locate, templates } = inputs
  const model = new AccessModel(topology)
  const cards = partiesWithCards(model)
  const sections = {
    access: accessSection(model, cards, locate),
    verdicts: verdictSection(inputs),
    certificates: certificateSection(inputs.certificates),
    brokers: brokerSection(topology, locate),
  }
  const picture = await renderSvg(makeGraph(topology), { hasHeading: false })
  const said = {
    ...{ name: topology.name, environment, spec, version, summary: summaryOf(topology), ...sections },
    ...{
      tiles: tilesOf(topology, sections),
      time: `${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    },
    example: exampleTopic(topology),
    size: widthOf(picture) > MOST_FITTED ? 'scrolled' : 'fitted',
  }
  const style = template(templates, 'report.css')
  const script = pageScript(templates)
  const markup = { picture, style, script, data: scriptData(answerData(model, cards)) }
  const render = compileHtmlTemplate('report.html.hbs', template(templates, 'report.html.hbs'))
  return render({ ...printed(said), ...markup, policy: contentPolicy(script, [style, styleOf(picture)]) })
}

function summaryOf({ brokers, bridges, users }: Topology): string {
  const clients = users.filter(({ kind }) => kind !== 'bridge').length
  return [
    counted(brokers.length, 'broker'),
    counted(bridges.length, 'bridge'),
    counted(clients, 'user'),
  ].join(', ')
}

/** A topic as somebody may publish it. */
function exampleTopic({ users }: Topology): string {
  for (const { name, grants } of users) {
    const grant = grants.find(({ effect, action }) => effect === 'allow' && action === 'publish')
    if (grant === undefined) continue
    return grant.filter.text
      .replaceAll('${username}', name)
      .replaceAll('${clientId}', name)
      .replaceAll(/[+#]/g, 'x')
  }
  return 'a/topic'
}

function template(templates: TemplateSource, name: string): string {
  const text = templates.get(`report/${name}`)
  if (text === undefined) throw new RangeError(`there is no template "report/${name}"`)
  return text
}

/** Both modules as one: the first has what the second imports. */
function pageScript(templates: TemplateSource): string {
  const page = template(templates, 'page.js').replace(/^import .*$/m, '')
  return `${template(templates, 'answers.js')}\n${page}`
}

/** JSON that ends no script, whatever names it holds. */
function scriptData(value: unknown): string {
  return jsonLiteral(value).replaceAll('<', '\\u003c')
}

/** In pixels. */
function widthOf(picture: string): number {
  return Number(/ width="([\d.]+)"/.exec(picture)?.[1])
}

function styleOf(picture: string): string {
  return /<style>(.*?)<\/style>/s.exec(picture)?.[1] ?? ''
}

/** Nothing but the page's own script and styles. */
function contentPolicy(script: string, styles: readonly string[]): string {
  const source = (text: string) => `'sha256-${base64Digest(text)}'`
  return [
    "default-src 'none'",
    `script-src ${source(script)}`,
    `style-src ${styles.map(source).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** All texts without what would mislead a reader, such as characters that turn the direction of writing. */
function printed<Value>(value: Value): Value
function printed(value: unknown): unknown {
  if (typeof value === 'string') return printable(value)
  if (Array.isArray(value)) return value.map((item) => printed(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, printed(inner)]))
}
