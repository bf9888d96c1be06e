/** Generated from schemas/topology.schema.json by `npm run generate`. Do not edit. */

/**
 * A name: letters, digits, dot, underscore and hyphen, at most 63, the first a letter or digit. It becomes part of file names.
 */
export type Name = string
/**
 * A length of time: a whole number and a unit, `s`, `m` (minutes), `h`, `d`, `w` or `y` (365 days).
 */
export type Duration = string
/**
 * A number of bytes: a whole number and a unit, `B`, `kB`, `MB`, `GB` (powers of 1000), `KiB`, `MiB` or `GiB` (powers of 1024).
 */
export type Size = string
/**
 * A topic filter. `${username}` and `${clientId}` stand for one level; in a fleet, `${each.COLUMN}` is replaced by the row's text.
 */
export type Topic = string
/**
 * Text of at least one character.
 */
export type Text = string
/**
 * Path of a file, relative to the spec file that names it.
 */
export type FilePath = string
/**
 * A TCP port.
 */
export type Port = number
/**
 * A whole number, not negative.
 */
export type Count = number
/**
 * Quality of service: 0 at most once, 1 at least once, 2 exactly once.
 */
export type Qos = number
/**
 * A DNS name or an IP address.
 */
export type Host = string
/**
 * A name, or a list of names.
 */
export type OneOrMoreNames = string | [string, ...string[]]
/**
 * What decides who may publish and receive: Mosquitto's ACL file (the default), or the dynamic-security plugin that ships with it, which can deny one direction alone.
 */
export type Access = 'acl-file' | 'dynamic-security'
/**
 * An absolute path without control characters.
 */
export type AbsolutePath = string
/**
 * A topic filter, or one with details.
 */
export type Grant =
  | Topic
  | {
      topic: Topic
      /**
       * Quality of service that the client's own program is meant to use; written into its bundles, not enforced by brokers.
       */
      qos?: Qos
      /**
       * Whether messages published here may be retained. Default: allow. Mosquitto cannot deny it for one topic.
       */
      retain?: 'allow' | 'deny'
    }
/**
 * Topic filters.
 */
export type Grants = Grant[]
/**
 * What is refused; wins over every grant.
 */
export type Denials = Denial[]
/**
 * Users: `user:NAME`, `group:NAME` or `fleet:NAME`.
 */
export type UserSelector = string
/**
 * Users: `user:NAME`, `group:NAME` or `fleet:NAME`; or `{ at: BROKER }`, a broker with everybody who connects to it.
 */
export type Selector =
  | UserSelector
  | {
      /**
       * Name of the broker.
       */
      at: Name
    }

/**
 * An MQTT topology: brokers, bridges, users, rights and certificates, as mqttopia reads it.
 */
export interface Spec {
  /**
   * Names this schema for editors; no effect.
   */
  $schema?: string
  /**
   * Version of the spec language. Always 1.
   */
  mqttopia: 1
  /**
   * Name of the topology; part of every certificate's subject and of derived URIs. Default: the name of the spec's folder.
   */
  name?: Name
  /**
   * Further spec files of the same shape, as paths or globs relative to this file. They are merged; a key that stands in two files is an error.
   */
  include?: string[]
  defaults?: Defaults
  pki?: Pki
  /**
   * The brokers of the topology, by name.
   */
  brokers?: {
    [k: string]: Broker
  }
  /**
   * Connections between brokers, by name. A bridge is a user on the far broker: its certificate or password and its rights there follow from its routes.
   */
  bridges?: {
    [k: string]: Bridge
  }
  /**
   * Named sets of grants that users, fleets and groups take on.
   */
  roles?: {
    [k: string]: Role
  }
  /**
   * Users that share roles, by name of the group.
   */
  groups?: {
    [k: string]: Group
  }
  /**
   * People and programs, by username. The user `anonymous` stands for clients that give no username.
   */
  users?: {
    [k: string]: User
  }
  /**
   * Many users of one kind, one for each row of a table, by name of the fleet.
   */
  fleets?: {
    [k: string]: Fleet
  }
  /**
   * Kinds of credential bundles that users and fleets can ask for, by name.
   */
  bundles?: {
    [k: string]: Bundle
  }
  /**
   * What must never be possible, and what always must be, by name. `mqttopia analyze` proves each for all topics, users and ways over bridges, or shows a message that breaks it.
   */
  policies?: {
    [k: string]: Policy
  }
  /**
   * Messages, and who receives them. `mqttopia test` runs them on the model.
   */
  tests?: Test[]
  /**
   * Variants of the topology, by name: each is a merge patch (RFC 7396) over the whole spec, chosen with `--env`.
   */
  environments?: {
    [k: string]: Environment
  }
}
/**
 * Where a secret comes from. A secret is never written into a spec: name an environment variable, a file or an encrypted file, or let mqttopia generate it once and keep it in the state folder.
 */
