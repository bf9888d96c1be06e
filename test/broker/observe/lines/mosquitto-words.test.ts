import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ClientAddress } from '../../../../src/broker/hub/hub-events.ts'
import {
  clientConnected,
  connectionEnded,
  connectionOpened,
  messagesDropped,
  sessionTakenOver,
} from '../../../../src/broker/observe/lines/connection-lines.ts'
import type { LogLine } from '../../../../src/broker/observe/lines/log-line.ts'
import {
  packetReceived,
  packetSent,
  publishDenied,
  publishSent,
  publishTooLarge,
  subscribed,
  unknownPacketId,
  unsubscribed,
} from '../../../../src/broker/observe/lines/packet-lines.ts'
import { encode } from '../../../../src/broker/packet/encode.ts'
import type { Connect, Packet, Publish } from '../../../../src/broker/packet/packet.ts'
import { freePort, type MosquittoBroker, startMosquitto } from '../../../support/mosquitto-broker.ts'
import { describeWithPeers } from '../../../support/real-peer.ts'

const folder = mkdtempSync(join(tmpdir(), 'mosquitto-words-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const connect = (clientId: string, more: Partial<Connect> = {}): Connect => ({
  type: 'connect',
  version: 4,
  isBridge: false,
  cleanStart: true,
  keepAliveSeconds: 60,
  clientId,
  ...more,
})

const publish = (topic: string, text: string, more: Partial<Publish> = {}): Publish => ({
  type: 'publish',
  duplicate: false,
  qos: 0,
  retain: false,
  topic,
  packetId: 0,
  payload: Buffer.from(text),
  ...more,
})

