import type { SpecPath } from '../../../diagnostics/diagnostic.ts'
import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { TopologySubject } from '../../../topology/topology-subject.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

/** TOPIC_HIERARCHY_LIMIT of Mosquitto. */
const MAX_SLASHES = 200

export const topicTooDeep: MosquittoRule = {
  code: 'topic-too-deep',
  severity: 'error',
  summary: 'a topic has more levels than Mosquitto takes',
  explanation: prose`
    Mosquitto refuses topics and filters with more than 200 slashes: it does not start on an ACL file that has one, and
    ends the connection of a client that uses one.

    Shorten the topic.
  `,
  *check(subject) {
    for (const { text, path } of writtenFilters(subject)) {
      const slashes = text.split('/').length - 1
      if (slashes <= MAX_SLASHES) continue
      yield {
        message: `${quoted(text)} has ${slashes + 1} levels, and Mosquitto takes ${MAX_SLASHES + 1} at most`,
        at: { path },
        hint: 'shorten the topic',
      }
    }
  },
}

function* writtenFilters({
  topology: { bridges },
  fresh,
}: TopologySubject): Iterable<{ text: string; path: SpecPath }> {
  const written = fresh.filter(({ kind }) => kind !== 'bridge') // theirs follow from the routes
  for (const grants of new Set(written.map((user) => user.grants))) {
    for (const { filter, path } of grants) yield { text: filter.text, path }
  }
  for (const { direction, local, remote, path } of bridges.flatMap(({ routes }) => routes)) {
    yield { text: local.text, path: [...path, direction] }
    if (remote.text !== local.text) yield { text: remote.text, path: [...path, 'remote'] }
  }
}