export interface Secret {
  /**
   * Name of an environment variable.
   */
  env?: string
  /**
   * A file that holds the secret and nothing else; one line break at its end is ignored.
   */
  file?: FilePath
  /**
   * Like `file`, encrypted with age for an identity that is given with --identity or in the environment.
   */
  age?: FilePath
  /**
   * One value of a YAML or JSON file that SOPS encrypted for age: the file, `#`, and the keys that lead to the value with dots between them, as in `users.enc.yaml#alice.password`.
   */
  sops?: string
  /**
   * Generated once from the system's secure random source, then kept in the state folder.
   */
  generate?: {
    /**
     * Characters of a password (base64url, 6 bits each; default 24) or bytes of a pre-shared key (default 32).
     */
    length?: number
  }
}
/**
 * A file that belongs to the spec.
 */
export interface FileReference {
  file: FilePath
}
/**
 * The broker software that runs here; decides which files are written and what they can say.
 */
export interface Engine {
  /**
   * The engine. Default: mosquitto.
   */
  kind?: 'mosquitto'
  /**
   * Its version. Output for 2.0 (the default) also runs on 2.1; 2.1 unlocks that version's options.
   */
  version?: '2.0' | '2.1'
}
/**
 * Bounds on what clients may take up.
 */
export interface Limits {
  /**
   * Connections at once on each listener; unlimited by default.
   */
  maxConnections?: number
  /**
   * Largest MQTT packet accepted; at least 20B.
   */
  maxPacketSize?: Size
  /**
   * Largest payload passed on; a larger message is acknowledged and dropped.
   */
  maxMessageSize?: Size
  /**
   * QoS 1 and 2 messages held for one client above those in flight; 0 is unlimited.
   */
  maxQueuedMessages?: Count
  /**
   * Bytes of QoS 1 and 2 messages held for one client.
   */
  maxQueuedBytes?: Size
  /**
   * QoS 1 and 2 messages in flight to one client; 0 is unlimited.
   */
  maxInflight?: number
  /**
   * Bytes of QoS 1 and 2 messages in flight to one client.
   */
  maxInflightBytes?: Size
  /**
   * Highest quality of service that clients may use.
   */
  maxQos?: Qos
  /**
   * Longest keep alive; at most 65535s.
   */
  maxKeepAlive?: Duration
  /**
   * Topic aliases a client may set (MQTT 5).
   */
  maxTopicAlias?: number
  /**
   * Heap that the broker may use.
   */
  memory?: Size
  /**
   * Connections at once on all listeners together (Mosquitto 2.1).
   */
  maxTotalConnections?: number
  /**
   * Client sessions at once, connected or not (Mosquitto 2.1).
   */
  maxTotalClients?: number
}
/**
 * What survives a restart of the broker.
 */
export interface Persistence {
  /**
   * Keep sessions, queued and retained messages on disk. Default: false.
   */
  enabled?: boolean
  /**
   * Time between two saves. Default: 30m.
   */
  autosave?: Duration
  /**
   * Sessions of absent MQTT 3 clients end after this time; at least 1h, never by default.
   */
  sessionExpiry?: Duration
  /**
   * Queue QoS 0 messages too for absent clients with a session. Default: false.
   */
  queueQos0?: boolean
}
/**
 * Retained messages.
 */
export interface Retain {
  /**
   * Accept retained messages. Default: true.
   */
  available?: boolean
  /**
   * Time between two sweeps of expired retained messages (Mosquitto 2.1), in whole minutes.
   */
  expiry?: Duration
  /**
   * Deliver a retained message only while its publisher still may publish it. Default: false.
   */
  checkSource?: boolean
}
/**
 * Where the broker's log goes and what it holds.
 */
