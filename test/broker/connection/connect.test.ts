import { describe, expect, test } from 'vitest'
import type { Connect, ProtocolVersion } from '../../../src/broker/packet/packet.ts'
import { connectBytes, startTestBroker } from '../support/test-broker.ts'

const VERSIONS: readonly ProtocolVersion[] = [3, 4, 5]
const EMPTY = Buffer.alloc(0)

describe('CONNECT', () => {
  test.each(VERSIONS)(
    'a CONNECT that is accepted is answered with CONNACK 0 before all else, in version %d',
    async (version) => {
      const broker = await startTestBroker()
      const first = await broker.connect('ada', {
        version,
        cleanStart: false,
        properties: { sessionExpiryInterval: 60 },
      })
      await first.follow('a', { qos: 1 })
      await first.vanish()
      const bob = await broker.connect('bob', { version })
      bob.publish('a', 'x', { qos: 1 })
      await bob.read()
      const client = broker.open(version)
      client.sendBytes(connectBytes('ada', { version, cleanStart: false }))
      const packets = await client.packets()
      expect(packets.map(({ type }) => type)).toEqual(['connack', 'publish'])
      expect(packets[0]).toMatchObject({ reasonCode: 0, sessionPresent: version !== 3 })
    },
  )

  test.each(VERSIONS)('the first packet of a client must be CONNECT, in version %d', async (version) => {
    const broker = await startTestBroker()
    for (const type of ['pingreq', 'disconnect'] as const) {
      const client = broker.open(version)
      client.send(type === 'pingreq' ? { type } : { type, reasonCode: 0 })
      expect(await client.read()).toEqual(['closed'])
    }
  })

  test.each([
    [3, ['closed']],
    [4, ['closed']],
    [5, ['DISCONNECT 0x82', 'closed']],
  ] as const)('a second CONNECT ends the connection, in version %d', async (version, expected) => {
    const broker = await startTestBroker()
    const client = await broker.connect('ada', { version })
    client.sendBytes(connectBytes('ada', { version }))
    client.send({ type: 'pingreq' })
    expect(await client.read()).toEqual(expected)
    const other = await broker.connect('bob', { version })
    other.sendBytes(Buffer.from('100c00044d5154540602000000000000', 'hex').subarray(0, 14))
    expect(await other.read()).toEqual(expected)
  })

  test('what follows a refused CONNECT is not processed', async () => {
    const broker = await startTestBroker('max_qos 1')
    const reader = await broker.connect('reader')
    await reader.follow('#')
    const client = broker.open(5)
    const will = { topic: 'w', payload: EMPTY, qos: 2, retain: false } as const
    client.sendBytes(connectBytes('ada', { will }))
    client.publish('a', 'x')
    expect(await client.read()).toEqual(['CONNACK 0x9b', 'closed'])
    expect(await reader.read()).toEqual([])
  })

  const refused: readonly (readonly [string, string, Partial<Connect> & { clientId?: string }, string])[] = [
    ['an authentication method', '', { properties: { authenticationMethod: 'SCRAM' } }, 'CONNACK 0x8c'],
    ['a version that the listener does not take, 5.0', 'accept_protocol_versions 3,4', {}, 'CONNACK 0x84'],
    [
      'a version that the listener does not take, 3.1.1',
      'accept_protocol_versions 5',
      { version: 4 },
      'CONNACK 1',
    ],
    [
      'a will above the maximum QoS',
      'max_qos 0',
      { will: { topic: 'w', payload: EMPTY, qos: 1, retain: false } },
      'CONNACK 0x9b',
    ],
    [
      'a retained will where there are no retained messages',
      'retain_available false',
      { will: { topic: 'w', payload: EMPTY, qos: 0, retain: true } },
      'CONNACK 0x9a',
    ],
    [
      'a keep alive above max_keepalive, 3.1.1',
      'max_keepalive 60',
      { version: 4, keepAliveSeconds: 61 },
      'CONNACK 2',
    ],
    ['no keep alive with max_keepalive, 3.1.1', 'max_keepalive 60', { version: 4 }, 'CONNACK 2'],
    ['a client identifier without the prefix', 'clientid_prefixes x-', {}, 'CONNACK 0x87'],
    [
      'no client identifier where none is given out, 5.0',
      'allow_zero_length_clientid false',
      { clientId: '' },
      'CONNACK 0x80',
    ],
    [
      'no client identifier where none is given out, 3.1.1',
      'allow_zero_length_clientid false',
      { version: 4, clientId: '' },
      'CONNACK 2',
    ],
    ['a client too many', 'global_max_clients 0', {}, 'CONNACK 0x89'],
    ['a client too many, 3.1.1', 'global_max_clients 0', { version: 4 }, 'CONNACK 3'],
  ]
  test.each(refused)('is refused for %s', async (_, conf, { clientId = 'ada', ...asked }, expected) => {
    const broker = await startTestBroker(conf)
    const client = broker.open(asked.version ?? 5)
    client.sendBytes(connectBytes(clientId, asked))
    expect(await client.read()).toEqual([expected, 'closed'])
    expect([...broker.broker.hub.sessions.values()]).toEqual([])
  })

  test.each([4, 5] as const)(
    'a client that may not come in is disconnected, in version %d',
    async (version) => {
      const broker = await startTestBroker('allow_anonymous false')
      const client = broker.open(version)
      client.sendBytes(connectBytes('ada', { version }))
      expect(await client.read()).toEqual([version === 5 ? 'CONNACK 0x87' : 'CONNACK 5', 'closed'])
    },
  )
})

