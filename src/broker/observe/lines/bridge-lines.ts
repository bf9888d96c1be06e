/** Lines about bridges; `local` is the client identifier of a bridge at its own broker, `remote` that at the other. */

import type { BridgeAddress } from '../../config/broker-config.ts'
import type { LogLine } from './log-line.ts'

/** Step 1 looks the address up, step 2 connects. */
export function bridgeConnecting(name: string, { host, port }: BridgeAddress, step: 1 | 2): LogLine {
  return {
    type: 'notice',
    message: `Connecting bridge (step ${step}) ${name} (${host}:${port})`,
    fields: { bridge: name, address: host, port },
  }
}

export function bridgeSubscribingLocally(local: string, filter: string): LogLine {
  return debug(local, `Bridge ${local} doing local SUBSCRIBE on topic ${filter}`)
}

export function bridgeSendingConnect(remote: string): LogLine {
  return debug(remote, `Bridge ${remote} sending CONNECT`)
}

export function bridgeSendingDisconnect(remote: string): LogLine {
  return debug(remote, `Bridge ${remote} sending DISCONNECT`)
}

/** `options`: the byte of the subscription (MQTT 5.0 3.8.3.1) without its QoS; 0 in 3.x. */
export function bridgeSendingSubscribe(
  local: string,
  { packetId, filter, qos, options }: { packetId: number; filter: string; qos: number; options: number },
): LogLine {
  const facts = `Mid: ${packetId}, Topic: ${filter}, QoS: ${qos}, Options: 0x${hexByte(options)}`
  return debug(local, `Bridge ${local} sending SUBSCRIBE (${facts})`)
}

export function bridgeSendingUnsubscribe(local: string, packetId: number, filter: string): LogLine {
  return debug(local, `Bridge ${local} sending UNSUBSCRIBE (Mid: ${packetId}, Topic: ${filter})`)
}

/** The other broker's answer to CONNECT, in words, and whether the bridge asks for less now. */
export function bridgeRefused(name: string, reasonCode: number, willRetry: boolean): LogLine {
  const reason = refusals.get(reasonCode) ?? 'unknown reason'
  return {
    type: 'error',
    message: `Connection Refused: ${reason}${willRetry ? ' (will retry)' : ''}`,
    fields: { bridge: name, reasonCode },
  }
}

const refusals: ReadonlyMap<number, string> = new Map([
  [1, 'unacceptable protocol version'],
  [2, 'identifier rejected'],
  [3, 'broker unavailable'],
  [4, 'bad user name or password'],
  [5, 'not authorised'],
  [0x84, 'unacceptable protocol version'],
  [0x85, 'identifier rejected'],
  [0x86, 'bad user name or password'],
  [0x87, 'not authorised'],
  [0x88, 'broker unavailable'],
  [0x9a, 'retain not available'],
  [0x9b, 'QoS not supported'],
])

export function bridgeFallsBack(name: string): LogLine {
  return {
    type: 'warning',
    message: `Warning: Remote bridge ${name} does not support MQTT v5.0, reconnecting using MQTT v3.1.1.`,
    fields: { bridge: name },
  }
}

/** It could not be reached. `reason`: a short sentence without its full stop. */
export function bridgeFailed(name: string, reason: string): LogLine {
  return { type: 'error', message: `Error creating bridge: ${reason}.`, fields: { bridge: name, reason } }
}

export function bridgeIdle(local: string): LogLine {
  return {
    type: 'notice',
    message: `Bridge connection ${local} has exceeded idle timeout, disconnecting.`,
    fields: { client: local },
  }
}

export function bridgeInsecure(name: string): LogLine {
  return {
    type: 'warning',
    message: `Warning: Bridge ${name} using insecure mode.`,
    fields: { bridge: name },
  }
}

function debug(client: string, message: string): LogLine {
  return { type: 'debug', message, fields: { client } }
}

function hexByte(value: number): string {
  return value.toString(16).padStart(2, '0')
}