export interface Logging {
  /**
   * Default: stdout. `topic` publishes under `$SYS/broker/log/`; `file` writes mosquitto.log into the `install.log` folder.
   *
   * @minItems 1
   */
  destinations?: [
    'stdout' | 'stderr' | 'syslog' | 'topic' | 'file',
    ...('stdout' | 'stderr' | 'syslog' | 'topic' | 'file')[]
  ]
  /**
   * Default: error, warning, notice and information.
   *
   * @minItems 1
   */
  types?: [
    (
      | 'error'
      | 'warning'
      | 'notice'
      | 'information'
      | 'debug'
      | 'subscribe'
      | 'unsubscribe'
      | 'websockets'
      | 'all'
      | 'none'
    ),
    ...(
      | 'error'
      | 'warning'
      | 'notice'
      | 'information'
      | 'debug'
      | 'subscribe'
      | 'unsubscribe'
      | 'websockets'
      | 'all'
      | 'none'
    )[]
  ]
  /**
   * Begin each line with a time. Default: true.
   */
  timestamps?: boolean
  /**
   * Log connects and disconnects. Default: true.
   */
  connections?: boolean
}
/**
 * Where this broker's files will stand on its own machine; the configuration names these paths. `compile --root` replaces them for a local run.
 */
export interface Install {
  /**
   * Folder of mosquitto.conf and the files beside it. Default: /etc/mosquitto.
   */
  config?: AbsolutePath
  /**
   * Folder of the persistent state. Default: /var/lib/mosquitto.
   */
  data?: AbsolutePath
  /**
   * Folder of the log file. Default: /var/log/mosquitto.
   */
  log?: AbsolutePath
  /**
   * Folder of the engine's plugins. Default: /usr/lib/x86_64-linux-gnu.
   */
  plugins?: AbsolutePath
  /**
   * The system account that the broker runs as. Default: mosquitto.
   */
  user?: string
}
/**
 * What every broker has unless it says otherwise.
 */
export interface Defaults {
  engine?: Engine
  access?: Access
  limits?: Limits
  persistence?: Persistence
  retain?: Retain
  logging?: Logging
  install?: Install
}
/**
 * The kind of private key. Default: ECDSA on P-256.
 */
export interface PrivateKey {
  /**
   * Default: ECDSA. Many embedded TLS stacks cannot read Ed25519.
   */
  algorithm?: 'ECDSA' | 'RSA' | 'Ed25519'
  /**
   * 256 or 384 for ECDSA, 2048, 3072 or 4096 for RSA.
   */
  size?: 256 | 384 | 2048 | 3072 | 4096
  /**
   * `always` makes a new key at every renewal; `never` (the default) keeps it.
   */
  rotationPolicy?: 'never' | 'always'
}
/**
 * Authorities, certificate profiles and revocation lists. What is left out is filled in: two roots, `clients-root` and `servers-root`, an issuing authority below each, `clients` and `servers`, and the profiles `client` and `server`.
 */
export interface Pki {
  /**
   * The O of every subject. Default: the topology's name.
   */
  organization?: string
  /**
   * Certificate authorities, by name.
   */
  authorities?: {
    [k: string]: Authority
  }
  /**
   * Kinds of end certificates, by name.
   */
  profiles?: {
    [k: string]: Profile
  }
  /**
   * Settings of certificate revocation lists, by authority.
   */
  crl?: {
    [k: string]: Crl
  }
}
/**
 * A certificate authority: a root, an intermediate below `issuer`, or one that exists elsewhere (`external`).
 */
export interface Authority {
  /**
   * The CN of its certificate. Default: the topology's name and the authority's.
   */
  commonName?: string
  /**
   * The authority that signs this one; a root has none. Default for `clients` and `servers`, unless they have a certificate already: `clients-root` and `servers-root`.
   */
  issuer?: Text
  /**
   * Life of its certificate. Default: 20y for a root, 10y for an intermediate.
   */
  duration?: Duration
  /**
   * Renew when less than this is left. Default: a third of the duration.
   */
  renewBefore?: Duration
  /**
   * How many authorities may stand below it. Default: unlimited for a root, 0 for an intermediate.
   */
  pathLen?: number
  privateKey?: PrivateKey
  /**
   * Where its private key comes from: `file`, `age`, `sops` or `env` with a PEM key. Default: generated and kept in the state folder.
   */
  key?: Secret
  /**
   * True: its key lives elsewhere. It can be trusted, and be an issuer: what it is to sign is requested with `pki csr`. Needs `certificate`.
   */
  external?: boolean
  /**
   * Its certificate in PEM. With `key`, an existing authority that mqttopia goes on using.
   */
  certificate?: FileReference
  /**
   * Certificates of this authority that are no longer valid; they are put on its revocation list.
   */
  revoked?: Revocation[]
}
/**
 * One revoked certificate.
 */
