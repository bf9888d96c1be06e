/** Listeners and security options with Mosquitto's defaults, for tests that set only what they are about. */

import type { ListenerConfig, SecurityConfig, TlsConfig } from '../../../src/broker/config/broker-config.ts'
import type { Security } from '../../../src/broker/security/security.ts'

export function listenerOf(set: Partial<ListenerConfig> = {}): ListenerConfig {
  return {
    name: '1883',
    port: 1883,
    protocol: 'mqtt',
    websocketOrigins: [],
    acceptedVersions: [3, 4, 5],
    maxConnections: -1,
    maxQos: 2,
    maxTopicAlias: 10,
    maxTopicAliasBroker: 10,
    mountPoint: '',
    useUsernameAsClientId: false,
    proxyRequiresTls: false,
    ...set,
  }
}

export function tlsOf(username: TlsConfig['username']): TlsConfig {
  return {
    certFile: 'server.crt',
    keyFile: 'server.key',
    requireCertificate: true,
    username,
    checkDates: true,
    minVersion: 'TLSv1.2',
  }
}

export function securityOf(set: Partial<SecurityConfig> & Omit<Security, 'config'> = {}): Security {
  const { access, passwords, preSharedKeys, ...config } = set
  return {
    config: { allowAnonymous: false, allowZeroLengthClientId: true, autoIdPrefix: 'auto-', ...config },
    ...(access && { access }),
    ...(passwords && { passwords }),
    ...(preSharedKeys && { preSharedKeys }),
  }
}