describe('a malformed CONNECT', () => {
  /** Of version `level`; `flags` and what follows the keep alive. */
  const bytes = (name: string, level: number, flags: number, rest: string) => {
    const body = Buffer.concat([
      Buffer.from([0, name.length]),
      Buffer.from(name),
      Buffer.from([level, flags, 0, 0]),
      Buffer.from(rest, 'hex'),
    ])
    return Buffer.concat([Buffer.from([0x10, body.length]), body])
  }

  test.each([
    [
      'of 5.0 is answered with its reason code',
      bytes('MQTT', 5, 0x03, '00000161'),
      5,
      ['CONNACK 0x81', 'closed'],
    ],
    ['of 3.1.1 is closed without CONNACK', bytes('MQTT', 4, 0x03, '000161'), 4, ['closed']],
    ['of 3.1 is closed without CONNACK', bytes('MQIsdp', 3, 0x42, '000161'), 3, ['closed']],
    [
      'of an unknown level is answered with return code 1',
      bytes('MQTT', 6, 0x02, '000161'),
      4,
      ['CONNACK 1', 'closed'],
    ],
    [
      'of an unknown protocol is answered with return code 1',
      bytes('MQTX', 4, 0x02, '000161'),
      4,
      ['CONNACK 1', 'closed'],
    ],
    [
      'of 3.1.1 with neither a client identifier nor a clean session is answered with return code 2',
      bytes('MQTT', 4, 0, '0000'),
      4,
      ['CONNACK 2', 'closed'],
    ],
  ] as const)('%s', async (_, sent, version, expected) => {
    const broker = await startTestBroker()
    const client = broker.open(version)
    client.sendBytes(sent)
    expect(await client.read()).toEqual(expected)
  })

  test.each([
    ['160301020001', 'it speaks TLS, which this listener does not'],
    [Buffer.from('GET / HTTP/1.1\r\n').toString('hex'), 'it speaks HTTP, which this listener does not'],
    ['47', 'its first packet is no CONNECT'],
    ['30', 'its first packet is no CONNECT'],
  ])(
    'bytes %s, which begin no CONNECT, are not waited for to become a packet: %s',
    async (bytes, problem) => {
      const broker = await startTestBroker()
      const client = broker.open()
      client.sendBytes(Buffer.from(bytes, 'hex'))
      expect(await client.read()).toEqual(['closed'])
      expect(broker.log.join('\n')).toContain(problem)
    },
  )

  test('anything else that is malformed and comes first is closed without a word', async () => {
    const broker = await startTestBroker()
    for (const first of ['ffffffffff', '3000', '82020000', '0000']) {
      const client = broker.open(5)
      client.sendBytes(Buffer.from(first, 'hex'))
      expect(await client.read()).toEqual(['closed'])
    }
  })
})

