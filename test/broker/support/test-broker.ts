/** A whole broker without sockets, files and real time: configured by lines of a mosquitto.conf, an ACL file, passwords. */

import { onTestFinished, vi } from 'vitest'
import { Broker } from '../../../src/broker/broker.ts'
import type { BrokerConfig } from '../../../src/broker/config/broker-config.ts'
import type { Applicant } from '../../../src/broker/hub/gate.ts'
import type { BrokerLog } from '../../../src/broker/observe/create-log.ts'
import { encode } from '../../../src/broker/packet/encode.ts'
import type { Connect, ProtocolVersion } from '../../../src/broker/packet/packet.ts'
import { AccessRules } from '../../../src/broker/security/access-rules.ts'
import { Authenticator } from '../../../src/broker/security/authenticate.ts'
import type { Securities } from '../../../src/broker/security/securities.ts'
import { SecurityGate } from '../../../src/broker/security/security-gate.ts'
import type { Verdict } from '../../../src/broker/security/verdict.ts'
import type { Store } from '../../../src/broker/store/store.ts'
import type { DialListener } from '../../../src/broker/transport/dial.ts'
import type { ListenerSupport } from '../../../src/broker/transport/open-listener.ts'
import type { Accept } from '../../../src/broker/transport/stage.ts'
import { Failure } from '../../../src/diagnostics/failure.ts'
import { SourceText } from '../../../src/diagnostics/source-text.ts'
import { readAclFile } from '../../../src/mosquitto-files/acl/read-acl-file.ts'
import { configOf } from '../config/read-config.ts'
import { MemoryTransport } from './memory-transport.ts'
import { settle } from './settle.ts'
import { type ConnectOptions, TestClient } from './test-client.ts'

export interface BrokerOptions {
  /** Lines after `listener 1883`; `$SYS` is off. */
  readonly conf?: string
  /** An ACL file; without it all is allowed. */
  readonly acl?: string
  readonly store?: Store
  /** Logs every packet, which takes the slow way for all of them. */
  readonly isVerbose?: boolean
  /** What its bridges connect to; without it nobody answers. */
  readonly remote?: TestBroker
}

const START = Date.UTC(2026, 0, 1)

export class TestBroker {
  readonly broker: Broker
  readonly gate: HeldGate
  /** Lines of the log, as `type: text`. */
  readonly log: string[] = []
  now = START
  /** False while connections of bridges to it fail. */
  isReachable = true
  /** Names of listeners that cannot be opened. */
  readonly busy = new Set<string>()
  /** The ends of connections of bridges to it. */
  readonly lines: MemoryTransport[] = []
  #uptime = 0
  #port = 40_000
  readonly #accepts = new Map<string, Accept>()

