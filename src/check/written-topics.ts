/** Every topic and topic filter that a spec's author wrote. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import type { Topology } from '../topology/topology.ts'
import { byFleet } from './cohorts.ts'
import { writtenGrants } from './written-grants.ts'

export interface WrittenTopic {
  readonly text: string
  readonly path: SpecPath
}

/** Grants, routes and wills. Of the wills of a fleet only the first. */
export function* writtenTopics(topology: Topology): Generator<WrittenTopic> {
  for (const { grant } of writtenGrants(topology)) yield { text: grant.filter.text, path: grant.path }
  for (const { routes } of topology.bridges) {
    for (const { local, remote, direction, path } of routes) {
      yield { text: local.text, path: [...path, direction] }
      if (remote.text !== local.text) yield { text: remote.text, path: [...path, 'remote'] }
    }
  }
  for (const { first } of byFleet(topology.users)) {
    if (first.will !== undefined) yield { text: first.will.topic, path: [...first.will.path, 'topic'] }
  }
}
