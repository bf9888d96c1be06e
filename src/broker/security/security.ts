/** Everything that decides about clients, as read at one time: never changed, but replaced as a whole. */

import type { PasswordFile } from '../../mosquitto-files/password/read-password-file.ts'
import type { PskFile } from '../../mosquitto-files/psk/read-psk-file.ts'
import type { BrokerConfig, ListenerConfig, SecurityConfig } from '../config/broker-config.ts'
import type { AccessRules } from './access-rules.ts'
import { takesIdentity } from './client-identity.ts'
import type { Admission } from './verdict.ts'

export interface Security {
  readonly config: SecurityConfig
  /** `undefined`: no ACL file, everything is allowed. The same for the other files: what is not there decides nothing. */
  readonly access?: AccessRules
  readonly passwords?: PasswordFile
  readonly preSharedKeys?: PskFile
}

/** The options that count for a listener: its own, with `per_listener_settings` or plugins of its own, or the broker's. */
export function securityConfigOf(
  { security }: Pick<BrokerConfig, 'security'>,
  listener: Pick<ListenerConfig, 'security'>,
): SecurityConfig {
  return listener.security ?? security
}

/** `listener_allow_anonymous` wins over `allow_anonymous`. */
export function mayBeAnonymous(listener: ListenerConfig, { config }: Security): boolean {
  return listener.allowAnonymous ?? config.allowAnonymous
}

/**
 * True when a connected client may stay after a reload: what let it in is still there. A changed password ends its
 * connections; the password itself is not kept, so one that was only hashed anew does too.
 */
export function stillAdmits(
  security: Security,
  listener: ListenerConfig,
  { username, passwordHash }: Admission,
): boolean {
  if (takesIdentity(listener)) return username !== undefined
  if (username === undefined || security.passwords === undefined) return mayBeAnonymous(listener, security)
  return passwordHash !== undefined && security.passwords.get(username) === passwordHash
}
