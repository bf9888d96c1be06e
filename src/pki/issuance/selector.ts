/** What the certificate verbs are to be done to: `user:alice`, `fleet:presses`, `broker:core`, as words of a command line. */

import type { Topology } from '../../topology/topology.ts'
import { authorityCertificateId, serverCertificateId, userCertificateId } from '../materials.ts'

export const selectorKinds = ['authority', 'broker', 'bridge', 'user', 'fleet'] as const

export type SelectorKind = (typeof selectorKinds)[number]

export interface Selector {
  readonly kind: SelectorKind
  /** Of a broker also `BROKER/PROFILE`. */
  readonly name: string
}

/** `undefined` for what is not `KIND:NAME`. */
export function parseSelector(text: string): Selector | undefined {
  const colon = text.indexOf(':')
  const kind = selectorKinds.find((known) => known === text.slice(0, colon))
  const name = text.slice(colon + 1)
  return kind === undefined || name === '' ? undefined : { kind, name }
}

export interface Selected {
  /** Certificate ids. */
  readonly certificates: readonly string[]
  /** Who has a password or a pre-shared key instead. */
  readonly users: readonly string[]
}

const nothing: Selected = { certificates: [], users: [] }

/** What a selector means in a topology; `undefined` where it names nothing there. */
export function selected({ kind, name }: Selector, topology: Topology): Selected | undefined {
  switch (kind) {
    case 'authority':
      return topology.authorities.some((authority) => authority.name === name)
        ? { ...nothing, certificates: [authorityCertificateId(name)] }
        : undefined
    case 'broker':
      return selectedServers(name, topology)
    case 'bridge':
      return ofUsers(topology.bridges.filter((bridge) => bridge.name === name).map(({ user }) => user))
    case 'user':
      return ofUsers(topology.users.filter((user) => user.name === name))
    case 'fleet':
      return ofUsers(topology.fleets.find((fleet) => fleet.name === name)?.users ?? [])
  }
}

function selectedServers(name: string, { brokers }: Topology): Selected | undefined {
  const ids = brokers.flatMap((broker) =>
    broker.listeners.flatMap(({ tls }) => {
      if (tls?.kind !== 'certificate') return []
      const isMeant = [broker.name, `${broker.name}/${tls.profile.name}`].includes(name)
      return isMeant ? [serverCertificateId(broker.name, tls.profile.name)] : []
    }),
  )
  if (ids.length > 0) return { ...nothing, certificates: [...new Set(ids)] }
  return brokers.some((broker) => broker.name === name) ? nothing : undefined
}

function ofUsers(users: Topology['users']): Selected | undefined {
  if (users.length === 0) return undefined
  const withCertificate = users.filter(({ authentication }) => authentication.kind === 'certificate')
  const withSecret = users.filter(({ authentication }) => 'secret' in authentication)
  return {
    certificates: withCertificate.map(({ name }) => userCertificateId(name)),
    users: withSecret.map(({ name }) => name),
  }
}

/** The names that a selector of this kind may have. */
export function selectableNames(kind: SelectorKind, topology: Topology): readonly string[] {
  const lists = {
    authority: topology.authorities,
    broker: topology.brokers,
    bridge: topology.bridges,
    user: topology.users,
    fleet: topology.fleets,
  }
  return lists[kind].map(({ name }) => name)
}
