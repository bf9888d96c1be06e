/**
 * What templates see of one client and one of its brokers. Every field is there for every client: what a client
 * has not is `null` or an empty list, so that a template can ask for it.
 */

import { authKindOf } from '../access/admission.ts'
import { grantValues } from '../access/grant-values.ts'
import { type Materials, userCertificateId } from '../pki/materials.ts'
import { instantiate, parseTemplate, templateProblem } from '../topic/filter-template.ts'
import { rootOf } from '../topology/authority.ts'
import type { AuthKind, Qos } from '../topology/broker.ts'
import type { Row, User, Will } from '../topology/user.ts'
import { certificatePem, privateKeyPem } from './client-pem.ts'
import { atMost, type ClientTopic, clientTopics } from './client-topics.ts'
import type { Connection, Transport } from './connection.ts'

export interface ClientView {
  /** Name of the topology. */
  readonly topology: string
  /** Name of the bundle. */
  readonly bundle: string
  /** The identity: the username, the common name of the certificate, or the PSK identity. */
  readonly username: string
  /** The fleet of a device. */
  readonly fleet: string | null
  /** The device's row: `{{each.serial}}`. */
  readonly each: Row
  readonly auth: AuthKind
  /** Absent where any identifier will do. */
  readonly clientId: string | null
  /** For `password`. */
  readonly password: string | null
  /** For `psk`: the key in hexadecimal; the identity is the username. */
  readonly psk: string | null
  /** For `certificate`: PEM of the certificate and of the authorities between it and its root. */
  readonly certificate: string | null
  /** For `certificate`: PEM of the PKCS#8 key; absent where the device keeps its own. */
  readonly key: string | null
  /** PEM of the root that the broker's certificate leads to (of both while its key is replaced); absent without TLS and with PSK. */
  readonly ca: string | null
  readonly broker: string
  readonly listener: string
  readonly transport: Transport
  readonly tls: boolean
  readonly websocket: boolean
  /** Absent for a Unix socket; so is `port`. */
  readonly host: string | null
  readonly port: number | null
  /** Path of a Unix socket. */
  readonly socket: string | null
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://` with host and port; absent for a Unix socket. */
  readonly url: string | null
  /** 3 (MQTT 3.1), 4 (3.1.1) or 5. */
  readonly protocolVersion: 3 | 4 | 5
  readonly publish: readonly ClientTopic[]
  readonly subscribe: readonly ClientTopic[]
  readonly will: WillView | null
}

interface WillView {
  readonly topic: string
  readonly payload: string
  readonly qos: Qos
  readonly retain: boolean
}

export interface ClientFacts {
  /** Name of the topology. */
  readonly topology: string
  readonly bundle: string
  readonly user: User
  readonly connection: Connection
  readonly materials: Materials
}

export function clientView({ topology, bundle, user, connection, materials }: ClientFacts): ClientView {
  return {
    topology,
    bundle,
    username: user.name,
    fleet: user.fleet ?? null,
    each: user.row ?? {},
    auth: authKindOf(user.authentication),
    clientId: user.clientId ?? null,
    ...credentials(user, materials),
    ...connectionView(connection, materials),
    publish: clientTopics(user, 'publish', connection.maxQos),
    subscribe: clientTopics(user, 'subscribe', connection.maxQos),
    will: user.will === undefined ? null : willView(user, user.will, connection.maxQos),
  }
}

type Credentials = Pick<ClientView, 'password' | 'psk' | 'certificate' | 'key'>

function credentials({ name, authentication }: User, materials: Materials): Credentials {
  const none: Credentials = { password: null, psk: null, certificate: null, key: null }
  switch (authentication.kind) {
    case 'password':
      return { ...none, password: materials.password(name) }
    case 'psk':
      return { ...none, psk: materials.psk(name) }
    case 'certificate': {
      const { certificate, chain, privateKey } = materials.certificate(userCertificateId(name))
      return {
        ...none,
        certificate: [certificate, ...chain].map(certificatePem).join(''),
        key: privateKey === undefined ? null : privateKeyPem(privateKey),
      }
    }
    case 'none':
      return none
  }
}

/** The part that clients with the same connection have in common. */
export function connectionView(connection: Connection, materials: Materials) {
  return { ca: trustAnchor(connection, materials), ...whereTo(connection) }
}

/** The root of the servers, which is not the clients' root. */
function trustAnchor({ listener: { tls } }: Connection, materials: Materials): string | null {
  if (tls?.kind !== 'certificate') return null
  return materials.trusted(rootOf(tls.profile.issuer).name).map(certificatePem).join('')
}

function whereTo({ broker, listener, transport, address, protocolVersion }: Connection) {
  return {
    broker: broker.name,
    listener: listener.name,
    transport,
    tls: listener.tls !== undefined,
    websocket: listener.transport === 'websocket',
    host: address?.host ?? null,
    port: address?.port ?? null,
    socket: listener.socketPath ?? null,
    url: address === undefined ? null : `${SCHEMES[transport]}://${bracketed(address.host)}:${address.port}`,
    protocolVersion,
  }
}

const SCHEMES: Readonly<Record<Transport, string>> = {
  tcp: 'mqtt',
  tls: 'mqtts',
  ws: 'ws',
  wss: 'wss',
  unix: 'unix',
}

/** An IPv6 address stands in brackets (RFC 3986 3.2.2). */
function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function willView(user: User, { topic, payload, qos, retain }: Will, maxQos: Qos): WillView {
  const filled =
    templateProblem(topic) === undefined ? instantiate(parseTemplate(topic), grantValues(user)) : undefined
  return { topic: filled?.text ?? topic, payload, qos: atMost(qos, maxQos), retain }
}
