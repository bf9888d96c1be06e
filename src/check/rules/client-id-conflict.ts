import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import { userLabel } from '../../topology/user-label.ts'
import type { CheckRule } from '../check-subject.ts'

export const clientIdConflict: CheckRule = {
  code: 'client-id-conflict',
  severity: 'warning',
  summary: 'two clients of one broker have the same client identifier',
  explanation: prose`
    A broker keeps one connection for each client identifier: a second client with the same one throws the first
    out, which reconnects and throws out the second, for ever [MQTT-3.1.4-3]. They also share one session, so each
    receives what was kept for the other.

    Give each user, device and bridge an identifier of its own, such as \`\${each.serial}\` in a fleet.
  `,
  *check({ topology }) {
    const known = new Map<Broker, Map<string, Client>>()
    for (const client of clientsOf(topology)) {
      const atBroker = known.get(client.broker) ?? new Map<string, Client>()
      known.set(client.broker, atBroker)
      const other = atBroker.get(client.clientId)
      if (other === undefined) atBroker.set(client.clientId, client)
      else
        yield {
          message: `${client.label} has the client identifier ${quoted(client.clientId)} at broker "${client.broker.name}", as ${other.label} has`,
          at: { path: client.path },
          related: [{ at: { path: other.path }, message: 'the same client identifier' }],
          hint: 'give each client an identifier of its own',
        }
    }
  },
}

interface Client {
  readonly broker: Broker
  readonly clientId: string
  readonly label: string
  readonly path: SpecPath
}

function* clientsOf({ users, bridges }: Topology): Generator<Client> {
  for (const user of users) {
    const { kind, clientId, at, path } = user
    if (kind === 'bridge' || clientId === undefined) continue
    const place = kind === 'device' ? path : [...path, 'clientId']
    for (const broker of new Set(at)) yield { broker, clientId, label: userLabel(user), path: place }
  }
  for (const { name, to, clientId, path } of bridges) {
    yield { broker: to, clientId, label: `bridge "${name}"`, path: [...path, 'session', 'clientId'] }
  }
}
