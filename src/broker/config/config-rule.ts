/** What rules about a configuration look at. */

import type { Rule } from '../../diagnostics/rule.ts'
import type { BrokerConfig, ListenerConfig, SecurityConfig } from './broker-config.ts'
import type { ListenerScope, Scopes } from './scopes.ts'

export interface ConfigSubject {
  readonly scopes: Scopes
  /** Its listeners are those of `scopes`, in the same order, but for a broker that is local only. */
  readonly config: BrokerConfig
}

export type ConfigRule = Rule<ConfigSubject>

/** A listener as it is written, and what it means. */
export interface ListenerView {
  readonly scope: ListenerScope
  readonly config: ListenerConfig
  /** What counts for it. */
  readonly security: SecurityConfig
  readonly admitsAnonymous: boolean
}

/** None of a broker that is local only. */
export function listenersOf({ scopes, config }: ConfigSubject): readonly ListenerView[] {
  if (scopes.isLocalOnly) return []
  return scopes.listeners.flatMap((scope, i) => {
    const listener = config.listeners[i]
    if (listener === undefined) return []
    const security = listener.security ?? config.security
    const admitsAnonymous = listener.allowAnonymous ?? security.allowAnonymous
    return [{ scope, config: listener, security, admitsAnonymous }]
  })
}

/** The handshake of TLS says who the client is, and username and password count for nothing. */
export function isIdentifiedByTls({ tls, psk }: ListenerConfig): boolean {
  return psk?.identityAsUsername === true || (tls !== undefined && tls.username !== 'connect')
}