describe('CONNACK', () => {
  test('announces what the broker takes', async () => {
    const broker = await startTestBroker()
    const { connack } = await broker.connect('ada')
    expect(connack?.properties).toEqual({
      topicAliasMaximum: 10,
      maximumPacketSize: 2_000_000,
      receiveMaximum: 20,
    })
  })

  test.each([
    ['max_qos 1', { maximumQos: 1 }],
    ['max_qos 0', { maximumQos: 0 }],
    ['retain_available false', { retainAvailable: 0 }],
    ['max_topic_alias 0', { topicAliasMaximum: undefined }],
    ['max_topic_alias 3', { topicAliasMaximum: 3 }],
    ['max_packet_size 100', { maximumPacketSize: 100 }],
    ['max_inflight_messages 7', { receiveMaximum: 7 }],
    ['max_inflight_messages 0', { receiveMaximum: undefined }],
    ['max_keepalive 60', { serverKeepAlive: 60 }],
  ])('announces limits: %s', async (conf, expected) => {
    const broker = await startTestBroker(conf)
    const { connack } = await broker.connect('ada')
    expect({
      ...connack?.properties,
      ...Object.fromEntries(
        Object.keys(expected).map((name) => [name, connack?.properties?.[name as 'maximumQos']]),
      ),
    }).toMatchObject(expected)
  })

  test('tells a client its keep alive only where the broker wants another', async () => {
    const broker = await startTestBroker('max_keepalive 60')
    expect(
      (await broker.connect('ada', { keepAliveSeconds: 30 })).connack?.properties?.serverKeepAlive,
    ).toBeUndefined()
    expect((await broker.connect('bob', { keepAliveSeconds: 90 })).connack?.properties?.serverKeepAlive).toBe(
      60,
    )
  })

  test('of 3.x has no properties, and of 3.1 no session present', async () => {
    const broker = await startTestBroker()
    for (const version of [3, 4] as const) {
      const id = `ada${version}`
      await (await broker.connect(id, { version, cleanStart: false })).vanish()
      const { connack } = await broker.connect(id, { version, cleanStart: false })
      expect(connack).toEqual({ type: 'connack', sessionPresent: version === 4, reasonCode: 0 })
    }
  })

  test('is not sent to a client that takes no packet so large: its connection ends', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', { properties: { maximumPacketSize: 4 } })
    expect([ada.connack, ada.isClosed]).toEqual([undefined, true])
    expect(await ada.read()).toEqual(['closed'])
  })

  test('has neither response information nor an authentication method', async () => {
    const broker = await startTestBroker()
    const { connack } = await broker.connect('ada', { properties: { requestResponseInformation: 1 } })
    expect(connack?.properties).not.toHaveProperty('responseInformation')
    expect(connack?.properties).not.toHaveProperty('authenticationMethod')
  })
})

describe('client identifiers', () => {
  test('an empty one is replaced by a unique one that CONNACK names', async () => {
    const broker = await startTestBroker()
    const given = []
    for (let i = 0; i < 3; i++)
      given.push((await broker.connect('')).connack?.properties?.assignedClientIdentifier ?? '')
    expect(new Set(given).size).toBe(3)
    expect(
      given.every((id) => id.startsWith('auto-') && broker.broker.hub.sessions.get(id) !== undefined),
    ).toBe(true)
  })

  test('an empty one of 3.1.1 is replaced by a unique one', async () => {
    const broker = await startTestBroker()
    const clients = [await broker.connect('', { version: 4 }), await broker.connect('', { version: 4 })]
    expect(clients.map(({ isClosed }) => isClosed)).toEqual([false, false])
    expect(broker.broker.hub.sessions.count).toBe(2)
  })

  test('an assigned one can be used to come back', async () => {
    const broker = await startTestBroker()
    const properties = { sessionExpiryInterval: 60 }
    const first = await broker.connect('', { properties })
    await first.vanish()
    const id = first.connack?.properties?.assignedClientIdentifier ?? ''
    const second = await broker.connect(id, { cleanStart: false, properties })
    expect(second.connack?.sessionPresent).toBe(true)
    expect(second.connack?.properties?.assignedClientIdentifier).toBeUndefined()
  })

  test.each(['a', '0123456789abcdefghijklm', 'ABCDEFGHIJKLMNOPQRSTUVW', 'x'.repeat(1000), 'ä/+#$'])(
    'is taken as it is: %s',
    async (id) => {
      const broker = await startTestBroker()
      expect((await broker.connect(id)).connack?.reasonCode).toBe(0)
      expect(broker.broker.hub.sessions.get(id)?.clientId).toBe(id)
    },
  )
})

