import type { Place } from '../../../diagnostics/diagnostic.ts'
import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { Finding } from '../../../diagnostics/rule.ts'
import { findUser } from '../../../topology/find-user.ts'
import type { AclProblem } from '../acl/acl-problem.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

type WrittenOut = Extract<AclProblem, { kind: 'written-out' }>

export const fleetWrittenOut: MosquittoRule = {
  code: 'fleet-written-out',
  severity: 'warning',
  summary: 'the rights of a large fleet are written out for each device, which Mosquitto 2.0 is slow to load',
  explanation: prose`
    Where the grants of a fleet follow a pattern, such as \`press/\${username}/state\`, mqttopia writes \`pattern\` lines, which
    hold for everybody under their own name. It does so only where nobody else gains by it. Here somebody would, and a
    deny line could not take it back, or as many deny lines would be needed as are saved. A grant that is the same for all
    of a fleet, such as \`subscribe: [news]\`, becomes a pattern from 10,000 devices on, so whoever publishes the news has to
    be allowed to receive them too: a deny line would take both.

    Written out, each device has a block of its own in the ACL file. Mosquitto 2.0 takes a second to load 10,000 such
    users, 6 seconds for 30,000 and 94 for 100,000, and stands still as long at each reload; 2.1 takes under a second.

    Narrow the grants of the user that the message names so that they leave the fleet's topics alone, or widen them so that
    they take in what a pattern would give, put \`\${username}\` into the fleet's filters, set \`access: dynamic-security\`, or run 2.1.
  `,
  *check({ topology: { brokers, users }, aclPlanOf }) {
    for (const broker of brokers.filter(({ engine }) => engine.version === '2.0')) {
      for (const problem of aclPlanOf(broker).problems) {
        if (problem.kind !== 'written-out') continue
        const fleet = findUser(users, problem.members[0] ?? '')?.fleet
        const at: Place =
          fleet === undefined ? { path: broker.path, on: 'key' } : { path: ['fleets', fleet], on: 'key' }
        yield finding(problem, broker.name, at)
      }
    }
  },
}

function finding({ members, because }: WrittenOut, broker: string, at: Place): Finding {
  const start = `${members.length} users are written out on broker ${quoted(broker)}`
  const { name, witness } = because.obstacle
  const who = name === undefined ? 'clients without username' : quoted(name)
  return {
    message: `${start}: as patterns, ${who} would gain ${quoted(witness)}`,
    at,
    hint: `narrow the grants of ${who}, or widen them by that, set access: dynamic-security, or run Mosquitto 2.1`,
  }
}
