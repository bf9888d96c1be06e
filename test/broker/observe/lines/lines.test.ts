import { describe, expect, test } from 'vitest'
import type { Ending } from '../../../../src/broker/hub/hub-events.ts'
import * as bridge from '../../../../src/broker/observe/lines/bridge-lines.ts'
import * as broker from '../../../../src/broker/observe/lines/broker-lines.ts'
import * as connection from '../../../../src/broker/observe/lines/connection-lines.ts'
import { type LogLine, writeLines } from '../../../../src/broker/observe/lines/log-line.ts'
import * as packet from '../../../../src/broker/observe/lines/packet-lines.ts'

const from = { address: '127.0.0.1', port: 5000, listener: '1883' }
const at = { host: 'far', port: 1883 }

/** What the real one says, as seen in its log or, where it is hard to provoke, in its program text. */
describe('words and types', () => {
  test.each<[LogLine, LogLine['type'], string]>([
    [broker.brokerStarting('1.2.3'), 'information', 'mqttopia 1.2.3 starting'],
    [broker.brokerRunning('1.2.3'), 'information', 'mqttopia 1.2.3 running'],
    [broker.brokerTerminating('1.2.3'), 'information', 'mqttopia 1.2.3 terminating'],
    [broker.configLoaded('m.conf'), 'information', 'Config loaded from m.conf.'],
    [broker.defaultConfig(), 'information', 'Using default config.'],
    [broker.reloadingConfig(), 'information', 'Reloading config.'],
    [broker.savingSessions('/db/'), 'information', 'Saving in-memory database to /db/.'],
    [
      broker.openingListener({ listener: '1883', protocol: 'mqtt', at: { port: 1883, family: 'ipv4' } }),
      'information',
      'Opening ipv4 listen socket on port 1883.',
    ],
    [
      broker.openingListener({ listener: '1883', protocol: 'mqtt', at: { port: 1883, family: 'ipv6' } }),
      'information',
      'Opening ipv6 listen socket on port 1883.',
    ],
    [
      broker.openingListener({
        listener: '8080',
        protocol: 'websockets',
        at: { port: 8080, family: 'ipv4' },
      }),
      'information',
      'Opening websockets listen socket on port 8080.',
    ],
    [
      broker.openingListener({ listener: '/s', protocol: 'mqtt', at: { unixPath: '/s' } }),
      'information',
      'Opening unix listen socket on path /s.',
    ],
    [broker.brokerError('it broke'), 'error', 'Error: it broke.'],
    [broker.brokerWarning('it creaks'), 'warning', 'Warning: it creaks.'],
    [
      broker.filesKept('8883', 'cannot read key'),
      'warning',
      'Warning: cannot read key; listener 8883 goes on with what it has read before.',
    ],
    [
      connection.connectionOpened({ ...from, address: '/s', port: 0, listener: '/s' }),
      'notice',
      'New connection from /s:0 on port 0.',
    ],
    [
      connection.connectionOpened({ ...from, listener: '1883 ::1' }),
      'notice',
      'New connection from 127.0.0.1:5000 on port 1883.',
    ],
    [
      connection.connectionDenied(from),
      'notice',
      'Client connection from 127.0.0.1 denied: max_connections exceeded.',
    ],
    [
      connection.connectionFailed(from, 'no certificate'),
      'notice',
      'Client connection from 127.0.0.1 failed: no certificate.',
    ],
    [
      connection.connectionFailed({ ...from, address: '' }, 'it has gone'),
      'notice',
      'Client connection failed: it has gone.',
    ],
    [connection.sessionTakenOver('c'), 'error', 'Client c already connected, closing old connection.'],
    [connection.clientExpired('c'), 'notice', 'Expiring client c due to timeout.'],
    [connection.messagesDropped('c'), 'notice', 'Outgoing messages are being dropped for client c.'],
    [
      packet.publishTooLargeForClient('c', 300),
      'debug',
      'Dropping too large outgoing PUBLISH for c (300 bytes)',
    ],
    [
      packet.unknownPacketId('c', { type: 'puback', packetId: 7 }),
      'debug',
      'Received PUBACK from c for an unknown packet identifier 7.',
    ],
    [packet.subscribed('c', 1, 'a/#'), 'subscribe', 'c 1 a/#'],
    [packet.unsubscribed('c', 'a/#'), 'unsubscribe', 'c a/#'],
    [bridge.bridgeConnecting('b', at, 1), 'notice', 'Connecting bridge (step 1) b (far:1883)'],
    [bridge.bridgeConnecting('b', at, 2), 'notice', 'Connecting bridge (step 2) b (far:1883)'],
    [
      bridge.bridgeSubscribingLocally('local.h.b', 'a/#'),
      'debug',
      'Bridge local.h.b doing local SUBSCRIBE on topic a/#',
    ],
    [bridge.bridgeSendingConnect('h.b'), 'debug', 'Bridge h.b sending CONNECT'],
    [bridge.bridgeSendingDisconnect('h.b'), 'debug', 'Bridge h.b sending DISCONNECT'],
    [
      bridge.bridgeSendingSubscribe('local.h.b', { packetId: 3, filter: 'r/#', qos: 1, options: 0x0c }),
      'debug',
      'Bridge local.h.b sending SUBSCRIBE (Mid: 3, Topic: r/#, QoS: 1, Options: 0x0c)',
    ],
    [
      bridge.bridgeSendingUnsubscribe('local.h.b', 2, 'up/#'),
      'debug',
      'Bridge local.h.b sending UNSUBSCRIBE (Mid: 2, Topic: up/#)',
    ],
    [bridge.bridgeRefused('b', 5, false), 'error', 'Connection Refused: not authorised'],
    [bridge.bridgeRefused('b', 0x9a, true), 'error', 'Connection Refused: retain not available (will retry)'],
    [bridge.bridgeRefused('b', 0xff, false), 'error', 'Connection Refused: unknown reason'],
    [
      bridge.bridgeFallsBack('b'),
      'warning',
      'Warning: Remote bridge b does not support MQTT v5.0, reconnecting using MQTT v3.1.1.',
    ],
    [bridge.bridgeFailed('b', 'connection refused'), 'error', 'Error creating bridge: connection refused.'],
    [
      bridge.bridgeIdle('local.h.b'),
      'notice',
      'Bridge connection local.h.b has exceeded idle timeout, disconnecting.',
    ],
    [bridge.bridgeInsecure('b'), 'warning', 'Warning: Bridge b using insecure mode.'],
  ])('%o', (line, type, message) => {
    expect(line).toMatchObject({ type, message })
  })
})

