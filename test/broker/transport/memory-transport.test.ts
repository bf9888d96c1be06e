import { expect, test } from 'vitest'
import { MemoryTransport } from './memory-transport.ts'
import { TransportLog } from './transport-log.ts'

function connected() {
  const [client, broker] = MemoryTransport.pair({ address: '192.0.2.7', peer: { commonName: 'press-1' } })
  const logs = { client: new TransportLog(client), broker: new TransportLog(broker) }
  client.start(logs.client)
  broker.start(logs.broker)
  return { client, broker, ...{ clientLog: logs.client, brokerLog: logs.broker } }
}

test('bytes arrive after the call that wrote them, in order', async () => {
  const { client, broker, brokerLog } = connected()
  client.write([Buffer.from('a'), Buffer.from('b')])
  client.write([Buffer.from('c')])
  expect(brokerLog.chunks).toEqual([])
  await Promise.resolve()
  expect(brokerLog.chunks.map(String)).toEqual(['ab', 'c'])
  expect(broker).toMatchObject({ remoteAddress: '192.0.2.7', peer: { commonName: 'press-1' } })
})

test('a paused side is a backlog for the other, which hears when it is gone', async () => {
  const { client, broker, clientLog, brokerLog } = connected()
  client.pause()
  broker.write([Buffer.alloc(10)])
  await Promise.resolve()
  expect([broker.backlogBytes, clientLog.chunks, brokerLog.drained]).toEqual([10, [], 0])
  client.resume()
  await Promise.resolve()
  expect([broker.backlogBytes, clientLog.received.length, brokerLog.drained]).toEqual([0, 10, 1])
})

test('both sides hear of the end once, after what was written before it', async () => {
  const { client, broker, clientLog, brokerLog } = connected()
  broker.write([Buffer.from('bye')])
  broker.end()
  client.end()
  client.write([Buffer.from('lost')])
  await Promise.resolve()
  expect(String(clientLog.received)).toBe('bye')
  expect([clientLog.closed, brokerLog.closed]).toEqual([{ error: undefined }, { error: undefined }])
  expect(brokerLog.chunks).toEqual([])
})

test('a connection that breaks tells why', async () => {
  const { client, brokerLog } = connected()
  client.breakWith('the peer reset the connection')
  await Promise.resolve()
  expect(brokerLog.closed).toEqual({ error: 'the peer reset the connection' })
})
