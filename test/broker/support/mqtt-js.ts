/** MQTT.js as a peer. */

import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt'
import {
  type Access,
  Inbox,
  type Peer,
  type PeerClient,
  type PeerMessage,
  type PeerOptions,
  type PeerProperties,
  PeerRefused,
  SESSION_SECONDS,
} from './peer-client.ts'

let count = 0

export const mqttJs: Peer = {
  name: 'MQTT.js',
  async connect(access, options) {
    count += 1
    const client = connect(urlOf(access), {
      ...protocol(options),
      ...security(access),
      clientId: options.clientId ?? `js-${count}`,
      reconnectPeriod: 0,
      connectTimeout: 10_000,
      ...(options.username !== undefined && { username: options.username }),
      ...(options.password !== undefined && { password: options.password }),
      ...will(options),
    })
    const inbox = new Inbox()
    client.on('message', (topic, payload, packet) => inbox.add(messageOf(topic, payload, packet)))
    return peerClient(client, inbox, await sessionPresentOf(client))
  },
}

function urlOf({ transport, socketPath, port, ca, psk }: Access): string {
  if (transport === 'unix') return `mqtt+unix://${socketPath}`
  const isSecure = ca !== undefined || psk !== undefined
  const scheme = transport === 'websockets' ? (isSecure ? 'wss' : 'ws') : isSecure ? 'mqtts' : 'mqtt'
  return `${scheme}://localhost:${port}`
}

function protocol({ version, keepsSession = false }: PeerOptions): IClientOptions {
  const more: IClientOptions = version === 3 ? { protocolId: 'MQIsdp' } : {}
  if (version === 5 && keepsSession) more.properties = { sessionExpiryInterval: SESSION_SECONDS }
  return { protocolVersion: version, clean: !keepsSession, ...more }
}

function security({ ca, cert, key, psk }: Access): IClientOptions & ConnectionOptions {
  return {
    ...(ca !== undefined && { ca: readFileSync(ca) }),
    ...(cert !== undefined && { cert: readFileSync(cert) }),
    ...(key !== undefined && { key: readFileSync(key) }),
    ...(psk !== undefined && {
      pskCallback: () => ({ identity: psk.identity, psk: Buffer.from(psk.key, 'hex') }),
      ciphers: 'PSK',
      checkServerIdentity: () => undefined,
    }),
  }
}

function will({ will }: PeerOptions): IClientOptions {
  if (will === undefined) return {}
  const { topic, payload, qos, retain, delaySeconds } = will
  const delay = delaySeconds === undefined ? {} : { properties: { willDelayInterval: delaySeconds } }
  return { will: { topic, payload: Buffer.from(payload), qos, retain, ...delay } }
}

function sessionPresentOf(client: MqttClient): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const fail = (cause?: unknown) => {
      client.end(true)
      reject(new PeerRefused(codeOf(cause), cause))
    }
    client.once('error', fail).once('close', fail)
    client.once('connect', ({ sessionPresent }) => {
      client.off('error', fail).off('close', fail)
      client.on('error', () => {})
      resolve(sessionPresent)
    })
  })
}

function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined
}

function peerClient(client: MqttClient, inbox: Inbox, sessionPresent: boolean): PeerClient {
  const closed = new Promise<void>((resolve) => {
    client.once('close', () => resolve())
  })
  return {
    sessionPresent,
    closed,
    read: (wanted) => inbox.read(wanted),
    subscribe: (filter, qos, { noLocal: nl, retainAsPublished: rap, retainHandling: rh, identifier } = {}) =>
      new Promise((resolve, reject) => {
        const given = {
          qos,
          ...(nl !== undefined && { nl }),
          ...(rap !== undefined && { rap }),
          ...(rh !== undefined && { rh }),
          ...(identifier !== undefined && { properties: { subscriptionIdentifier: identifier } }),
        }
        client.subscribe(filter, given, (error, _granted, packet) => {
          const codes = packet?.granted.map(Number)
          if (codes === undefined) reject(error)
          else resolve(codes)
        })
      }),
    unsubscribe: async (filter) => void (await client.unsubscribeAsync(filter)),
    async publish(topic, payload, { qos = 0, retain = false, properties } = {}) {
      const packed = properties === undefined ? {} : { properties: pack(properties) }
      await client.publishAsync(topic, Buffer.from(payload, 'latin1'), { qos, retain, ...packed })
    },
    async disconnect() {
      await client.endAsync()
    },
    drop: () => void client.stream.destroy(),
  }
}

function pack({ userProperties, isUtf8, messageExpirySeconds, correlationData, ...same }: PeerProperties) {
  const { contentType, responseTopic } = same
  return {
    ...(contentType !== undefined && { contentType }),
    ...(responseTopic !== undefined && { responseTopic }),
    ...(correlationData !== undefined && { correlationData: Buffer.from(correlationData) }),
    ...(messageExpirySeconds !== undefined && { messageExpiryInterval: messageExpirySeconds }),
    ...(isUtf8 !== undefined && { payloadFormatIndicator: isUtf8 }),
    ...(userProperties !== undefined && { userProperties: grouped(userProperties) }),
  }
}

function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const [name, value] of pairs) found[name] = [...(found[name] ?? []), value]
  return found
}

function messageOf(topic: string, payload: Buffer, packet: IPublishPacket): PeerMessage {
  const { qos, retain, properties: p = {} } = packet
  const identifiers = p.subscriptionIdentifier === undefined ? [] : [p.subscriptionIdentifier].flat()
  const properties: PeerProperties = {
    ...(p.contentType !== undefined && { contentType: p.contentType }),
    ...(p.responseTopic !== undefined && { responseTopic: p.responseTopic }),
    ...(p.correlationData !== undefined && { correlationData: p.correlationData.toString() }),
    ...(p.messageExpiryInterval !== undefined && { messageExpirySeconds: p.messageExpiryInterval }),
    ...(p.payloadFormatIndicator !== undefined && { isUtf8: p.payloadFormatIndicator }),
    ...(p.userProperties !== undefined && {
      userProperties: Object.entries(p.userProperties).flatMap(([name, values]) =>
        [values].flat().map((value) => [name, value] as const),
      ),
    }),
    ...(identifiers.length > 0 && { subscriptionIdentifiers: identifiers }),
  }
  return { topic, payload: payload.toString('latin1'), qos, retain, properties }
}
