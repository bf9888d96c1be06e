/** One client on one network connection, from its first byte to its last (MQTT 5.0 3 and 4). */

import type { ListenerConfig } from '../config/broker-config.ts'
import { disconnectSession } from '../hub/end-session.ts'
import type { Hub } from '../hub/hub.ts'
import type { ClientAddress, Ending } from '../hub/hub-events.ts'
import type { Counters } from '../observe/counters.ts'
import { decode } from '../packet/decode.ts'
import type { Connect } from '../packet/packet.ts'
import { headerLength, readFrame } from '../packet/read-frame.ts'
import { REASON, RETURN_CODE } from '../packet/reason-code.ts'
import type { Admission, Refusal, Verdict } from '../security/verdict.ts'
import type { SessionOwner } from '../session/session.ts'
import type { Transport, TransportListener } from '../transport/transport.ts'
import type { ConnectedClient } from './connected-client.ts'
import { establish } from './establish.ts'
import { firstBytesProblem } from './first-bytes.ts'
import { type FrameHandler, FrameReader } from './frame-reader.ts'
import { connectProblem, refusal } from './handle-connect.ts'
import { ReadBudget } from './read-queue.ts'
import { answerMalformed, refuseConnect } from './refuse-connect.ts'

/** Seconds that a client has for its CONNECT. */
const CONNECT_SECONDS = 30
/** Bytes that a client may send while its password is checked. */
const MAX_EARLY_BYTES = 65_536
const TOO_SMALL = 'it takes no packet as large as CONNACK'
const FULL = 'there are as many clients as allowed'

export class ClientConnection implements TransportListener, FrameHandler {
  readonly #hub: Hub
  #listener: ListenerConfig
  readonly #transport: Transport
  readonly #reader: FrameReader
  readonly #budget: ReadBudget
  readonly #onGone: (connection: ClientConnection) => void
  #state: 'new' | 'asking' | 'connected' | 'closed' = 'new'
  #client: ConnectedClient | undefined = undefined
  /** Frames that came while the client's password was checked. */
  #early: Buffer[] | undefined = undefined
  #earlyBytes = 0
  #hasSpoken = false
  /** A reload came while its password was checked. */
  #mustAskAgain = false
  /** Of the hub's clock. */
  #heardAt: number

