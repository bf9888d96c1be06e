/** A broker's configuration as values: what mosquitto.conf(5) says, with its defaults filled in. Files are named, not read. */

import type { LogType } from '../observe/log.ts'
import type { ProtocolVersion, Qos } from '../packet/packet.ts'

export interface BrokerConfig {
  readonly general: GeneralConfig
  /** Used by all listeners unless `perListenerSettings`. */
  readonly security: SecurityConfig
  readonly perListenerSettings: boolean
  readonly limits: LimitsConfig
  readonly persistence: PersistenceConfig
  readonly logging: LoggingConfig
  readonly listeners: readonly ListenerConfig[]
  readonly bridges: readonly BridgeConfig[]
}

export interface GeneralConfig {
  readonly pidFile?: string
  /** Account to become when started as root. */
  readonly user: string
  /** Seconds between updates of `$SYS`; 0 off. */
  readonly sysIntervalSeconds: number
  readonly allowDuplicateMessages: boolean
  readonly checkRetainSource: boolean
  readonly queueQos0Messages: boolean
  readonly upgradeOutgoingQos: boolean
  readonly retainAvailable: boolean
  /** Seconds between sweeps of expired retained messages; `undefined` off. */
  readonly retainExpirySeconds?: number
  /** Seconds after which offline sessions without clean session of 3.x go; `undefined` never. */
  readonly persistentClientExpirationSeconds?: number
  readonly tcpNoDelay: boolean
}

export interface SecurityConfig {
  readonly allowAnonymous: boolean
  readonly allowZeroLengthClientId: boolean
  /** Prefix of assigned client identifiers. */
  readonly autoIdPrefix: string
  /** Only clients whose identifier starts with this are let in. */
  readonly clientIdPrefixes?: string
  readonly aclFile?: string
  readonly passwordFile?: string
  readonly pskFile?: string
}

export interface LimitsConfig {
  /** 0 or 65535: no limit, and not announced. */
  readonly maxInflightMessages: number
  /** 0: no limit. The same for all bytes and messages below. */
  readonly maxInflightBytes: number
  readonly maxQueuedMessages: number
  readonly maxQueuedBytes: number
  readonly maxPacketSize: number
  /** Bytes of payload. */
  readonly messageSizeLimit: number
  /** Seconds; 0: no limit. */
  readonly maxKeepAliveSeconds: number
  /** -1: no limit. */
  readonly globalMaxClients: number
  readonly globalMaxConnections: number
}

export interface PersistenceConfig {
  readonly enabled: boolean
  /** Folder, with a trailing slash or empty for the working folder. */
  readonly location: string
  readonly file: string
}

export type LogDestination =
  | { readonly to: 'stdout' | 'stderr' | 'syslog' | 'topic' | 'none' }
  | { readonly to: 'file'; readonly path: string }

export interface LoggingConfig {
  readonly destinations: readonly LogDestination[]
  readonly types: ReadonlySet<LogType>
  readonly timestamp: boolean
  /** strftime; `undefined`: seconds since 1970. */
  readonly timestampFormat?: string
  readonly connectionMessages: boolean
}

export interface ListenerConfig {
  /** `1883`, or the path of a Unix socket: how logs and stored sessions name it. */
  readonly name: string
  readonly port: number
  /** Address or host name to bind to; `undefined`: all, of both families. Several for local-only mode. */
  readonly addresses?: readonly string[]
  readonly unixPath?: string
  readonly family?: 'ipv4' | 'ipv6'
  readonly bindInterface?: string
  readonly protocol: 'mqtt' | 'websockets'
  /** Other origins are refused; empty: all are welcome. */
  readonly websocketOrigins: readonly string[]
  readonly acceptedVersions: readonly ProtocolVersion[]
  /** -1: no limit. */
  readonly maxConnections: number
  readonly maxQos: Qos
  readonly maxTopicAlias: number
  /** How many aliases the broker uses towards a client. */
  readonly maxTopicAliasBroker: number
  /** Put before all topics of its clients; empty for none. */
  readonly mountPoint: string
  readonly useUsernameAsClientId: boolean
  /** Wins over `allowAnonymous`. */
  readonly allowAnonymous?: boolean
  readonly autoIdPrefix?: string
  readonly proxyProtocol?: 1 | 2
  readonly proxyRequiresTls: boolean
  readonly tls?: TlsConfig
  readonly psk?: { readonly hint: string; readonly identityAsUsername: boolean; readonly ciphers?: string }
  /** With `perListenerSettings`. */
  readonly security?: SecurityConfig
}

export interface TlsConfig {
  readonly certFile: string
  readonly keyFile: string
  readonly caFile?: string
  readonly caPath?: string
  readonly crlFile?: string
  /** Asks for a client certificate and ends connections without one; otherwise none is asked for. */
  readonly requireCertificate: boolean
  readonly username: 'connect' | 'common-name' | 'subject'
  readonly checkDates: boolean
  readonly ciphers?: string
  readonly ciphersTls13?: string
  readonly minVersion: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
  /** A global `psk_file` turns TLS 1.3 off on every certificate listener (`net__tls_server_ctx`). */
  readonly maxVersion?: 'TLSv1.2'
}

export interface BridgeAddress {
  readonly host: string
  readonly port: number
}

export interface BridgeTopic {
  /** `undefined`: the empty pattern `""`. */
  readonly pattern?: string
  readonly direction: 'in' | 'out' | 'both'
  readonly qos: Qos
  readonly localPrefix: string
  readonly remotePrefix: string
}

export interface BridgeTlsConfig {
  readonly caFile?: string
  readonly caPath?: string
  readonly useOsCertificates: boolean
  readonly certFile?: string
  readonly keyFile?: string
  /** Does not compare the host name with the certificate. */
  readonly insecure: boolean
  readonly alpn?: string
  readonly ciphers?: string
  readonly ciphersTls13?: string
  readonly version?: 'TLSv1.2' | 'TLSv1.3'
}

export interface BridgeConfig {
  readonly name: string
  readonly addresses: readonly BridgeAddress[]
  readonly roundRobin: boolean
  readonly topics: readonly BridgeTopic[]
  readonly remoteClientId: string
  readonly localClientId: string
  readonly remoteUsername?: string
  readonly remotePassword?: string
  readonly localUsername?: string
  readonly protocolVersion: ProtocolVersion
  readonly cleanSession: boolean
  readonly localCleanSession: boolean
  readonly keepAliveSeconds: number
  readonly startType: 'automatic' | 'lazy' | 'once'
  readonly idleTimeoutSeconds: number
  readonly threshold: number
  readonly restart: {
    readonly baseSeconds: number
    readonly capSeconds: number
    readonly stableSeconds: number
  }
  readonly tryPrivate: boolean
  readonly notifications: boolean
  readonly notificationsLocalOnly: boolean
  readonly notificationTopic: string
  readonly attemptUnsubscribe: boolean
  readonly outgoingRetain: boolean
  readonly bindAddress?: string
  readonly maxPacketSize: number
  readonly maxTopicAlias: number
  readonly receiveMaximum?: number
  readonly sessionExpirySeconds: number
  readonly reload: 'lazy' | 'immediate'
  readonly tls?: BridgeTlsConfig
  readonly psk?: { readonly identity: string; readonly keyHex: string }
}
