/** Usernames that come from the handshake: a certificate's CN or subject, a PSK's identity. */

import type { ListenerConfig } from '../config/broker-config.ts'
import type { PeerIdentity } from '../transport/transport.ts'

/**
 * True when a listener takes usernames from handshakes alone (`use_identity_as_username`, `use_subject_as_username`):
 * the username and password of CONNECT are ignored then, and no password file is asked, for PSK either.
 */
export function takesIdentity({ tls, psk }: ListenerConfig): boolean {
  return psk?.identityAsUsername === true || (tls !== undefined && tls.username !== 'connect')
}

/** `undefined`: nothing was proved, or what was proved cannot be a username. */
export function identityOf(peer: PeerIdentity, { tls, psk }: ListenerConfig): string | undefined {
  const identity =
    psk?.identityAsUsername === true
      ? peer.pskIdentity
      : tls?.username === 'subject'
        ? peer.subject
        : peer.commonName
  return identity === undefined || identity === '' || NO_NAME.test(identity) ? undefined : identity
}

/** What `mosquitto_validate_utf8` refuses: control characters, halves of surrogate pairs, noncharacters. */
const NO_NAME = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u
