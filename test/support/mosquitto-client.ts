/** Connects MQTT.js as one user of a broker under test, and waits for the broker's answers. */

import type { ConnectionOptions } from 'node:tls'
import { connect, type IClientOptions, type MqttClient } from 'mqtt'

/** Who connects where. Without `username`, and without a certificate or PSK, that is anonymous. */
export interface ProbeUser {
  /** `mqtt://127.0.0.1:1883`, `mqtts://…`, `ws://…`, `wss://…`, or `mqtt+unix:///run/m.sock`. */
  readonly url: string
  readonly username?: string
  readonly password?: string
  /** Default: one of the probe's own. */
  readonly clientId?: string
  /** PEM: trust anchors of the server's certificate; without them it isn't checked. */
  readonly ca?: string | Buffer
  /** PEM: the user's certificate with its intermediates, and its key. */
  readonly cert?: string | Buffer
  readonly key?: string | Buffer
  /** `key` in hex. */
  readonly psk?: { readonly identity: string; readonly key: string }
}

/** The broker, or its TLS, did not let the user in. */
export class ConnectionRefused extends Error {
  /** Of CONNACK (MQTT 5.0 section 3.2.2.2); `undefined` when the connection ended before one. */
  readonly reasonCode: number | undefined

  constructor(user: ProbeUser, cause: unknown) {
    const why = cause instanceof Error ? cause.message : 'the connection was closed'
    super(
      `${user.username ?? user.psk?.identity ?? user.clientId ?? 'anonymous'} is refused at ${user.url}: ${why}`,
      { cause },
    )
    this.reasonCode = reasonCodeOf(cause)
  }
}

/** An open connection of a user. */
export interface ProbeConnection {
  readonly client: MqttClient
  /** The highest QoS up to 1 that the listener takes from publishers. */
  readonly qos: 0 | 1
}

let connections = 0

/**
 * Connects as `user`, MQTT 5, with a clean start.
 *
 * @throws ConnectionRefused when not let in; Error when nobody listens there.
 */
export function connectUser(user: ProbeUser): Promise<ProbeConnection> {
  connections += 1
  const client = connect(user.url, {
    protocolVersion: 5,
    clean: true,
    clientId: user.clientId ?? `mqttopia-probe-${process.pid}-${connections}`,
    keepalive: 0, // pings are for flushing
    reconnectPeriod: 0,
    connectTimeout: 10_000,
    ...credentials(user),
  })
  return new Promise((resolve, reject) => {
    const fail = (cause?: unknown) => {
      client.end(true)
      reject(
        nobodyListens(cause)
          ? new Error(`nobody listens at ${user.url}`, { cause })
          : new ConnectionRefused(user, cause),
      )
    }
    client.once('error', fail).once('close', fail)
    client.once('connect', ({ properties }) => {
      client.off('error', fail).off('close', fail)
      client.setMaxListeners(0) // one for each answer awaited
      client.on('error', () => {}) // whoever waits for an answer hears of it by `close`
      resolve({ client, qos: properties?.maximumQoS === 0 ? 0 : 1 })
    })
  })
}

/** Is `user` let in? */
export async function admits(user: ProbeUser): Promise<boolean> {
  try {
    const { client } = await connectUser(user)
    client.end(true)
    return true
  } catch (error) {
    if (error instanceof ConnectionRefused) return false
    throw error
  }
}

/** Publishes, with the highest QoS up to 1 that the listener takes; resolves with the reason code of PUBACK, if there is one. */
export function publish(
  client: MqttClient,
  topic: string,
  payload: string,
  qos: 0 | 1,
): Promise<number | undefined> {
  return answered(client, (done) =>
    client.publish(topic, payload, { qos }, (error) => {
      const code = error ? reasonCodeOf(error) : 0
      if (error && code === undefined) done(error)
      else done(undefined, qos === 0 ? undefined : code)
    }),
  )
}

/** Subscribes; resolves at SUBACK, granted or not. */
export function subscribe(client: MqttClient, topics: readonly string[]): Promise<void> {
  if (topics.length === 0) return Promise.resolve()
  return answered(client, (done) => client.subscribe([...topics], { qos: 0 }, () => done()))
}

/** Resolves at PINGRESP: all that the broker had for this client before has arrived, and it has taken all that was sent. */
export function roundTrip(client: MqttClient): Promise<void> {
  return answered(client, (done) => {
    const onPacket = ({ cmd }: { readonly cmd: string }) => {
      if (cmd !== 'pingresp') return
      client.off('packetreceive', onPacket)
      done()
    }
    client.on('packetreceive', onPacket)
    client.sendPing()
  })
}

/** Waits for an answer, or for the end of the connection, which is an error: no probe makes a broker close it. */
function answered<T = void>(
  client: MqttClient,
  ask: (done: (error?: unknown, value?: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const onClose = () => reject(new Error('the broker closed the connection of a probe'))
    client.once('close', onClose)
    ask((error, value) => {
      client.off('close', onClose)
      if (error === undefined) resolve(value as T)
      else reject(error)
    })
  })
}

function credentials({
  username,
  password,
  ca,
  cert,
  key,
  psk,
}: ProbeUser): IClientOptions & ConnectionOptions {
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(ca === undefined ? { rejectUnauthorized: false } : { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(psk !== undefined && {
      pskCallback: () => ({ identity: psk.identity, psk: Buffer.from(psk.key, 'hex') }),
      ciphers: 'PSK',
      checkServerIdentity: () => undefined,
    }),
  }
}

function reasonCodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined
}

function nobodyListens(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ENOENT')
  )
}
