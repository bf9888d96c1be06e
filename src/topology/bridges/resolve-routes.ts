/** Routes: what a bridge carries, as both brokers name it. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted, quotedList } from '../../diagnostics/quoted.ts'
import type { Route as SpecRoute } from '../../spec/generated/spec.ts'
import { filterProblem, parseFilter, problemText, type TopicFilter } from '../../topic/filter.ts'
import type { Route } from '../bridge.ts'
import { toQos } from '../brokers/resolve-limits.ts'
import { routeDirection, routeWildcards } from '../codes/broker-codes.ts'
import { invalidTopic } from '../codes/value-codes.ts'
import type { Report, Resolution } from '../resolution.ts'
import { parseTextTemplate } from '../text-template.ts'

const DIRECTIONS = ['out', 'in', 'both'] as const

/** Routes that are wrong are reported and left out. */
export function resolveRoutes(resolution: Resolution, specs: readonly SpecRoute[], path: SpecPath): Route[] {
  return specs.flatMap((spec, i) => resolveRoute(resolution, spec, [...path, i]) ?? [])
}

function resolveRoute(resolution: Resolution, spec: SpecRoute, path: SpecPath): Route | undefined {
  const { report } = resolution
  const direction = directionOf(resolution, spec, path)
  if (direction === undefined) return undefined
  const localPath = [...path, direction]
  const local = resolveFilter(spec[direction] ?? '', localPath, report)
  const remotePath = spec.remote === undefined ? localPath : [...path, 'remote']
  const remote = spec.remote === undefined ? local : resolveFilter(spec.remote, remotePath, report)
  if (local === undefined || remote === undefined) return undefined
  if (wildcards(local) !== wildcards(remote)) {
    reportWildcards(local, remote, localPath, remotePath, report)
    return undefined
  }
  return { direction, local, remote, qos: toQos(spec.qos) ?? 0, retain: spec.retain ?? 'keep', path }
}

function directionOf(
  resolution: Resolution,
  spec: SpecRoute,
  path: SpecPath,
): Route['direction'] | undefined {
  const given = DIRECTIONS.filter((direction) => spec[direction] !== undefined)
  const [direction, ...others] = given
  if (direction !== undefined && others.length === 0) return direction
  const message =
    direction === undefined ? 'this route has no direction' : `this route has ${quotedList(given)}`
  if (direction === undefined && resolution.isDamaged(path)) return undefined
  resolution.report(routeDirection, {
    message,
    at: { path },
    hint: 'write one of "out", "in" and "both", and a route for each further filter',
  })
  return undefined
}

/** A filter without variables: they stand for a client's own names, and a bridge carries the topics of many. */
function resolveFilter(text: string, path: SpecPath, report: Report): TopicFilter | undefined {
  if (parseTextTemplate(text, path, { variables: [] }, report) === undefined) return undefined
  const problem = filterProblem(text)
  if (problem === undefined) return parseFilter(text)
  const message = `topic filter ${quoted(text)} is not valid: ${problemText(problem)}`
  report(invalidTopic, { message, at: { path } })
  return undefined
}

/** The wildcards of a filter in their order: `++#`. */
function wildcards({ text }: TopicFilter): string {
  return text.replace(/[^+#]/g, '')
}

function reportWildcards(
  local: TopicFilter,
  remote: TopicFilter,
  localPath: SpecPath,
  remotePath: SpecPath,
  report: Report,
): void {
  report(routeWildcards, {
    message: `${quoted(remote.text)} has other wildcards than ${quoted(local.text)}, so topics cannot be told from each other`,
    at: { path: remotePath },
    related: [{ at: { path: localPath }, message: 'the near filter is here' }],
    hint: 'write the same wildcards in the same order on both sides',
  })
}