  /** `onGone`: called once, when nothing is left of the connection. */
  constructor(
    hub: Hub,
    listener: ListenerConfig,
    transport: Transport,
    onGone: (connection: ClientConnection) => void,
  ) {
    this.#hub = hub
    this.#listener = listener
    this.#transport = transport
    this.#onGone = onGone
    this.#reader = new FrameReader(this, hub.config.limits.maxPacketSize)
    this.#budget = new ReadBudget(transport, hub.reads)
    this.#heardAt = hub.clock.seconds
    hub.counters.socketsOpened++
    hub.events.opened(this.#address)
  }

  get #address(): ClientAddress {
    const { remoteAddress: address, remotePort: port } = this.#transport
    return { address, port, listener: this.#listener.name }
  }

  onData(chunk: Buffer): void {
    const { counters, clock, turn } = this.#hub
    counters.bytesReceived += chunk.length
    this.#heardAt = clock.seconds
    if (!this.#hasSpoken && !this.#mayGoOn(chunk)) return
    const before = counters.publishBytesSent
    turn.beginRead()
    this.#reader.read(chunk)
    this.#client?.flush()
    turn.endRead()
    this.#budget.spend(chunk.length + counters.publishBytesSent - before)
  }

  #mayGoOn(first: Buffer): boolean {
    this.#hasSpoken = true
    const problem = firstBytesProblem(first)
    if (problem !== undefined) this.refuse(REASON.protocolError, problem)
    return problem === undefined
  }

  onDrained(): void {
    if (this.#client === undefined || this.#transport.backlogBytes > 0) return
    this.#client.outlet.caughtUp()
    this.#client.session.goOn()
  }

  onClosed(error?: string): void {
    this.#close({ by: 'peer', ...(error === undefined ? {} : { error }) })
    this.#onGone(this)
  }

  onFrame(buffer: Buffer, start: number, body: number, end: number): boolean {
    this.#hub.counters.packetsReceived++
    const client = this.#client
    if (client !== undefined) client.handleFrame(buffer, start, body, end)
    else if (this.#state === 'new') this.#handleFirst(buffer, start, body, end)
    else if (this.#state === 'asking') this.#keepEarly(buffer.subarray(start, end))
    return this.#state !== 'closed'
  }

  onBrokenFrame(problem: 'malformed-length' | 'too-large'): void {
    this.#client?.flush()
    if (problem === 'too-large')
      this.refuse(REASON.packetTooLarge, 'its packet is larger than allowed') // [MQTT-3.1.2-24]
    else this.refuse(REASON.malformedPacket, 'the length of its packet is malformed')
  }

  /** To be called about once a second: ends connections that have been silent for too long. */
  checkKeepAlive(): void {
    const silent = this.#hub.clock.seconds - this.#heardAt
    if (this.#client === undefined) {
      if (this.#state === 'new' && silent > CONNECT_SECONDS) this.#end({ by: 'timeout' })
      return
    }
    const { keepAliveSeconds } = this.#client
    if (keepAliveSeconds === 0 || silent <= keepAliveSeconds * 1.5) return // [MQTT-3.1.2-22]
    this.#client.say(REASON.keepAliveTimeout)
    this.#end({ by: 'timeout' })
  }

  /** Ends the connection for what its client did. */
  refuse(reasonCode: number, problem: string): void {
    this.#client?.say(reasonCode)
    this.#end({ by: 'refusal', reasonCode, problem })
  }

  /** Ends the connection because its session is continued elsewhere, or the broker stops. */
  dismiss(reasonCode: number, ending: Ending): void {
    this.#client?.say(reasonCode)
    this.#end(ending)
  }

  leave(publishWill: boolean): void {
    if (!publishWill && this.#client !== undefined) this.#client.session.will = undefined // [MQTT-3.14.4-3]
    this.#end({ by: 'disconnect' })
  }

  /** Who is connected, and where; `undefined` before it was let in. */
  get client(): { readonly owner: SessionOwner; readonly listener: string } | undefined {
    return this.#client && { owner: this.#client.session.owner, listener: this.#listener.name }
  }

  /** Name of the listener that it came in by. */
  get listener(): string {
    return this.#listener.name
  }

  /** What a reload means for somebody who is not let in yet; `listener`: as it is now, `undefined` when it is gone. */
  reconfigure(listener: ListenerConfig | undefined): void {
    if (this.#client !== undefined) return
    if (listener === undefined) {
      this.#end({ by: 'reload' })
      return
    }
    this.#listener = listener
    this.#mustAskAgain = true
  }

  /** Bytes that the system has not taken yet. */
  get backlogBytes(): number {
    return this.#transport.backlogBytes
  }

  #handleFirst(buffer: Buffer, start: number, body: number, end: number): void {
    const packet = decode(4, buffer, start, body, end)
    if (packet.type === 'connect') this.#handleConnect(packet)
    if (packet.type !== 'malformed') return
    answerMalformed(this.#transport, packet)
    this.#end({ by: 'refusal', reasonCode: packet.reasonCode, problem: packet.message })
  }

  #handleConnect(asked: Connect): void {
    this.#hub.counters.connectsReceived++
    this.#ask(asked)
  }

  #ask(asked: Connect): void {
    const problem = connectProblem(this.#hub, this.#listener, asked)
    if (problem !== undefined) {
      this.#refuseConnect(asked, problem)
      return
    }
    this.#state = 'asking'
    this.#mustAskAgain = false
    const { peer, remoteAddress } = this.#transport
    const verdict = this.#hub.gate.admit({ listener: this.#listener, peer, remoteAddress, connect: asked })
    if (verdict instanceof Promise) verdict.then((later) => this.#decide(asked, later))
    else this.#decide(asked, verdict)
  }

  #decide(asked: Connect, verdict: Verdict): void {
    if (this.#state !== 'asking') return
    if (!verdict.admitted) {
      this.#refuseConnect(asked, verdict)
      return
    }
    if (this.#mustAskAgain) {
      this.#ask(asked)
      return
    }
    if (!this.#hub.hasRoomFor(verdict.clientId)) {
      this.#refuseConnect(asked, refusal(asked, REASON.serverBusy, RETURN_CODE.serverUnavailable, FULL))
      return
    }
    this.#connect(asked, verdict)
  }

  #connect(asked: Connect, admitted: Admission): void {
    const onDisplaced = () => this.dismiss(REASON.sessionTakenOver, { by: 'take-over' })
    const { listener, transport, hub } = {
      listener: this.#listener,
      transport: this.#transport,
      hub: this.#hub,
    }
    this.#state = 'connected'
    const { client, connack } = establish(
      { hub, listener, transport, ender: this, onDisplaced },
      asked,
      admitted,
    )
    this.#client = client
    hub.events.connected(this.#address, client.session, asked)
    if (!client.outlet.sendPacket(connack)) {
      this.#end({ by: 'refusal', reasonCode: REASON.packetTooLarge, problem: TOO_SMALL }) // [MQTT-3.14.0-1]
      return
    }
    client.session.resume()
    const early = this.#early
    this.#early = undefined
    for (const frame of early ?? []) {
      if (this.#client === undefined) return
      client.handleFrame(frame, 0, headerLength(readFrame(frame, 0, frame.length)), frame.length)
    }
    client.flush()
  }

  #keepEarly(frame: Buffer): void {
    this.#early ??= []
    this.#early.push(frame)
    this.#earlyBytes += frame.length
    if (this.#earlyBytes > MAX_EARLY_BYTES)
      this.refuse(REASON.quotaExceeded, 'it sends much before it is let in')
  }

  #refuseConnect(asked: Connect, refusal: Refusal): void {
    const { reasonCode, because } = refusal
    refuseConnect(this.#transport, asked.version, reasonCode)
    this.#hub.counters.loginsRefused++
    this.#hub.events.refusedConnect(this.#address, asked, refusal)
    this.#end({ by: 'refusal', reasonCode, problem: because, claimed: asked })
  }

  #end(ending: Ending): void {
    if (this.#state === 'closed') return
    this.#close(ending)
    if (ending.by === 'disconnect') this.#transport.leave()
    else this.#transport.end()
  }

  #close(ending: Ending): void {
    if (this.#state === 'closed') return
    countEnding(this.#hub.counters, ending)
    this.#state = 'closed'
    const client = this.#client
    this.#client = undefined
    if (client === undefined) {
      this.#hub.events.unconnected(this.#address, ending)
      return
    }
    client.flush()
    client.outlet.flush()
    client.outlet.close()
    this.#hub.events.closed(client.session, this.#address, ending)
    if (client.session.outlet === client.outlet) disconnectSession(this.#hub, client.session)
  }
}

function countEnding(counters: Counters, { by }: Ending): void {
  if (by === 'refusal') counters.connectionsRefused++
  if (by === 'timeout') counters.keepAliveTimeouts++
  if (by === 'take-over') counters.takeOvers++
}
