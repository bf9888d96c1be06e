/**
 * Which settings decide who gets in, and where they stand. In Mosquitto 2.0 they hold for all listeners unless
 * `per_listener_settings` comes first; then each listener needs its own, an ACL file included, or it is open.
 */

import type { Broker, Listener } from '../../../topology/broker.ts'
import type { InstallPaths } from '../install-paths.ts'
import { ACL_FILE, LOCKED_PASSWORD_FILE, PASSWORD_FILE, PSK_FILE } from './broker-files.ts'
import { type Setting, setting } from './setting.ts'

export interface AuthWiring {
  readonly isPerListener: boolean
  /** Before the first listener. */
  readonly global: readonly Setting[]
  /** Below a `listener` line. */
  readonly of: (listener: Listener) => readonly Setting[]
}

export function authWiring(broker: Broker, paths: InstallPaths): AuthWiring {
  if (!needsPerListener(broker)) {
    return { isPerListener: false, global: authSettings(broker, broker.listeners, paths), of: () => [] }
  }
  return {
    isPerListener: true,
    global: setting('per_listener_settings', true),
    of: (listener) => authSettings(broker, [listener], paths),
  }
}

/**
 * True when listeners differ in what they ask of clients. Those with certificates or pre-shared keys always know the
 * username, so the question does not arise there; but a global PSK file would take TLS 1.3 from every certificate.
 */
export function needsPerListener({ listeners }: Broker): boolean {
  const asking = listeners.filter((listener) => !isIdentityByTls(listener))
  const kinds = new Set(
    asking.map(({ auth }) => `${auth.includes('anonymous')} ${auth.includes('password')}`),
  )
  const hasPsk = listeners.some(({ tls }) => tls?.kind === 'psk')
  const hasCertificate = listeners.some(({ tls }) => tls?.kind === 'certificate')
  return kinds.size > 1 || (hasPsk && hasCertificate)
}

/** True where the TLS handshake gives the username. */
export function isIdentityByTls({ auth }: Listener): boolean {
  return auth.includes('certificate') || auth.includes('psk')
}

function authSettings(
  { access }: Broker,
  listeners: readonly Listener[],
  { config }: InstallPaths,
): readonly Setting[] {
  const asking = listeners.filter((listener) => !isIdentityByTls(listener))
  const anonymous = asking.some(({ auth }) => auth.includes('anonymous'))
  const password = asking.some(({ auth }) => auth.includes('password'))
  const psk = listeners.some(({ auth }) => auth.includes('psk'))
  const passwordFile = password ? PASSWORD_FILE : anonymous ? LOCKED_PASSWORD_FILE : undefined
  return [
    ...setting('allow_anonymous', anonymous),
    ...(access === 'dynamic-security' || passwordFile === undefined
      ? []
      : setting('password_file', `${config}/${passwordFile}`)),
    ...(psk ? setting('psk_file', `${config}/${PSK_FILE}`) : []),
    ...(access === 'acl-file' ? setting('acl_file', `${config}/${ACL_FILE}`) : []),
  ]
}
