import { prose } from '../../../diagnostics/prose.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const fleetWrittenOut: MosquittoRule = {
  code: 'fleet-written-out',
  severity: 'warning',
  summary: 'the rights of a large fleet are written out for each device, which is slow',
  explanation: prose`
    Where the grants of a fleet follow a pattern, such as \`press/\${username}/state\`, mqttopia writes \`pattern\` lines, which
    hold for everybody under their own name. It does so only where nobody else gains by it: whoever would, gets a deny
    line for the topics under their own name. Here such a line would take a right that somebody can use, or as many
    deny lines would be needed as are saved.

    Written out, each device has a block of its own in the ACL file. Mosquitto 2.0 takes 6 seconds to load 30,000 such
    users and 94 seconds for 100,000, and stands still as long at each reload; 2.1 takes under a second.

    Narrow the grants of the user that the message names so that they leave the fleet's topics alone, give the fleet
    an authority of its own, or run 2.1.
  `,
  *check({ topology: { brokers, users }, aclPlanOf }) {
    const fleetOf = new Map(users.map(({ name, fleet }) => [name, fleet]))
    for (const broker of brokers) {
      for (const problem of aclPlanOf(broker).problems) {
        if (problem.kind !== 'written-out') continue
        const { members, obstacle } = problem
        const fleet = fleetOf.get(members[0] ?? '')
        const who = obstacle.name === undefined ? 'clients without username' : `"${obstacle.name}"`
        yield {
          message: `${members.length} devices are written out on broker "${broker.name}": as patterns, ${who} would gain "${obstacle.witness}"`,
          at: fleet === undefined ? { path: broker.path, on: 'key' } : { path: ['fleets', fleet], on: 'key' },
          hint: `narrow the grants of ${who}, or give the fleet an authority that nobody else has`,
        }
      }
    }
  },
}
