/** The state of brokers as lines for a terminal: listeners, bridges, clients, rates, and what was refused last. */

import type { BridgeStatus, BrokerStatus, ListenerStatus } from './broker-status.ts'
import { alignedLines, cutToCells } from './cell-text.ts'
import { escapeControls } from './escape-controls.ts'
import { bytesText, countText, durationText, rateText } from './quantity-text.ts'
import type { RefusedAttempt } from './recent-refusals.ts'
import { strftime } from './strftime.ts'

export interface StatusViewOptions {
  /** Cells of a line. */
  readonly width: number
  /** Most lines of refused attempts. */
  readonly mostRefusals?: number
}

const SOME_REFUSALS = 8
const MOST_CELLS = 60

/** No line is wider than `width`, and none holds a control character. */
export function statusLines(
  brokers: readonly BrokerStatus[],
  { width, mostRefusals = SOME_REFUSALS }: StatusViewOptions,
): string[] {
  const lines = [
    ...titleLines(brokers[0]),
    ...alignedLines([BROKER_HEAD, ...brokers.map(brokerRow)]),
    ...section('Listeners', brokers.flatMap(listenerRows)),
    ...section('Bridges', brokers.flatMap(bridgeRows)),
    ...section('Refused', refusalRows(brokers, mostRefusals)),
  ]
  return lines.map((line) => cutToCells(line, width))
}

/** What is the same for all brokers of one process. */
function titleLines(first: BrokerStatus | undefined): string[] {
  if (first === undefined) return []
  const { version, at, memory } = first
  const time = strftime('%H:%M:%S', new Date(at))
  return [`mqttopia ${shown(version)}, ${time}, ${bytesText(memory.resident)} of memory`, '']
}

function section(title: string, rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return []
  return ['', title, ...alignedLines(rows).map((line) => `  ${line}`)]
}

const BROKER_HEAD = ['broker', 'up', 'clients', 'in', 'out', 'dropped', 'retained', 'queued']

function brokerRow({ name, at, startedAt, gauges, rates }: BrokerStatus): string[] {
  const { clientsConnected, clientsTotal, retainedMessages, queuedMessages } = gauges
  return [
    shown(name),
    durationText((at - startedAt) / 1000),
    clientsConnected === clientsTotal ? `${clientsConnected}` : `${clientsConnected} of ${clientsTotal}`,
    `${rateText(rates.messagesReceived)} ${bytesText(rates.bytesReceived)}/s`,
    `${rateText(rates.messagesSent)} ${bytesText(rates.bytesSent)}/s`,
    rateText(rates.messagesDropped),
    countText(retainedMessages),
    countText(queuedMessages),
  ]
}

const TRANSPORTS: Readonly<Record<ListenerStatus['transport'], string>> = {
  tcp: 'TCP',
  tls: 'TLS',
  websocket: 'WebSocket',
  'secure-websocket': 'secure WebSocket',
  unix: 'Unix socket',
}

function listenerRows({ name, listeners }: BrokerStatus): string[][] {
  return listeners.map((listener) => {
    const { connections, connectionsAccepted, connectionsRefused, addresses } = listener
    const refused = connectionsRefused === 0 ? '' : `, ${countText(connectionsRefused)} refused`
    return [
      shown(name),
      TRANSPORTS[listener.transport],
      addresses.map(shown).join(', '),
      `${connections} open, ${countText(connectionsAccepted)} accepted${refused}`,
    ]
  })
}

function bridgeRows({ name, at, bridges }: BrokerStatus): string[][] {
  return bridges.map((bridge) => [
    shown(name),
    shown(bridge.name),
    shown(bridge.address),
    `${bridge.state} ${durationText((at - bridge.since) / 1000)}`,
    bridgeTraffic(bridge),
    shown(bridge.problem ?? ''),
  ])
}

function bridgeTraffic({ messagesIn, messagesOut, queuedMessages }: BridgeStatus): string {
  const queued = queuedMessages === 0 ? '' : `, ${countText(queuedMessages)} queued`
  return `${countText(messagesIn)} in, ${countText(messagesOut)} out${queued}`
}

/** Newest first, of all brokers together. */
function refusalRows(brokers: readonly BrokerStatus[], most: number): string[][] {
  return brokers
    .flatMap(({ name, refusals }) => refusals.map((refusal) => ({ name, refusal })))
    .sort((a, b) => b.refusal.at - a.refusal.at)
    .slice(0, most)
    .map(({ name, refusal }) => refusalRow(name, refusal))
}

function refusalRow(broker: string, refusal: RefusedAttempt): string[] {
  const { at, action, clientId, username, topic, address = '', rule, reason } = refusal
  return [
    strftime('%H:%M:%S', new Date(at)),
    shown(broker),
    action,
    shown(username === undefined ? clientId : `${clientId} (${username})`),
    shown(topic ?? address),
    shown(rule ?? reason),
  ]
}

/** Names come from clients and from configuration: on one line, and short enough to leave room for others. */
function shown(text: string): string {
  return cutToCells(escapeControls(text), MOST_CELLS)
}