export interface Revocation {
  /**
   * Serial number in hexadecimal.
   */
  serial: string
  /**
   * Why (RFC 5280 5.3.1). Default: unspecified.
   */
  reason?:
    | 'unspecified'
    | 'keyCompromise'
    | 'cACompromise'
    | 'affiliationChanged'
    | 'superseded'
    | 'cessationOfOperation'
    | 'privilegeWithdrawn'
  /**
   * When, as YYYY-MM-DD. Default: the day of the first list that has it.
   */
  date?: string
}
/**
 * A kind of end certificate. Field names are cert-manager's.
 */
export interface Profile {
  /**
   * The authority that signs it.
   */
  issuer: Text
  /**
   * What its certificates are for. Default: client auth; of the profile `server`: server auth.
   *
   * @minItems 1
   */
  usages?: ['server auth' | 'client auth', ...('server auth' | 'client auth')[]]
  /**
   * Life of a certificate. Default: 397d.
   */
  duration?: Duration
  /**
   * Renew when less than this is left. Default: a third of the duration.
   */
  renewBefore?: Duration
  privateKey?: PrivateKey
  /**
   * True: the device makes and keeps its key; mqttopia signs the request that `auth.csr` names or `pki sign` is given.
   */
  csr?: boolean
}
/**
 * Settings of one revocation list.
 */
export interface Crl {
  /**
   * Time until the list itself expires; an expired list locks out every client. Default: 30d.
   */
  validity?: Duration
  /**
   * Issue a new list when less than this is left. Default: half of the validity.
   */
  renewBefore?: Duration
  /**
   * Where the list is published; put into certificates as distribution point.
   */
  url?: string
}
/**
 * One broker.
 */
export interface Broker {
  /**
   * The name or address under which clients and bridges reach it. Default: localhost.
   */
  host?: Host
  /**
   * Further names and addresses under which it is reached; they go into its certificates beside `host`.
   */
  altNames?: {
    /**
     * DNS names.
     */
    dnsNames?: Host[]
    /**
     * IP addresses.
     */
    ipAddresses?: Host[]
  }
  engine?: Engine
  access?: Access
  /**
   * Where it listens, by name. There are no implicit listeners.
   */
  listeners: {
    [k: string]: Listener
  }
  limits?: Limits
  persistence?: Persistence
  retain?: Retain
  logging?: Logging
  install?: Install
  /**
   * Time between two updates of `$SYS`; 0s turns it off. Default: 10s.
   */
  sysInterval?: Duration
}
/**
 * One socket that clients connect to.
 */
export interface Listener {
  /**
   * Default: tcp.
   */
  transport?: 'tcp' | 'websocket' | 'unix'
  /**
   * TCP port; not for a Unix socket.
   */
  port?: Port
  /**
   * Local address to listen on. Default: all.
   */
  bind?: Host
  /**
   * Path of a Unix socket.
   */
  path?: AbsolutePath
  tls?: ListenerTls
  /**
   * How clients may identify themselves here.
   *
   * @minItems 1
   */
  auth: ['password' | 'certificate' | 'psk' | 'anonymous', ...('password' | 'certificate' | 'psk' | 'anonymous')[]]
  /**
   * Connections at once. Default: the broker's limit.
   */
  maxConnections?: number
  /**
   * Highest quality of service here. Default: the broker's limit.
   */
  maxQos?: Qos
  /**
   * Origins from which browsers may connect to a websocket (Mosquitto 2.1).
   *
   * @minItems 1
   */
  origins?: [string, ...string[]]
  /**
   * MQTT protocol levels accepted: 3 (3.1), 4 (3.1.1), 5 (Mosquitto 2.1).
   *
   * @minItems 1
   */
  protocolVersions?: [3 | 4 | 5, ...(3 | 4 | 5)[]]
  /**
   * Expect a PROXY protocol header of this version (Mosquitto 2.1).
   */
  proxyProtocol?: 1 | 2
}
/**
 * TLS of a listener: a certificate (`profile`) or pre-shared keys (`psk`).
 */
