import { prose } from '../../../diagnostics/prose.ts'
import { topicLines } from '../bridge/topic-line.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const routeTakenForDuplicate: MosquittoRule = {
  code: 'route-taken-for-duplicate',
  severity: 'error',
  summary: 'Mosquitto would take a route for a repetition of another one and drop it',
  explanation: prose`
    When Mosquitto reads the \`topic\` lines of a bridge, a missing pattern or prefix counts as equal to any other, so a
    later line of the same direction and quality of service can be dropped without a word. mqttopia cuts patterns and
    prefixes so that this does not happen; here no cut helps.

    Remove one of the routes if they say the same, give one of them another \`qos\`, or move it to a bridge of its own.
  `,
  *check({ topology: { bridges } }) {
    for (const bridge of bridges) {
      for (const problem of topicLines(bridge.routes).problems) {
        if (problem.kind !== 'taken-for-duplicate') continue
        const { route, other } = problem
        yield {
          message: `Mosquitto would drop the route of "${route.local.text}": it takes it for the one of "${other.local.text}"`,
          at: { path: route.path },
          related: [{ at: { path: other.path }, message: 'this route comes first' }],
          hint: 'merge the routes, give one another qos, or move it to another bridge',
        }
      }
    }
  },
}