  constructor({ conf = '', acl, store, isVerbose = false, remote }: BrokerOptions) {
    const config = brokerConfig(conf)
    this.gate = new HeldGate(new Authenticator(() => this.#uptime), securitiesOf(config, acl))
    this.broker = new Broker({
      name: 'test',
      version: '1.0.0',
      config,
      gate: this.gate,
      store,
      log: recordingLog(this.log, isVerbose),
      open: async ({ name }, support, accept) => {
        if (this.busy.has(name)) throw new Failure(`cannot listen on ${name}`)
        this.#accepts.set(name, entering(support, accept))
        return {
          name,
          addresses: [],
          connections: 0,
          close: async () => void this.#accepts.delete(name),
          prepare: () => () => {},
        }
      },
      bridges: {
        events: { connecting() {}, connected() {}, refused() {}, disconnected() {} },
        dial: (_address, _config, listener) => dialTo(remote, listener),
        random: () => 0,
      },
      now: () => this.now,
      uptime: () => this.#uptime,
      memory: () => ({ heapUsed: 0, external: 0, resident: 0 }),
    })
  }

  /** Lets time pass, all at once, and the broker notice it. */
  async pass(seconds: number): Promise<void> {
    this.now += seconds * 1000
    this.#uptime += seconds * 1000
    vi.advanceTimersByTime(1000)
    await settle()
  }

  /** A connection without a word yet. */
  open(version: ProtocolVersion = 5, listener = '1883'): TestClient {
    const accept = this.#accepts.get(listener)
    if (accept === undefined) throw new Error(`nobody listens on ${listener}`)
    const transport = new MemoryTransport(this.#port++)
    transport.attach(accept(transport))
    return new TestClient(transport, version)
  }

  /** Takes a connection whose other end is somebody else's. */
  take(transport: MemoryTransport): void {
    const accept = this.#accepts.get('1883')
    if (accept === undefined) throw new Error('nobody listens')
    transport.attach(accept(transport))
  }

  /** Connects and takes the CONNACK, whatever it says. 5.0 and a new session unless `options` say otherwise. */
  async connect(
    clientId: string,
    options: ConnectOptions & { readonly listener?: string } = {},
  ): Promise<TestClient> {
    const { listener, ...asked } = options
    const client = this.open(asked.version ?? 5, listener)
    client.sendBytes(connectBytes(clientId, asked))
    await client.readConnack()
    return client
  }

  /** Takes a new configuration, given as the first one was. */
  async reload({ conf = '', acl }: Pick<BrokerOptions, 'conf' | 'acl'>): Promise<void> {
    const config = brokerConfig(conf)
    await this.broker.reload(config, securitiesOf(config, acl))
    await settle()
  }
}

/** As a listener does it: counts a connection when it comes, and when it is closed. */
function entering(support: ListenerSupport, accept: Accept): Accept {
  return (transport) => {
    const { remoteAddress: address, remotePort: port } = transport
    if (support.enter?.({ address, port }) === false) {
      transport.destroy()
      return { onData() {}, onDrained() {}, onClosed() {} }
    }
    const listener = accept(transport)
    return {
      onData: (chunk) => listener.onData(chunk),
      onDrained: () => listener.onDrained(),
      onClosed: (error) => {
        support.leave?.()
        listener.onClosed(error)
      },
    }
  }
}

/** Two transports, each giving the other what is written to it. */
function dialTo(remote: TestBroker | undefined, listener: DialListener): { destroy(): void } {
  if (remote === undefined || !remote.isReachable) {
    setImmediate(() => listener.onClosed('connection refused'))
    return { destroy: () => {} }
  }
  const near = new MemoryTransport(0)
  const far = new MemoryTransport(50_000)
  near.connectTo(far)
  remote.lines.push(near)
  setImmediate(() => {
    near.attach(listener)
    remote.take(far)
    listener.onOpen(near)
  })
  return near
}

/** Starts a broker, and stops it when the test has finished. */
export async function startTestBroker(options: BrokerOptions | string = {}): Promise<TestBroker> {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const started = new TestBroker(typeof options === 'string' ? { conf: options } : options)
  await started.broker.start()
  onTestFinished(async () => {
    await started.broker.stop()
    vi.useRealTimers()
  })
  return started
}

export function connectBytes(clientId: string, options: ConnectOptions = {}): Buffer {
  const version = options.version ?? 5
  const packet: Connect = {
    type: 'connect',
    version,
    isBridge: false,
    cleanStart: true,
    keepAliveSeconds: 0,
    clientId,
    ...options,
  }
  return encode(version, packet)
}

/** Answers CONNECT at once, or when {@link release} is called. */
class HeldGate extends SecurityGate {
  #held: (() => void)[] | undefined = undefined

  hold(): void {
    this.#held = []
  }

  release(): void {
    for (const answer of this.#held ?? []) answer()
    this.#held = undefined
  }

  override admit(applicant: Applicant): Verdict | Promise<Verdict> {
    const verdict = super.admit(applicant)
    const held = this.#held
    return held === undefined ? verdict : new Promise((answer) => held.push(() => answer(verdict)))
  }
}

function brokerConfig(conf: string): BrokerConfig {
  return configOf(`sys_interval 0\nallow_anonymous true\nlistener 1883\n${conf}`)
}

function securitiesOf({ security }: BrokerConfig, acl: string | undefined): Securities {
  const access =
    acl === undefined ? {} : { access: new AccessRules(readAclFile(new SourceText('acl', acl)).file) }
  return { global: { config: security, ...access }, perListener: false, byListener: new Map() }
}

function recordingLog(lines: string[], isVerbose: boolean): BrokerLog {
  return {
    wants: (type) => isVerbose || (type !== 'debug' && type !== 'subscribe' && type !== 'unsubscribe'),
    write: (type, message) => void lines.push(`${type}: ${message}`),
    reopen: () => {},
    flush: () => {},
    close: async () => {},
  }
}
