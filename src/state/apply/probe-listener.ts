/**
 * Asks a listener whether it serves, as a client without credentials: over TLS, whether it shows the new certificate and
 * whether that verifies under the new root for the broker's name; else, whether something there speaks MQTT.
 */

import { X509Certificate } from 'node:crypto'
import { connect, isIP, type Socket } from 'node:net'
import { checkServerIdentity, connect as connectTls, type TLSSocket } from 'node:tls'
import type { ListenerPlace } from './listener-places.ts'

export interface ProbeTrust {
  /** The name that clients know the broker by. */
  readonly host: string
  /** Roots, in PEM. */
  readonly roots: readonly string[]
  /** The certificate that a listener should show, in PEM. */
  readonly certificateOf: (place: ListenerPlace) => string | undefined
}

const PATIENCE_MS = 3_000

/** What is wrong, or `undefined`. */
export async function listenerProblem(place: ListenerPlace, trust: ProbeTrust): Promise<string | undefined> {
  try {
    return await within(PATIENCE_MS, place.speaks === 'tls' ? tlsProblem(place, trust) : plainProblem(place))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it does not answer')), milliseconds)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

function address({ host, port, socket }: ListenerPlace) {
  return socket === undefined ? { host, port } : { path: socket }
}

function plainProblem(place: ListenerPlace): Promise<string | undefined> {
  const socket = connect(address(place))
  return answer(socket, 'connect', async () => {
    if (place.speaks !== 'mqtt') return undefined
    return place.isWebsocket ? websocketProblem(socket, place) : connackProblem(socket)
  })
}

/** Where a listener wants a certificate, TLS 1.3 still shows its own first; with 1.2 the handshake ends, and says why. */
function tlsProblem(place: ListenerPlace, trust: ProbeTrust): Promise<string | undefined> {
  const wanted = trust.certificateOf(place)
  const socket = connectTls({
    ...address(place),
    ...(isIP(trust.host) === 0 ? { servername: trust.host } : {}),
    ca: [...trust.roots],
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  })
  return answer(socket, 'secureConnect', async () => certificateProblem(socket, trust.host, wanted)).catch(
    (error: Error & { readonly code?: string }) => {
      if (wantsCertificate(error)) return undefined
      throw error
    },
  )
}

function wantsCertificate({ code = '' }: { readonly code?: string }): boolean {
  return /^ERR_SSL_(TLSV13_ALERT_CERTIFICATE_REQUIRED|SSLV3_ALERT_HANDSHAKE_FAILURE|SSL\/TLS_ALERT_HANDSHAKE_FAILURE)/.test(
    code,
  )
}

function certificateProblem(socket: TLSSocket, host: string, wanted: string | undefined): string | undefined {
  const shown = socket.getPeerCertificate()
  if (wanted !== undefined && new X509Certificate(wanted).fingerprint256 !== shown.fingerprint256)
    return 'it shows another certificate than the new one'
  if (!socket.authorized) return `its certificate does not verify: ${String(socket.authorizationError)}`
  return checkServerIdentity(host, shown)?.message
}

/** Runs `ask` once the connection stands, and closes it whatever comes of it. */
function answer(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  ask: () => Promise<string | undefined>,
): Promise<string | undefined> {
  return new Promise<string | undefined>((resolve, reject) => {
    socket.on('error', reject)
    socket.once('close', () => reject(new Error('it ends the connection')))
    socket.once(event, () => ask().then(resolve, reject))
  }).finally(() => socket.destroy())
}

/** CONNECT of MQTT 3.1.1 with a clean session and no name: a broker answers with CONNACK, whatever it thinks of it. */
const CONNECT = Buffer.from([0x10, 12, 0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 10, 0, 0])
const CONNACK = 0x20

function connackProblem(socket: Socket): Promise<string | undefined> {
  return firstByte(socket, CONNECT, CONNACK, 'what answers there does not speak MQTT')
}

function websocketProblem(socket: Socket, { host, port }: ListenerPlace): Promise<string | undefined> {
  const lines = [
    'GET /mqtt HTTP/1.1',
    `Host: ${host}:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    'Sec-WebSocket-Protocol: mqtt',
  ]
  const request = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
  return firstByte(socket, request, 'H'.charCodeAt(0), 'what answers there does not speak HTTP')
}

function firstByte(
  socket: Socket,
  question: Buffer,
  wanted: number,
  problem: string,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    socket.once('data', (data: Buffer) => resolve(data[0] === wanted ? undefined : problem))
    socket.once('error', reject)
    socket.write(question)
  })
}