describe('take-over', () => {
  test.each([
    [5, ['DISCONNECT 0x8e', 'closed']],
    [4, ['closed']],
  ] as const)('a second connection ends the first, in version %d', async (version, expected) => {
    const broker = await startTestBroker()
    const first = await broker.connect('ada', { version })
    const second = await broker.connect('ada', { version })
    expect(await first.read()).toEqual(expected)
    expect([second.connack?.reasonCode, second.isClosed]).toEqual([0, false])
    second.send({ type: 'pingreq' })
    expect(await second.read()).toEqual(['PINGRESP'])
    expect(broker.broker.hub.sessions.count).toBe(1)
  })

  test('what the first connection still says is not heard', async () => {
    const broker = await startTestBroker()
    const reader = await broker.connect('reader')
    await reader.follow('#')
    const first = await broker.connect('ada')
    const second = broker.open()
    second.sendBytes(connectBytes('ada'))
    first.publish('a', 'late', { qos: 1 })
    expect(await first.read()).toEqual(['DISCONNECT 0x8e', 'closed'])
    expect(await reader.read()).toEqual([])
  })

  test('what the first connection was sent and did not acknowledge goes to the second', async () => {
    const broker = await startTestBroker()
    const options = { cleanStart: false, properties: { sessionExpiryInterval: 60 } }
    const first = await broker.connect('ada', options)
    await first.follow('a', { qos: 1 })
    first.publish('a', 'x', { qos: 1 })
    expect(await first.read()).toEqual(['PUBLISH a x q1 #1', 'PUBACK #2'])
    const second = await broker.connect('ada', options)
    expect(await second.read()).toEqual(['PUBLISH a x q1 #1 dup'])
  })
})

describe('while the password is checked', () => {
  test('what a client sends waits, and is handled after CONNACK', async () => {
    const broker = await startTestBroker()
    broker.gate.hold()
    const client = broker.open()
    client.sendBytes(connectBytes('ada'))
    client.send({ type: 'pingreq' })
    client.publish('a', 'x', { qos: 1 })
    client.sendBytes(Buffer.from('c0', 'hex'))
    expect(await client.read()).toEqual([])
    broker.gate.release()
    client.sendBytes(Buffer.from('00', 'hex'))
    const shown = await client.read()
    expect(shown.map((line) => line.split(' ')[0])).toEqual(['CONNACK', 'PINGRESP', 'PUBACK', 'PINGRESP'])
  })

  test('what a refused client sent meanwhile is forgotten', async () => {
    const broker = await startTestBroker('allow_anonymous false')
    const reader = broker.broker.hub
    broker.gate.hold()
    const client = broker.open()
    client.sendBytes(connectBytes('ada'))
    client.publish('a', 'x', { retain: true })
    await client.read()
    broker.gate.release()
    expect(await client.read()).toEqual(['CONNACK 0x87', 'closed'])
    expect(reader.retained.count).toBe(0)
  })

  test('a client that sends too much meanwhile is disconnected', async () => {
    const broker = await startTestBroker()
    broker.gate.hold()
    const client = broker.open()
    client.sendBytes(connectBytes('ada'))
    for (let i = 0; i < 70; i++) client.publish('a', Buffer.alloc(1000))
    expect(await client.read()).toEqual(['closed'])
    broker.gate.release()
    expect(await client.read()).toEqual([])
    expect(broker.broker.hub.sessions.count).toBe(0)
  })

  test('a client that has gone meanwhile gets no session', async () => {
    const broker = await startTestBroker()
    broker.gate.hold()
    const client = broker.open()
    client.sendBytes(connectBytes('ada'))
    await client.vanish()
    broker.gate.release()
    await client.read()
    expect(broker.broker.hub.sessions.count).toBe(0)
  })
})
