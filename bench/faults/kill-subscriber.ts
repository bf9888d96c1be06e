/** A subscriber that outlives its broker: a durable session, and a receiver of QoS 2 as the standard wants it. */

import { reopenClient, type WireClient } from '../harness/wire-client.ts'
import {
  acknowledgement,
  idOf,
  packetType,
  readPublication,
  subscribePacket,
  type WirePacket,
} from '../harness/wire-packets.ts'

export interface KillSubscriber {
  /** How often each sequence number arrived on a topic; a packet of QoS 2 that is sent again counts once. */
  readonly arrivals: (topic: string) => ReadonlyMap<number, number>
  readonly total: () => number
  readonly sessionsLost: () => number
  readonly connected: () => boolean
  readonly drop: () => void
}

export function startSubscriber(port: number, filters: readonly string[]): KillSubscriber {
  const arrivals = new Map<string, Map<number, number>>()
  const incomplete = new Set<number>()
  let [total, sessionsLost] = [0, 0]
  let [first, dropped, ready] = [true, false, false]
  let client: WireClient | undefined

  const count = (topic: string, payload: Buffer) => {
    const counts = arrivals.get(topic) ?? new Map<number, number>()
    arrivals.set(topic, counts)
    const sequence = Number.parseInt(payload.toString('latin1'), 10)
    counts.set(sequence, (counts.get(sequence) ?? 0) + 1)
    total += 1
  }

  const onPacket = (packet: WirePacket, send: (bytes: Buffer) => void) => {
    if (packet.type === packetType.suback) ready = true
    if (packet.type === packetType.pubrel) {
      incomplete.delete(idOf(packet))
      send(acknowledgement('pubcomp', idOf(packet)))
    }
    if (packet.type !== packetType.publish) return
    const { topic, payload, qos, id } = readPublication(packet, 4)
    if (qos < 2 || !incomplete.has(id)) count(topic, payload)
    if (qos === 1) send(acknowledgement('puback', id))
    if (qos < 2) return
    incomplete.add(id)
    send(acknowledgement('pubrec', id))
  }

  const open = async () => {
    const greeting = { id: 'subscriber', version: 4, clean: false, keepAliveSeconds: 60 } as const
    const opened = await reopenClient({ ...greeting, port, onPacket, onClosed: reopen })
    client = opened
    if (opened.sessionPresent) return
    if (!first) sessionsLost += 1
    first = false
    incomplete.clear()
    opened.send(subscribePacket(4, filters, 2))
  }

  function reopen(): void {
    client = undefined
    if (!dropped) open().catch(() => undefined)
  }

  reopen()
  return {
    arrivals: (topic) => arrivals.get(topic) ?? new Map(),
    total: () => total,
    sessionsLost: () => sessionsLost,
    connected: () => ready && client?.open() === true,
    drop: () => {
      dropped = true
      client?.drop()
    },
  }
}
