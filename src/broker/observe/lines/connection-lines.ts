/** Lines about connections: how they begin and end. Those of type notice fall under `connection_messages`. */

import type { ClientAddress, Ending } from '../../hub/hub-events.ts'
import type { Connect } from '../../packet/packet.ts'
import { REASON, RETURN_CODE } from '../../packet/reason-code.ts'
import type { LogLine } from './log-line.ts'

/** How Mosquitto calls a client that has not said who it is. */
const UNKNOWN = '<unknown>'

export function connectionOpened({ address, port, listener }: ClientAddress): LogLine {
  return {
    type: 'notice',
    message: `New connection from ${address}:${port} on port ${portOf(listener)}.`,
    fields: { address, port, listener },
  }
}

/** Of listeners on one port, all but the first are named after their address too. One with a Unix socket has port 0. */
function portOf(listener: string): string {
  return /^(\d+)(?: |$)/.exec(listener)?.[1] ?? '0'
}

/** `max_connections`: closed before it could say a word. */
export function connectionDenied({ address, port, listener }: ClientAddress): LogLine {
  return {
    type: 'notice',
    message: `Client connection from ${address} denied: max_connections exceeded.`,
    fields: { address, port, listener },
  }
}

/** A handshake of TLS or WebSocket, or a PROXY header, that failed; perhaps so early that nobody knows whose it was. */
export function connectionFailed({ address, port, listener }: ClientAddress, reason: string): LogLine {
  return {
    type: 'notice',
    message: `Client connection${address === '' ? '' : ` from ${address}`} failed: ${reason}.`,
    fields: { address, port, listener, reason },
  }
}

/** `clientId`: as it is now, perhaps assigned. `username`: perhaps of a certificate. */
export function clientConnected(
  { address, port, listener }: ClientAddress,
  clientId: string,
  username: string | undefined,
  connect: Connect,
): LogLine[] {
  const { keepAliveSeconds, cleanStart, isBridge, version } = connect
  const kind = isBridge ? 'bridge' : 'client'
  const user = username === undefined ? '' : `, u'${username}'`
  const facts = `(p${protocolOf(connect)}, c${cleanStart ? 1 : 0}, k${keepAliveSeconds}${user})`
  const connected: LogLine = {
    type: 'notice',
    message: `New ${kind} connected from ${address}:${port} as ${clientId} ${facts}.`,
    fields: { client: clientId, username, address, port, listener, version, cleanStart, keepAliveSeconds },
  }
  return [connected, ...willLines(clientId, connect)]
}

/** Mosquitto's own count: 1 is MQTT 3.1, 2 is 3.1.1. */
function protocolOf({ version }: Connect): number {
  return version === 5 ? 5 : version - 2
}

function willLines(clientId: string, { will }: Connect): LogLine[] {
  const fields = { client: clientId }
  if (will === undefined) return [{ type: 'debug', message: 'No will message specified.', fields }]
  const { payload, retain, qos, topic } = will
  const facts = `(${payload.length} bytes) (r${retain ? 1 : 0}, q${qos})`
  return [
    { type: 'debug', message: `Will message specified ${facts}.`, fields: { ...fields, topic } },
    { type: 'debug', message: `\t${topic}`, fields: { ...fields, topic } },
  ]
}

export function sessionTakenOver(clientId: string): LogLine {
  return {
    type: 'error',
    message: `Client ${clientId} already connected, closing old connection.`,
    fields: { client: clientId },
  }
}

export function clientExpired(clientId: string): LogLine {
  return {
    type: 'notice',
    message: `Expiring client ${clientId} due to timeout.`,
    fields: { client: clientId },
  }
}

export function messagesDropped(clientId: string): LogLine {
  return {
    type: 'notice',
    message: `Outgoing messages are being dropped for client ${clientId}.`,
    fields: { client: clientId },
  }
}

/** `clientId`: `undefined` before it was accepted. Nothing is said of those whose broker stops or whose session goes on. */
export function connectionEnded(
  clientId: string | undefined,
  { address, port, listener }: ClientAddress,
  ending: Ending,
): LogLine[] {
  const end = endText(ending)
  if (end === undefined) return []
  const claimed = ending.by === 'refusal' ? ending.claimed : undefined
  const username = claimed?.username
  const from = { client: clientId ?? (claimed?.clientId || undefined), username, address, port, listener }
  const reason = reasonOf(ending)
  const fields = reason === undefined ? from : { ...from, reason }
  const ended: LogLine = { type: 'notice', message: `Client ${clientId ?? UNKNOWN}${end}`, fields }
  if (reason === undefined) return [ended]
  const who = clientId ?? address + claimText(claimed)
  return [{ type: 'information', message: `Client ${who}: ${reason}.`, fields }, ended]
}

/** Written as in the line of those who are let in. */
function claimText(claimed: Pick<Connect, 'clientId' | 'username'> | undefined): string {
  if (claimed === undefined) return ''
  const { clientId, username } = claimed
  const user = username === undefined ? '' : ` (u'${username}')`
  return clientId === '' ? user : ` as ${clientId}${user}`
}

function reasonOf(ending: Ending): string | undefined {
  if (ending.by === 'refusal') return ending.problem
  return ending.by === 'peer' ? ending.error : undefined
}

function endText(ending: Ending): string | undefined {
  switch (ending.by) {
    case 'disconnect':
      return ' disconnected.'
    case 'peer':
      return ' closed its connection.'
    case 'timeout':
      return ' has exceeded timeout, disconnecting.'
    case 'refusal':
      return refusalText(ending.reasonCode) ?? ` disconnected: ${ending.problem}.`
    default:
      return undefined
  }
}

const TOO_MUCH = ' disconnected due to QoS too high or retain not supported.'
const PROTOCOL_ERROR = ' disconnected due to protocol error.'
const NOT_AUTHORISED = ', not authorised.'

/** By reason code of 5.0 and return code of 3.x; they do not overlap above 0. */
const refusalTexts: ReadonlyMap<number, string> = new Map([
  [REASON.malformedPacket, ' disconnected due to malformed packet.'],
  [REASON.topicNameInvalid, ' disconnected due to malformed packet.'],
  [REASON.topicFilterInvalid, ' disconnected due to malformed packet.'],
  [REASON.protocolError, PROTOCOL_ERROR],
  [REASON.unsupportedProtocolVersion, PROTOCOL_ERROR],
  [REASON.clientIdentifierNotValid, PROTOCOL_ERROR],
  [REASON.topicAliasInvalid, PROTOCOL_ERROR],
  [REASON.receiveMaximumExceeded, PROTOCOL_ERROR],
  [RETURN_CODE.unacceptableProtocolVersion, PROTOCOL_ERROR],
  [RETURN_CODE.identifierRejected, PROTOCOL_ERROR],
  [REASON.badUserNameOrPassword, ` disconnected${NOT_AUTHORISED}`],
  [REASON.notAuthorized, ` disconnected${NOT_AUTHORISED}`],
  [RETURN_CODE.badUserNameOrPassword, ` disconnected${NOT_AUTHORISED}`],
  [RETURN_CODE.notAuthorized, ` disconnected${NOT_AUTHORISED}`],
  [REASON.packetTooLarge, ' disconnected due to oversize packet.'],
  [REASON.badAuthenticationMethod, TOO_MUCH],
  [REASON.retainNotSupported, TOO_MUCH],
  [REASON.qosNotSupported, TOO_MUCH],
  [REASON.administrativeAction, ' been disconnected by administrative action.'],
])

function refusalText(reasonCode: number): string | undefined {
  return refusalTexts.get(reasonCode)
}