export interface ListenerTls {
  /**
   * Profile of the server certificate. Default: server.
   */
  profile?: Text
  /**
   * Whether clients must show a certificate. Default: required where `auth` has `certificate`.
   */
  clientAuth?: 'required' | 'none'
  /**
   * Which part of a client certificate is the username: its common name.
   */
  identity?: 'commonName'
  /**
   * Authorities whose client certificates are accepted. Default: the issuers of the profiles that users of this broker have, with `client auth`.
   *
   * @minItems 1
   */
  trust?: [Text, ...Text[]]
  /**
   * Refuse revoked client certificates. Default: false.
   */
  crl?: boolean
  /**
   * Lowest TLS version. Default: 1.2.
   */
  minVersion?: '1.2' | '1.3'
  /**
   * OpenSSL cipher list for TLS 1.2.
   */
  ciphers?: string
  /**
   * Pre-shared keys instead of certificates.
   */
  psk?: {
    /**
     * Hint sent to clients. Default: the broker's name.
     */
    hint?: Text
  }
}
/**
 * A connection that one broker keeps to another and copies messages over.
 */
export interface Bridge {
  /**
   * The broker that dials and carries the configuration.
   */
  from: Text
  /**
   * The far broker.
   */
  to: Text
  /**
   * The far broker's listener. Default: the only one that admits the bridge.
   */
  listener?: Text
  auth?: BridgeAuth
  /**
   * The MQTT session.
   */
  session?: {
    /**
     * False (the default): the far broker keeps the session while the bridge is away, and the near one queues for it.
     */
    clean?: boolean
    /**
     * The same for the near side alone. Default: as `clean`.
     */
    localClean?: boolean
    /**
     * MQTT protocol level: 3 (3.1), 4 (3.1.1), 5. Default: 5.
     */
    protocol?: 3 | 4 | 5
    /**
     * 5s to 65535s. Default: 60s.
     */
    keepAlive?: Duration
    /**
     * Client identifier on the far broker. Default: the bridge's username.
     */
    clientId?: Text
    /**
     * Largest packet the bridge accepts.
     */
    maxPacketSize?: Size
  }
  /**
   * Where the bridge's state is published under `$SYS/broker/connection/CLIENTID/state`. Default: local.
   */
  notifications?: 'none' | 'local' | 'both'
  /**
   * Waiting time before a new attempt: random between `min` and `max`, growing; the same each time where both are equal.
   */
  reconnect?: {
    /**
     * Default: 5s.
     */
    min?: Duration
    /**
     * Default: 30s.
     */
    max?: Duration
  }
  /**
   * Default: automatic. `lazy` reconnects when `threshold` messages wait; `once` never reconnects.
   */
  start?: 'automatic' | 'lazy' | 'once'
  /**
   * Messages that wake a lazy bridge. Default: 10.
   */
  threshold?: number
  /**
   * Further addresses of the far broker, `host` or `host:port`, tried in order when the first fails.
   */
  addresses?: string[]
  /**
   * True: stay with the address that answered. False (the default): go back to the first when it answers again.
   */
  roundRobin?: boolean
  /**
   * Settings of the TLS connection beyond what follows from the far listener.
   */
  tls?: {
    /**
     * Do not check that the far certificate is for the address dialled. Needs a reason.
     */
    insecure?: {
      reason: Text
    }
    /**
     * Application protocol offered.
     */
    alpn?: string
  }
  /**
   * What is carried, each with both full filters.
   *
   * @minItems 1
   */
  routes: [Route, ...Route[]]
}
/**
 * How the bridge identifies itself on the far broker. Default: a certificate where the far listener asks for one.
 */
export interface BridgeAuth {
  /**
   * Profile of the bridge's client certificate.
   */
  certificate?: Text
  password?: Secret
  psk?: Secret
  /**
   * Without credentials, with the rights of the far broker's anonymous user.
   */
  anonymous?: true
}
/**
 * One set of topics that a bridge carries: `out` to the far broker, `in` from it, or `both`.
 */
export interface Route {
  /**
   * Filter on the near broker of what is sent.
   */
  out?: Topic
  /**
   * Filter on the near broker of what arrives.
   */
  in?: Topic
  /**
   * Filter on the near broker of what goes either way.
   */
  both?: Topic
  /**
   * The same topics as the far broker names them. Default: the same filter.
   */
  remote?: Topic
  /**
   * Highest quality of service on the bridge. Default: 0.
   */
  qos?: Qos
  /**
   * Whether sent messages keep their retain flag. Default: keep.
   */
  retain?: 'keep' | 'drop'
}
/**
 * Topics that are refused, in one direction or both, whatever is allowed elsewhere.
 */