describeWithPeers(['mosquitto'], 'the words of Mosquitto', () => {
  let broker: MosquittoBroker
  let port = 0

  beforeAll(async () => {
    port = await freePort()
    const conf = join(folder, 'mosquitto.conf')
    writeFileSync(join(folder, 'acl'), 'topic readwrite ok/#\nuser alice\ntopic readwrite ok/#\n', {
      mode: 0o600,
    })
    const lines = [
      `listener ${port} 127.0.0.1`,
      'allow_anonymous true',
      `acl_file ${join(folder, 'acl')}`,
      'message_size_limit 50',
      'max_packet_size 200',
      'log_type all',
      'log_timestamp false',
    ]
    writeFileSync(conf, `${lines.join('\n')}\n`)
    broker = await startMosquitto({ conf })
    await broker.complaints() // Its log has come to the end of the start.
  })
  afterAll(() => broker?.stop())

  /** Sends packets, and returns what the broker says of them, up to the first line that ends with `last`. */
  async function exchange(
    packets: readonly (Packet | Buffer)[],
    last: string,
    end: 'close' | 'stay' = 'stay',
  ): Promise<{ said: string[]; from: ClientAddress }> {
    const before = broker.log().length
    const socket = connectSocket(port, '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    const from = { address: '127.0.0.1', port: socket.localPort ?? 0, listener: String(port) }
    const version = packets.flatMap((packet) => ('version' in packet ? [packet.version] : []))[0] ?? 4
    const bytes = packets.map((packet) => (Buffer.isBuffer(packet) ? packet : encode(version, packet)))
    socket.write(Buffer.concat(bytes))
    if (end === 'close') socket.end()
    const said = () => broker.log().slice(before).split('\n').slice(0, -1)
    for (let i = 0; i < 2000 && !said().some((line) => line.endsWith(last)); i++) await sleep(5)
    return { said: said(), from }
  }

  const words = (...lines: readonly (LogLine | readonly LogLine[])[]) =>
    lines.flat().map(({ message }) => message)
  const connack = (reasonCode = 0): Packet => ({ type: 'connack', sessionPresent: false, reasonCode })

  test('a client comes, publishes, subscribes and goes', async () => {
    const will = { topic: 'ok/will', payload: Buffer.from('bye'), qos: 1, retain: true } as const
    const asked = connect('c1', { username: 'alice', will })
    const subscribe: Packet = {
      type: 'subscribe',
      packetId: 9,
      subscriptions: [
        { filter: 'ok/#', qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 },
        { filter: 'no', qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 },
      ],
    }
    const unsubscribe: Packet = { type: 'unsubscribe', packetId: 10, filters: ['no'] }
    const own = publish('ok/b', 'yy', { qos: 1, packetId: 8 })
    const release: Packet = { type: 'pubrel', packetId: 6, reasonCode: 0 }
    const sent = [
      asked,
      publish('ok/a', 'hello'),
      publish('ok/a', 'hello', { qos: 2, packetId: 6, retain: true }),
      release,
      publish('no', 'hello', { qos: 1, packetId: 7 }),
      subscribe,
      own,
      { type: 'puback', packetId: 1, reasonCode: 0 } as const,
      unsubscribe,
      { type: 'pingreq' } as const,
      { type: 'pubrec', packetId: 77, reasonCode: 0 } as const,
      publish('ok/big', 'x'.repeat(51), { qos: 1, packetId: 11 }),
      { type: 'disconnect', reasonCode: 0 } as const,
    ]
    const { said, from } = await exchange(sent, 'Client c1 disconnected.')
    expect(said).toEqual(
      words(
        connectionOpened(from),
        clientConnected(from, 'c1', 'alice', asked),
        packetSent('c1', connack()),
        packetReceived('c1', publish('ok/a', 'hello')),
        packetReceived('c1', publish('ok/a', 'hello', { qos: 2, packetId: 6, retain: true })),
        packetSent('c1', { type: 'pubrec', packetId: 6, reasonCode: 0 }),
        packetReceived('c1', release),
        packetSent('c1', { type: 'pubcomp', packetId: 6, reasonCode: 0 }),
        publishDenied('c1', publish('no', 'hello', { qos: 1, packetId: 7 })),
        packetSent('c1', { type: 'puback', packetId: 7, reasonCode: 0x87 }),
        packetReceived('c1', subscribe)[0] ?? [],
        packetReceived('c1', subscribe)[1] ?? [],
        subscribed('c1', 1, 'ok/#'),
        packetReceived('c1', subscribe)[2] ?? [],
        subscribed('c1', 0, 'no'),
        packetSent('c1', { type: 'suback', packetId: 9, reasonCodes: [] }),
        publishSent('c1', publish('ok/a', 'hello', { qos: 1, packetId: 1, retain: true })),
        packetReceived('c1', own),
        publishSent('c1', publish('ok/b', 'yy', { qos: 1, packetId: 2 })),
        packetSent('c1', { type: 'puback', packetId: 8, reasonCode: 0 }),
        packetReceived('c1', { type: 'puback', packetId: 1, reasonCode: 0 }),
        packetReceived('c1', unsubscribe),
        unsubscribed('c1', 'no'),
        packetSent('c1', { type: 'unsuback', packetId: 10, reasonCodes: [] }),
        packetReceived('c1', { type: 'pingreq' }),
        packetSent('c1', { type: 'pingresp' }),
        packetReceived('c1', { type: 'pubrec', packetId: 77, reasonCode: 0 }),
        unknownPacketId('c1', { type: 'pubrec', packetId: 77 }),
        packetSent('c1', { type: 'pubrel', packetId: 77, reasonCode: 0 }),
        publishTooLarge('c1', publish('ok/big', 'x'.repeat(51), { qos: 1, packetId: 11 })),
        packetSent('c1', { type: 'puback', packetId: 11, reasonCode: 0x95 }),
        packetReceived('c1', { type: 'disconnect', reasonCode: 0 }),
        connectionEnded('c1', from, { by: 'disconnect' }),
      ),
    )
  })

  test('a bridge of 5.0 comes without a will, and closes its connection', async () => {
    const asked = connect('b1', { version: 5, cleanStart: false, keepAliveSeconds: 7 })
    const { said, from } = await exchange([asked], 'b1 closed its connection.', 'close')
    expect(said).toEqual(
      words(
        connectionOpened(from),
        clientConnected(from, 'b1', undefined, asked),
        packetSent('b1', connack()),
        connectionEnded('b1', from, { by: 'peer' }),
      ),
    )
    const bridge = connect('b2', { isBridge: true })
    const second = await exchange([bridge], 'b2 closed its connection.', 'close')
    expect(second.said.slice(0, 3)).toEqual(
      words(connectionOpened(second.from), clientConnected(second.from, 'b2', undefined, bridge)),
    )
  })

  test('a session is taken over', async () => {
    await exchange([connect('t')], 'to t (0, 0)')
    const { said, from } = await exchange([connect('t')], 'to t (0, 0)')
    expect(said.slice(0, 3)).toEqual(
      words(
        connectionOpened(from),
        sessionTakenOver('t'),
        clientConnected(from, 't', undefined, connect('t'))[0] ?? [],
      ),
    )
  })

  test.each([
    {
      name: 'a packet that is too large',
      packets: [publish('ok/a', 'x'.repeat(300))],
      end: 'oversize packet.',
      reasonCode: 0x95,
    },
    {
      name: 'a malformed packet',
      packets: [Buffer.from([0x82, 2, 0, 0])],
      end: 'malformed packet.',
      reasonCode: 0x81,
    },
    { name: 'a second CONNECT', packets: [connect('x')], end: 'protocol error.', reasonCode: 0x82 },
  ])('$name ends the connection', async ({ packets, end, reasonCode }) => {
    const { said, from } = await exchange([connect('x'), ...packets], end)
    expect(said.at(-1)).toBe(
      words(connectionEnded('x', from, { by: 'refusal', reasonCode, problem: 'because' })).at(-1),
    )
  })

  test.each([
    { name: 'an empty client identifier', asked: connect('', { cleanStart: false }), returnCode: 2 },
    {
      name: 'a wrong protocol version',
      asked: Buffer.from([0x10, 13, 0, 4, 77, 81, 84, 84, 9, 2, 0, 60, 0, 1, 97]),
      returnCode: 1,
    },
  ])('$name: nobody knows who it was', async ({ asked, returnCode }) => {
    const { said, from } = await exchange([asked], 'protocol error.')
    const { message } = packetSent(from.address, connack(returnCode))
    const ending = { by: 'refusal', reasonCode: returnCode, problem: 'because' } as const
    expect(said.slice(-2)).toEqual([message, words(connectionEnded(undefined, from, ending)).at(-1)])
  })

  test('messages are dropped for a client that is away', async () => {
    const subscribe: Packet = {
      type: 'subscribe',
      packetId: 1,
      subscriptions: [
        { filter: 'ok/q', qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 },
      ],
    }
    await exchange(
      [connect('away', { cleanStart: false }), subscribe],
      'away closed its connection.',
      'close',
    )
    const flood = Array.from({ length: 1100 }, (_, i) =>
      Buffer.from(encode(4, publish('ok/q', 'x', { qos: 1, packetId: i + 1 }))),
    )
    const { said } = await exchange(
      [connect('flooder'), Buffer.concat(flood)],
      'flooder closed its connection.',
      'close',
    )
    expect(said).toContain(messagesDropped('away').message)
  })
})
