/** Checks the environments that were not chosen, so that a slip in one is found before it is needed. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { checkShape } from '../shape/check-shape.ts'
import { reporter } from '../tree/finding.ts'
import type { MapNode } from '../tree/node.ts'
import { applyEnvironment } from './apply-environment.ts'
import { withMeantNames } from './meant-names.ts'

/** What is wrong with the shape of the spec in each environment but `chosen`, beyond what is `known` already. */
export function checkEnvironments(
  spec: MapNode,
  chosen: string | undefined,
  known: readonly Diagnostic[],
): readonly Diagnostic[] {
  const environments = spec.entries.get('environments')?.node
  const names = environments?.kind === 'map' ? [...environments.entries.keys()] : []
  const seen = new Set(known.map(identity))
  return names
    .filter((name) => name !== chosen)
    .flatMap((name) =>
      checkEnvironment(spec, name)
        .filter((diagnostic) => !seen.has(identity(diagnostic)) && seen.add(identity(diagnostic)))
        .map((diagnostic) => inEnvironment(diagnostic, name)),
    )
}

function checkEnvironment(spec: MapNode, name: string): readonly Diagnostic[] {
  const { diagnostics, report } = reporter()
  const patched = applyEnvironment(spec, name, report)
  return [...diagnostics, ...withMeantNames(checkShape(patched).diagnostics, spec, name)]
}

function inEnvironment(diagnostic: Diagnostic, name: string): Diagnostic {
  const { at } = diagnostic
  return {
    ...diagnostic,
    message: `${diagnostic.message}, in environment ${quoted(name)}`,
    at: 'path' in at ? { ...at, path: ['environments', name, ...at.path] } : at,
  }
}

/** Two findings are one when they say the same of the same place. */
function identity({ code, message, at }: Diagnostic): string {
  const place = 'span' in at ? [at.span.source.name, at.span.start, at.span.end] : at.path
  return JSON.stringify([code, message, place])
}
