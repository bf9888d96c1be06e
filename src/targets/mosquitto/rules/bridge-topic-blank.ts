import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { type TopicLine, topicLines } from '../bridge/topic-line.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const bridgeTopicBlank: MosquittoRule = {
  code: 'bridge-topic-blank',
  severity: 'error',
  summary: 'a bridge of Mosquitto cannot carry a topic with a blank or a leading quote',
  explanation: prose`
    In the configuration of a bridge, blanks stand between the parts of a line. Mosquitto 2.0 has no way to write a topic
    that holds one; 2.1 takes the part that both sides have in common in double quotes, but not the part before it that
    a route renames. A topic that begins with a double quote would be read as a quoted one.

    Take the blank out of the topic, or run 2.1 on the broker that dials and rename nothing that holds a blank.
  `,
  *check({ topology: { bridges } }) {
    for (const { from, routes } of bridges) {
      const isNew = from.engine.version === '2.1'
      for (const line of topicLines(routes).lines) {
        const problem = isNew ? newProblem(line) : oldProblem(line)
        if (problem === undefined) continue
        const { route } = line
        yield {
          message: `Mosquitto ${from.engine.version} cannot bridge ${quoted(route.local.text)}: ${problem}`,
          at: { path: route.path },
          hint: 'choose a topic without blanks and quotes',
        }
      }
    }
  },
}

function oldProblem({ pattern, localPrefix, remotePrefix }: TopicLine): string | undefined {
  const parts = [pattern, localPrefix, remotePrefix]
  if (parts.some((part) => part.includes(' '))) return 'it holds a blank'
  return parts.some((part) => part.startsWith('"')) ? 'it begins with a quote' : undefined
}

function newProblem({ pattern, localPrefix, remotePrefix }: TopicLine): string | undefined {
  const prefixes = [localPrefix, remotePrefix]
  if (prefixes.some((prefix) => prefix.includes(' '))) return 'the part that is renamed holds a blank'
  if (pattern.includes(' ') && pattern.includes('"')) return 'it holds both a blank and a quote'
  return [pattern, ...prefixes].some((part) => part.startsWith('"')) ? 'it begins with a quote' : undefined
}
