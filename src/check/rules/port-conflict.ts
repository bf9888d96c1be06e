import { prose } from '../../diagnostics/prose.ts'
import type { Finding } from '../../diagnostics/rule.ts'
import type { Broker, Listener } from '../../topology/broker.ts'
import type { CheckRule } from '../check-subject.ts'
import { machineOf } from '../network-reach.ts'

interface Socket {
  readonly broker: Broker
  readonly listener: Listener
}

export const portConflict: CheckRule = {
  code: 'port-conflict',
  severity: 'error',
  summary: 'two listeners on one machine would take the same address and port',
  explanation: prose`
    A port of an address can be listened on once. The broker that starts second ends with "Address already in use",
    often only after the next restart of the machine. A listener without \`bind\` takes the port on all addresses,
    so it conflicts with every other listener on that port; \`0.0.0.0\` takes all IPv4 addresses and \`::\` all IPv6
    addresses. Brokers with the same \`host\` are taken to be on one machine, also across brokers that all have the
    default, \`localhost\`.

    Give one of the listeners another \`port\`, bind both to different addresses, or give the brokers their own hosts.
  `,
  *check({ topology: { brokers } }) {
    const earlier = new Map<string, Socket[]>()
    for (const socket of brokers.flatMap(socketsOf)) {
      const key = `${machineOf(socket.broker)} ${socket.listener.port}`
      const others = earlier.get(key) ?? []
      const other = others.find(({ listener }) => addressesMeet(listener.bind, socket.listener.bind))
      if (other !== undefined) yield conflict(socket, other)
      earlier.set(key, [...others, socket])
    }
  },
}

function socketsOf(broker: Broker): Socket[] {
  return broker.listeners.filter(({ port }) => port !== undefined).map((listener) => ({ broker, listener }))
}

function conflict({ broker, listener }: Socket, other: Socket): Finding {
  const name = other.broker === broker ? '' : ` of broker "${other.broker.name}"`
  return {
    message: `listener "${listener.name}" of broker "${broker.name}" takes port ${listener.port}, which listener "${other.listener.name}"${name} takes too`,
    at: { path: [...listener.path, 'port'] },
    related: [{ at: { path: [...other.listener.path, 'port'] }, message: 'the port is first taken here' }],
    hint: 'give one of them another port, or bind them to different addresses',
  }
}

/** True when some address belongs to both; names other than `localhost` are compared as they are written. */
function addressesMeet(a: string | undefined, b: string | undefined): boolean {
  const [of, than] = [boundAddresses(a), boundAddresses(b)]
  return of.some((x) =>
    than.some((y) => x.family === y.family && (x.host === y.host || x.host === ANY || y.host === ANY)),
  )
}

const ANY = '*'

interface BoundAddress {
  readonly family: 4 | 6
  readonly host: string
}

function boundAddresses(bind: string | undefined): readonly BoundAddress[] {
  const host = bind?.toLowerCase()
  if (host === undefined) return bothFamilies(ANY)
  if (host === 'localhost') return [...boundAddresses('127.0.0.1'), ...boundAddresses('::1')]
  if (host.includes(':')) return [{ family: 6, host: host === '::' ? ANY : host }]
  if (/^[\d.]+$/.test(host)) return [{ family: 4, host: host === '0.0.0.0' ? ANY : host }]
  return bothFamilies(host)
}

function bothFamilies(host: string): readonly BoundAddress[] {
  return [
    { family: 4, host },
    { family: 6, host },
  ]
}
