/**
 * A topology as it runs on one machine for trial: its brokers on loopback, on ports and sockets that are free there.
 * Who may do what, and the names of everything, stay.
 */

import type { Bridge } from './bridge.ts'
import type { Broker, Listener } from './broker.ts'
import type { Bundle } from './bundle.ts'
import { freezeTopology } from './freeze-topology.ts'
import { type LocalPki, localPki } from './local-pki.ts'
import { PASSWORD_LENGTH, PSK_LENGTH } from './resolve-secret.ts'
import type { Secret } from './secret.ts'
import { sortedTexts } from './sorted.ts'
import type { Topology } from './topology.ts'
import type { Authentication, User } from './user.ts'

/** Where every broker is reached; an address, so that no other program can stand behind its name. */
export const LOCAL_HOST = '127.0.0.1'

/** A port of {@link LOCAL_HOST}, or the path of a Unix socket. */
export type Place = { readonly port: number } | { readonly socketPath: string }

export interface LocalWorld {
  /** By {@link placeKey}: one for every listener. */
  readonly places: ReadonlyMap<string, Place>
  /** False where a secret from outside is missing on this machine: one is generated instead. */
  readonly hasSecret: (secret: Secret) => boolean
}

export function placeKey(broker: string, listener: string): string {
  return `${broker}/${listener}`
}

/**
 * Certificates of brokers are wanted for their own names and for loopback. What only makes sense where a broker is
 * installed is left out: accounts, a proxy in front, further addresses of bridges, authorities that others sign with.
 *
 * @throws Error if a listener has no place.
 */
export function localize(topology: Topology, places: LocalWorld): Topology {
  const world = { ...places, pki: localPki(topology) }
  const brokers = once<Broker>((broker) => localBroker(broker, world))
  const bundles = once<Bundle>((bundle) => localBundle(bundle, world))
  const at = listed(brokers)
  const bundled = listed(bundles)
  const users = once<User>((user) => ({
    ...user,
    at: at(user.at),
    bundles: bundled(user.bundles),
    authentication: localAuthentication(user.authentication, world),
  }))
  return freezeTopology({
    ...topology,
    authorities: topology.authorities.map(world.pki.authority),
    profiles: topology.profiles.map(world.pki.profile),
    brokers: topology.brokers.map(brokers),
    bridges: topology.bridges.map((bridge) =>
      localBridge(bridge, { from: brokers(bridge.from), to: brokers(bridge.to), user: users(bridge.user) }),
    ),
    users: topology.users.map(users),
    fleets: topology.fleets.map((fleet) => ({ ...fleet, users: fleet.users.map(users) })),
    bundles: topology.bundles.map(bundles),
  })
}

/** Makes the same of the same: one object stays one object, wherever it is named. */
function once<T extends object>(change: (item: T) => T): (item: T) => T {
  const changed = new Map<T, T>()
  return (item) => {
    const known = changed.get(item) ?? change(item)
    changed.set(item, known)
    return known
  }
}

/** Lists that many share, as a fleet shares its brokers, stay shared. */
function listed<T extends object>(change: (item: T) => T): (list: readonly T[]) => readonly T[] {
  return once<readonly T[]>((list) => list.map(change))
}

interface World extends LocalWorld {
  readonly pki: LocalPki
}

function localBroker(broker: Broker, world: World): Broker {
  return {
    ...broker,
    host: LOCAL_HOST,
    dnsNames: sortedTexts([...broker.dnsNames, 'localhost']),
    ipAddresses: sortedTexts([...broker.ipAddresses, LOCAL_HOST]),
    // The rights are the same; the reference broker reads them from a file.
    access: 'acl-file',
    install: { ...broker.install, user: 'mosquitto' },
    listeners: broker.listeners.map((listener) => localListener(broker, listener, world)),
  }
}

function localListener({ name: broker }: Broker, listener: Listener, { places, pki }: World): Listener {
  const key = placeKey(broker, listener.name)
  const place = places.get(key)
  if (place === undefined) throw new Error(`${key} has no place`)
  const { proxyProtocol: _, tls, ...others } = listener
  const rest = tls === undefined ? others : { ...others, tls: pki.tls(tls) }
  return 'port' in place ? { ...rest, ...place, bind: LOCAL_HOST } : { ...rest, ...place }
}

function localAuthentication(authentication: Authentication, { hasSecret, pki }: World): Authentication {
  if (!('secret' in authentication)) return pki.authentication(authentication)
  if (hasSecret(authentication.secret)) return authentication
  const { kind, secret } = authentication
  return { kind, secret: generated(secret, kind === 'psk' ? PSK_LENGTH : PASSWORD_LENGTH) }
}

function localBundle(bundle: Bundle, { hasSecret }: LocalWorld): Bundle {
  const { password } = bundle
  if (password === undefined || hasSecret(password)) return bundle
  return { ...bundle, password: generated(password, PASSWORD_LENGTH) }
}

function generated({ path }: Secret, length: number): Secret {
  return { from: 'generate', length, path }
}

/** The far certificate is checked as the spec says, against {@link LOCAL_HOST}. */
function localBridge(bridge: Bridge, ends: Pick<Bridge, 'from' | 'to' | 'user'>): Bridge {
  const listener = ends.to.listeners.find(({ name }) => name === bridge.listener.name) ?? bridge.listener
  const { port } = listener
  return {
    ...bridge,
    ...ends,
    listener,
    addresses: port === undefined ? bridge.addresses : [{ host: LOCAL_HOST, port }],
    roundRobin: false,
  }
}
