/** What listeners ask of clients, and whether Mosquitto can ask it of all of them by one set of files. */

import { rootOf } from '../../../topology/authority.ts'
import type { AuthKind, Broker, Listener } from '../../../topology/broker.ts'
import type { User } from '../../../topology/user.ts'
import { EMPTY_PASSWORD_FILE, PASSWORD_FILE } from './broker-files.ts'

/** True where the TLS handshake gives the username; username and password in CONNECT then count for nothing. */
export function isIdentityByTls({ auth }: Listener): boolean {
  return auth.includes('certificate') || auth.includes('psk')
}

export function takes(listeners: readonly Listener[], kind: AuthKind): boolean {
  return listeners.some((listener) => listener.auth.includes(kind))
}

/** Those that ask for a username and password, or for nothing. */
export function askingListeners(listeners: readonly Listener[]): readonly Listener[] {
  return listeners.filter((listener) => !isIdentityByTls(listener))
}

/** True when listeners differ in what they ask of clients; where the handshake answers, nothing is asked. */
export function loginsDiffer({ listeners }: Broker): boolean {
  const [first, ...others] = askingListeners(listeners).map(
    ({ auth }) => `${auth.includes('anonymous')} ${auth.includes('password')}`,
  )
  return others.some((login) => login !== first)
}

/** True where each listener needs settings of its own: 2.1 attaches plugins to listeners instead. */
export function needsPerListener(broker: Broker): boolean {
  return broker.engine.version === '2.0' && loginsDiffer(broker)
}

/**
 * The password file that listeners of one login need. One for anonymous clients alone has no entry, since Mosquitto
 * would otherwise take any claimed username for true.
 */
export function passwordFileOf(listeners: readonly Listener[]): string | undefined {
  const asking = askingListeners(listeners)
  if (takes(asking, 'password')) return PASSWORD_FILE
  return takes(asking, 'anonymous') ? EMPTY_PASSWORD_FILE : undefined
}

/** Listeners that let in the same clients. */
export interface ListenerGroup {
  readonly listeners: readonly [Listener, ...Listener[]]
  readonly admits: (user: User) => boolean
}

/** In the order of their first listeners. */
export function listenerGroups({ listeners }: Broker): readonly ListenerGroup[] {
  const groups = new Map<string, [Listener, ...Listener[]]>()
  for (const listener of listeners) {
    const key = [[...listener.auth].sort(), [...trustedRoots([listener])].sort()].join(' ')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [listener])
    else group.push(listener)
  }
  return Array.from(groups.values(), (listeners) => ({ listeners, admits: admission(listeners) }))
}

function admission(listeners: readonly Listener[]): (user: User) => boolean {
  const roots = trustedRoots(listeners)
  return ({ authentication }) => {
    if (authentication.kind === 'none') return takes(listeners, 'anonymous')
    if (authentication.kind !== 'certificate') return takes(listeners, authentication.kind)
    return roots.has(rootOf(authentication.profile.issuer).name)
  }
}

/** Names of the roots above what certificate listeners trust; Mosquitto trusts a whole root. */
export function trustedRoots(listeners: readonly Listener[]): ReadonlySet<string> {
  const trusted = listeners.flatMap(({ tls, auth }) =>
    tls?.kind === 'certificate' && auth.includes('certificate') ? tls.trust : [],
  )
  return new Set(trusted.map((authority) => rootOf(authority).name))
}
