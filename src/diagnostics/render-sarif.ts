/** Diagnostics as SARIF 2.1.0, which code scanning services read. */

import type { Diagnostic, Locate, Place, Severity } from './diagnostic.ts'
import { findingKey } from './finding-key.ts'
import type { CodeDescription } from './rule.ts'

export interface SarifTool {
  readonly version: string
  /** Documentation of every code that may occur. */
  readonly codes: readonly CodeDescription[]
}

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' }

export function renderSarif(diagnostics: readonly Diagnostic[], locate: Locate, tool: SarifTool): string {
  const used = new Set(diagnostics.map(({ code }) => code))
  const rules = tool.codes.filter(({ code }) => used.has(code)).map(ruleJson)
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'mqttopia', version: tool.version, rules } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((diagnostic) => resultJson(diagnostic, locate)),
      },
    ],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

function ruleJson({ code, severity, summary, explanation }: CodeDescription) {
  return {
    id: code,
    shortDescription: { text: summary },
    help: { text: explanation, markdown: explanation },
    defaultConfiguration: { level: LEVELS[severity] },
  }
}

function resultJson(diagnostic: Diagnostic, locate: Locate) {
  const { code, severity, message, at, related = [], hint } = diagnostic
  const others = related.flatMap((other, id) =>
    locationsJson(other.at, locate).map((location) => ({
      id,
      ...location,
      message: { text: other.message },
    })),
  )
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: hint === undefined ? message : `${message}\nhint: ${hint}` },
    locations: locationsJson(at, locate),
    // Stays where lines move (SARIF 3.27.17).
    partialFingerprints: { 'mqttopia/v1': findingKey(diagnostic) },
    ...(others.length > 0 ? { relatedLocations: others } : {}),
  }
}

function locationsJson(place: Place, locate: Locate) {
  const span = locate(place)
  if (span === undefined) return []
  const { source, start, end } = span
  const artifactLocation = { uri: uriOf(source.name) }
  if (source.isProgram) return [{ physicalLocation: { artifactLocation }, ...logicalJson(place) }]
  const [from, to] = [source.position(start), source.position(end)]
  const region = { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column }
  return [{ physicalLocation: { artifactLocation, region } }]
}

/** The path of a value stands in for the line that it has not (SARIF 3.28.4). */
function logicalJson(place: Place) {
  return 'path' in place ? { logicalLocations: [{ fullyQualifiedName: place.path.join('/') }] } : {}
}

/** A relative path as a URI reference (SARIF 3.4.3). */
function uriOf(name: string): string {
  return name.split(/[\\/]/).map(encodeURIComponent).join('/')
}
