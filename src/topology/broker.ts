/** Brokers and their listeners. Units are in the names; an absent value means the engine's own default. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import type { Authority, Profile } from './authority.ts'

export type AuthKind = 'password' | 'certificate' | 'psk' | 'anonymous'
export type EngineVersion = '2.0' | '2.1'
export type Qos = 0 | 1 | 2

export interface Broker {
  readonly name: string
  /** The name or address under which clients and bridges reach it. */
  readonly host: string
  /** Every DNS name and IP address under which it is reached: host, alternative names, bridge addresses. */
  readonly dnsNames: readonly string[]
  readonly ipAddresses: readonly string[]
  readonly engine: { readonly kind: 'mosquitto'; readonly version: EngineVersion; readonly path: SpecPath }
  readonly access: 'acl-file' | 'dynamic-security'
  readonly listeners: readonly Listener[]
  readonly limits: Limits
  readonly persistence: Persistence
  readonly retain: Retain
  readonly logging: Logging
  readonly install: Install
  readonly sysIntervalSeconds?: number
  readonly path: SpecPath
}

export interface Listener {
  readonly name: string
  readonly transport: 'tcp' | 'websocket' | 'unix'
  /** Present for tcp and websocket. */
  readonly port?: number
  readonly bind?: string
  /** Present for unix. */
  readonly socketPath?: string
  readonly tls?: ListenerTls
  readonly auth: readonly AuthKind[]
  /** Its own limits, else those of its broker. */
  readonly maxConnections?: number
  readonly maxQos?: Qos
  readonly origins: readonly string[]
  /** Sorted; empty: all that the engine knows. */
  readonly protocolVersions: readonly (3 | 4 | 5)[]
  readonly proxyProtocol?: 1 | 2
  readonly path: SpecPath
}

export type ListenerTls = CertificateTls | PskTls

export interface CertificateTls {
  readonly kind: 'certificate'
  readonly profile: Profile
  readonly clientAuth: 'required' | 'none'
  readonly identity: 'commonName'
  /** Authorities whose client certificates are accepted. */
  readonly trust: readonly Authority[]
  readonly crl: boolean
  readonly minVersion: '1.2' | '1.3'
  readonly ciphers?: string
}

export interface PskTls {
  readonly kind: 'psk'
  readonly hint: string
  readonly ciphers?: string
}

/** Counts are whole numbers, sizes bytes; 0 is unlimited where the engine says so. */
export interface Limits {
  readonly maxConnections?: number
  readonly maxPacketSizeBytes?: number
  readonly maxMessageSizeBytes?: number
  readonly maxQueuedMessages?: number
  readonly maxQueuedBytes?: number
  readonly maxInflight?: number
  readonly maxInflightBytes?: number
  readonly maxQos?: Qos
  readonly maxKeepAliveSeconds?: number
  readonly maxTopicAlias?: number
  readonly memoryBytes?: number
  readonly maxTotalConnections?: number
  readonly maxTotalClients?: number
}

export interface Persistence {
  readonly enabled: boolean
  readonly autosaveSeconds?: number
  readonly sessionExpirySeconds?: number
  readonly queueQos0: boolean
}

export interface Retain {
  readonly available: boolean
  readonly expirySeconds?: number
  readonly checkSource: boolean
}

export interface Logging {
  readonly destinations: readonly string[]
  readonly types: readonly string[]
  readonly timestamps: boolean
  readonly connections: boolean
}

/** Absolute folders on the broker's machine. */
export interface Install {
  readonly config: string
  readonly data: string
  readonly log: string
  readonly plugins: string
  readonly user: string
}
