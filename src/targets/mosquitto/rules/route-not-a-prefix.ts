import { prose } from '../../../diagnostics/prose.ts'
import { topicLines } from '../bridge/topic-line.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const routeNotAPrefix: MosquittoRule = {
  code: 'route-not-a-prefix',
  severity: 'error',
  summary: 'Mosquitto cannot rename topics as a route wants',
  explanation: prose`
    A Mosquitto bridge renames a topic by cutting one prefix off its front and putting another one there. So the two
    filters of a route must have the same end, and all wildcards must stand in that end: \`press/+/state\` and
    \`plants/berlin/press/+/state\` do, \`a/+/b\` and \`a/+/c\` do not.

    Rename what stands before the first wildcard only.
  `,
  *check({ topology: { bridges } }) {
    for (const bridge of bridges) {
      for (const problem of topicLines(bridge.routes).problems) {
        if (problem.kind !== 'differs-after-wildcard') continue
        const { local, remote, path } = problem.route
        yield {
          message: `no change of prefix makes "${remote.text}" of "${local.text}": they differ after a wildcard`,
          at: { path },
          hint: 'let the filters differ only before their first wildcard',
        }
      }
    }
  },
}