export interface Denial {
  /**
   * Not to be published.
   */
  publish?: Topic
  /**
   * Not to be received.
   */
  subscribe?: Topic
}
/**
 * A named set of grants.
 */
export interface Role {
  /**
   * Topics that may be published.
   */
  publish?: Grants
  /**
   * Topics of which messages may be received.
   */
  subscribe?: Grants
  deny?: Denials
}
/**
 * Users that share roles.
 */
export interface Group {
  /**
   * Roles that every member has.
   */
  roles?: Text[]
  /**
   * Users, by name; `fleet:NAME` takes in a whole fleet.
   */
  members: Text[]
}
/**
 * One policy: either `forbid` or `require`.
 */
export interface Policy {
  /**
   * No message may go from one to the other. Who or what is left out is anybody or anything.
   */
  forbid?: {
    /**
     * Who publishes.
     */
    from?: Selector
    /**
     * Who receives; with `{ at: BROKER }` the broker itself, whoever receives there.
     */
    to?: Selector
    /**
     * Topic filters: only messages on these topics, as they are named where they are received.
     *
     * @minItems 1
     */
    topics?: [Text, ...Text[]]
    /**
     * What is allowed all the same: `same-device`, messages to oneself; or `{ from, to }`, messages from or to these.
     */
    unless?:
      | 'same-device'
      | {
          /**
           * Who may publish.
           */
          from?: Selector
          /**
           * Who may receive.
           */
          to?: Selector
        }
    /**
     * Messages that bridges carry in a circle.
     */
    cycle?: true
    /**
     * Listeners like this one; what is left out is any.
     */
    listener?: {
      /**
       * Its TLS: none, with certificates, or with pre-shared keys.
       */
      tls?: 'none' | 'certificate' | 'psk'
      /**
       * Whether it is reached from its own machine alone; Unix sockets are.
       */
      bind?: 'loopback' | '!loopback'
      /**
       * A kind of client that it admits.
       */
      auth?: 'password' | 'certificate' | 'psk' | 'anonymous'
    }
  }
  /**
   * Each of `from` can send some message to each of `to`.
   */
  require?: {
    /**
     * Who publishes.
     */
    from: Selector
    /**
     * Who receives; with `{ at: BROKER }` the broker itself.
     */
    to: Selector
    /**
     * Topic filters: some message for each of these, as it is named where it is received.
     *
     * @minItems 1
     */
    topics?: [Text, ...Text[]]
    /**
     * It must be able to arrive with this quality of service.
     */
    qos?: Qos
  }
  /**
   * What a violation is; with `warning`, `analyze` still succeeds. Default: error.
   */
  severity?: 'error' | 'warning'
  /**
   * Known and accepted: violations are told as information.
   */
  suppressed?: {
    /**
     * Why.
     */
    reason: Text
    /**
     * The last day, as YYYY-MM-DD; from the next one on, violations count again.
     */
    until?: string
  }
}
/**
 * A message, and who receives it.
 */
export interface Test {
  /**
   * What it shows, for the report.
   */
  name: Text
  /**
   * The message.
   */
  publish: {
    /**
     * Username of who publishes it.
     */
    as: Text
    /**
     * On which broker, where the user connects to several.
     */
    at?: Name
    /**
     * Its topic.
     */
    topic: Text
  }
  /**
   * Users who may receive it, on whatever broker.
   */
  delivered?: Text[]
  /**
   * Users who may not.
   */
  notDelivered?: Text[]
}
/**
 * The message that the broker sends when the client is lost; written into the client's bundles.
 */
export interface Will {
  /**
   * A topic name; the client must be allowed to publish it.
   */
  topic: Topic
  /**
   * Default: empty.
   */
  payload?: string
  /**
   * Default: 0.
   */
  qos?: Qos
  /**
   * Default: false.
   */
  retain?: boolean
}
/**
 * How the user proves who it is: one of `password`, `psk` and `certificate`.
 */