test('local-only mode is two lines', () => {
  expect(broker.localOnly().map(({ message }) => message)).toEqual([
    'Starting in local only mode. Connections will only be possible from clients running on this machine.',
    'Create a configuration file which defines a listener to allow remote access.',
  ])
})

test.each<[Ending, string | undefined]>([
  [{ by: 'disconnect' }, 'Client c disconnected.'],
  [{ by: 'peer' }, 'Client c closed its connection.'],
  [{ by: 'peer', error: 'the peer reset the connection' }, 'Client c closed its connection.'],
  [{ by: 'timeout' }, 'Client c has exceeded timeout, disconnecting.'],
  [{ by: 'take-over' }, undefined],
  [{ by: 'shutdown' }, undefined],
  ...(
    [
      [0x81, 'Client c disconnected due to malformed packet.'],
      [0x82, 'Client c disconnected due to protocol error.'],
      [0x87, 'Client c disconnected, not authorised.'],
      [5, 'Client c disconnected, not authorised.'],
      [2, 'Client c disconnected due to protocol error.'],
      [0x95, 'Client c disconnected due to oversize packet.'],
      [0x9a, 'Client c disconnected due to QoS too high or retain not supported.'],
      [0x98, 'Client c been disconnected by administrative action.'],
      [0x97, 'Client c disconnected: because.'],
    ] as const
  ).map(([reasonCode, message]): [Ending, string] => [
    { by: 'refusal', reasonCode, problem: 'because' },
    message,
  ]),
])('%o', (ending, message) => {
  const lines = connection.connectionEnded('c', from, ending)
  expect(lines.at(-1)?.message).toBe(message)
  if (message !== undefined) expect(lines.at(-1)?.type).toBe('notice')
})

test('why a connection was refused is a line of its own, with an address where nobody has a name', () => {
  const ending = { by: 'refusal', reasonCode: 0x82, problem: 'its first packet is no CONNECT' } as const
  expect(connection.connectionEnded(undefined, from, ending)).toEqual([
    {
      type: 'information',
      message: 'Client 127.0.0.1: its first packet is no CONNECT.',
      fields: { ...from, reason: ending.problem },
    },
    expect.objectContaining({
      type: 'notice',
      message: 'Client <unknown> disconnected due to protocol error.',
    }),
  ])
})

test.each<[{ clientId: string; username?: string }, string]>([
  [{ clientId: 'dev1', username: 'alice' }, "127.0.0.1 as dev1 (u'alice')"],
  [{ clientId: 'dev1' }, '127.0.0.1 as dev1'],
  [{ clientId: '', username: 'alice' }, "127.0.0.1 (u'alice')"],
  [{ clientId: '' }, '127.0.0.1'],
])('who is refused at CONNECT is named as it names itself: %o', (claimed, who) => {
  const ending = { by: 'refusal', reasonCode: 0x87, problem: 'the password is wrong', claimed } as const
  const [line] = connection.connectionEnded(undefined, from, ending)
  expect(line?.message).toBe(`Client ${who}: the password is wrong.`)
  expect(line?.fields).toMatchObject({ username: claimed.username, ...from })
})

test('a denied publication names its rule, to machines only', () => {
  const publication = {
    duplicate: false,
    qos: 0,
    retain: false,
    packetId: 0,
    topic: 'a',
    payload: { length: 1 },
  } as const
  expect(packet.publishDenied('c', publication, 'acl:3: topic deny a')).toEqual({
    type: 'debug',
    message: "Denied PUBLISH from c (d0, q0, r0, m0, 'a', ... (1 bytes))",
    fields: { client: 'c', topic: 'a', qos: 0, bytes: 1, rule: 'acl:3: topic deny a' },
  })
})

test('AUTH shows its reason code and its method', () => {
  const auth = { type: 'auth', reasonCode: 0x18, properties: { authenticationMethod: 'SCRAM' } } as const
  expect(packet.packetReceived('c', auth)[0]?.message).toBe('Received AUTH from c (rc24, SCRAM)')
  expect(packet.packetSent('c', auth).message).toBe('Sending AUTH to c (rc24, SCRAM)')
})

test('a publication under an alias is shown with its topic', () => {
  const received = {
    type: 'publish',
    duplicate: true,
    qos: 1,
    retain: false,
    packetId: 3,
    topic: '',
    payload: Buffer.from('x'),
  } as const
  expect(packet.packetReceived('c', received, 'real')[0]?.message).toBe(
    "Received PUBLISH from c (d1, q1, r0, m3, 'real', ... (1 bytes))",
  )
})

test('lines are written in order', () => {
  const written: unknown[] = []
  writeLines({ wants: () => true, write: (...line) => void written.push(line) }, [
    { type: 'notice', message: 'a' },
    { type: 'debug', message: 'b', fields: { x: 1 } },
  ])
  expect(written).toEqual([
    ['notice', 'a', undefined],
    ['debug', 'b', { x: 1 }],
  ])
})
