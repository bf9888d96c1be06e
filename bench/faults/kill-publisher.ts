/** A publisher that outlives its broker: it keeps what was not acknowledged, and sends it again as the standard says. */

import { reopenClient, type WireClient } from '../harness/wire-client.ts'
import { acknowledgement, idOf, packetType, publishPacket, type WirePacket } from '../harness/wire-packets.ts'

interface Outstanding {
  readonly sequence: number
  released: boolean
}

export interface KillPublisher {
  /** Sequence numbers that the broker took responsibility for: PUBACK, or PUBREC. */
  readonly acknowledged: ReadonlySet<number>
  readonly outstanding: () => number
  readonly sessionsLost: () => number
  readonly connected: () => boolean
  /** Sends nothing new, and completes what is under way. */
  readonly pause: () => void
  readonly resume: () => void
  readonly drop: () => void
}

export interface PublisherOptions {
  readonly port: number
  readonly topic: string
  readonly qos: 1 | 2
  readonly window: number
  readonly retain?: boolean
  /** Follows the sequence number in the payload. */
  readonly padding?: Buffer
}

const PADDING = Buffer.alloc(80, ' ')

export function startPublisher({
  port,
  topic,
  qos,
  window,
  retain = false,
  padding = PADDING,
}: PublisherOptions): KillPublisher {
  const outstanding = new Map<number, Outstanding>()
  const acknowledged = new Set<number>()
  let [sequence, id, sessionsLost] = [0, 0, 0]
  let [first, paused, dropped] = [true, false, false]
  let client: WireClient | undefined

  const payloadOf = (one: Outstanding) => Buffer.concat([Buffer.from(`${one.sequence} `), padding])

  const publish = (at: number, one: Outstanding, again: boolean) =>
    publishPacket(4, { topic, payload: payloadOf(one), qos, id: at, again, retain })

  const freeId = () => {
    do id = (id % 65_535) + 1
    while (outstanding.has(id))
    return id
  }

  const pump = (send: (bytes: Buffer) => void) => {
    const packets: Buffer[] = []
    while (!paused && outstanding.size < window) {
      sequence += 1
      const one = { sequence, released: false }
      const at = freeId()
      outstanding.set(at, one)
      packets.push(publish(at, one, false))
    }
    if (packets.length > 0) send(Buffer.concat(packets))
  }

  const onPacket = (packet: WirePacket, send: (bytes: Buffer) => void) => {
    const at = idOf(packet)
    const one = outstanding.get(at)
    if (packet.type === packetType.pubrec) {
      if (one !== undefined) {
        one.released = true
        acknowledged.add(one.sequence)
      }
      send(acknowledgement('pubrel', at))
    } else if (packet.type === packetType.puback || packet.type === packetType.pubcomp) {
      if (one !== undefined) acknowledged.add(one.sequence)
      outstanding.delete(at)
      pump(send)
    }
  }

  const open = async () => {
    const greeting = {
      id: `publisher-${topic.replace('/', '-')}`,
      version: 4,
      clean: false,
      keepAliveSeconds: 60,
    } as const
    const opened = await reopenClient({ ...greeting, port, onPacket, onClosed: reopen })
    if (!first && !opened.sessionPresent) sessionsLost += 1
    first = false
    client = opened
    // [MQTT-4.4.0-1]: what is unacknowledged goes out again, in its order.
    for (const [at, one] of outstanding)
      opened.send(one.released ? acknowledgement('pubrel', at) : publish(at, one, true))
    pump(opened.send)
  }

  function reopen(): void {
    client = undefined
    if (!dropped) open().catch(() => undefined)
  }

  reopen()
  return {
    acknowledged,
    outstanding: () => outstanding.size,
    sessionsLost: () => sessionsLost,
    connected: () => client?.open() === true,
    pause: () => {
      paused = true
    },
    resume: () => {
      paused = false
      if (client !== undefined) pump(client.send)
    },
    drop: () => {
      dropped = true
      client?.drop()
    },
  }
}