export interface UserAuth {
  password?: Secret
  /**
   * A pre-shared key in hexadecimal; the identity is the username.
   */
  psk?: Secret
  /**
   * Profile of the client certificate; its CN is the username.
   */
  certificate?: Text
  /**
   * Further URIs in the certificate's subject alternative name.
   */
  uris?: Text[]
  /**
   * Certificate signing request (PEM or DER) of a device that keeps its own key.
   */
  csr?: FileReference
}
/**
 * A person or program that connects.
 */
export interface User {
  /**
   * The broker or brokers it connects to.
   */
  at: OneOrMoreNames
  auth?: UserAuth
  /**
   * The listener that its bundles name. Default: the first that admits it.
   */
  listener?: Text
  /**
   * Its client identifier; also the value of `${clientId}` in its grants.
   */
  clientId?: Text
  /**
   * Roles it has.
   */
  roles?: Text[]
  /**
   * Topics it may publish.
   */
  publish?: Grants
  /**
   * Topics of which it may receive messages.
   */
  subscribe?: Grants
  deny?: Denials
  will?: Will
  /**
   * Bundles to make for it.
   */
  bundles?: Text[]
}
/**
 * One user for each row of a table. `${each.COLUMN}` stands for the row's text in every value but `forEach`, `roles` and `bundles`.
 */
export interface Fleet {
  forEach: ForEach
  /**
   * Username of a row, such as `${each.serial}`.
   */
  username: Text
  /**
   * Client identifier of a row.
   */
  clientId?: Text
  /**
   * The broker or brokers the devices connect to; may name a column.
   */
  at: OneOrMoreNames
  auth?: UserAuth
  /**
   * The listener that bundles name.
   */
  listener?: Text
  /**
   * Roles every device has.
   */
  roles?: Text[]
  /**
   * Topics every device may publish.
   */
  publish?: Grants
  /**
   * Topics of which every device may receive messages.
   */
  subscribe?: Grants
  deny?: Denials
  will?: Will
  /**
   * Bundles to make.
   */
  bundles?: Text[]
}
/**
 * The table of a fleet: one of `csv`, `jsonl`, `items` and `range`.
 */
export interface ForEach {
  /**
   * CSV file (RFC 4180) in UTF-8; the first line names the columns.
   */
  csv?: FilePath
  /**
   * JSON Lines file: one object of texts, numbers and booleans a line.
   */
  jsonl?: FilePath
  /**
   * Rows written here.
   */
  items?: {
    [k: string]: string | number | boolean
  }[]
  /**
   * Numbered rows with the one column `n`.
   */
  range?: {
    /**
     * First number.
     */
    from: Count
    /**
     * Last number.
     */
    to: Count
    /**
     * Filled up with zeros to this many digits.
     */
    width?: number
  }
  /**
   * The column that tells rows apart; two rows with the same text are an error.
   */
  key?: Text
}
/**
 * A kind of credential bundle.
 */
export interface Bundle {
  /**
   * pem: a folder of PEM files; pkcs12: one .p12 file; zip: an archive of PEM files; mosquitto: option files of mosquitto_pub and mosquitto_sub; mqttx: a connection of MQTTX; otrc: OwnTracks; c-header: for ESP-IDF; python, nodejs: starters that run; template: your own files.
   */
  format: 'pem' | 'pkcs12' | 'zip' | 'mosquitto' | 'mqttx' | 'otrc' | 'c-header' | 'python' | 'nodejs' | 'template'
  /**
   * Folder of one client inside the bundle, such as `${each.serial}/`. Default: its username.
   */
  layout?: Text
  /**
   * Password of a PKCS#12 file. Default: generated for each client.
   */
  password?: Secret
  /**
   * PKCS#12 algorithms: `modern` (AES-256, the default) or `legacy` (3DES) for old phones.
   */
  encryption?: 'modern' | 'legacy'
  /**
   * Also draw the otrc bundle as a QR code.
   */
  qr?: 'svg'
  /**
   * For `template`: the Handlebars template of each file of the bundle, by name.
   */
  files?: {
    [k: string]: FileReference
  }
}
/**
 * A merge patch over the spec: objects merge, `null` removes, everything else replaces.
 */
export interface Environment {
  name?: string | null
  defaults?: {} | null
  pki?: {} | null
  brokers?: {} | null
  bridges?: {} | null
  roles?: {} | null
  groups?: {} | null
  users?: {} | null
  fleets?: {} | null
  bundles?: {} | null
  /**
   * Parts of the spec, such as `brokers.core`, that must exist in this environment.
   */
  protect?: Text[]
}
