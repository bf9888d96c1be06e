import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { ListenerConfig } from '../../../src/broker/config/broker-config.ts'
import { type OpenListener, openListener } from '../../../src/broker/transport/open-listener.ts'
import { listenerOf } from '../security/listener-of.ts'
import { AcceptedTransports, TransportLog } from './transport-log.ts'

const opened: OpenListener[] = []
const sockets: Socket[] = []

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const listener of opened.splice(0)) await listener.close()
})

async function open(set: Partial<ListenerConfig> = {}) {
  const accepted = new AcceptedTransports()
  const config = listenerOf({ port: 0, addresses: ['127.0.0.1'], ...set })
  const listener = await openListener(config, {}, accepted.accept)
  opened.push(listener)
  const port = listener.addresses[0]?.port ?? 0
  return { accepted, listener, port }
}

async function client(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ host, port })
  sockets.push(socket)
  await once(socket, 'connect')
  return socket
}

async function bytesOf(socket: Socket, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= bytes) break
  }
  return Buffer.concat(chunks)
}

test('bytes go both ways, those of one write in its order', async () => {
  const { accepted, port } = await open()
  const socket = await client(port)
  const log = await accepted.next(0)
  socket.write('hello')
  await log.until(({ received }) => received.toString() === 'hello')
  log.transport.write([Buffer.from('a'), Buffer.from('b')])
  log.transport.write([Buffer.alloc(20_000, 'c'), Buffer.from('d')])
  expect((await bytesOf(socket, 20_003)).toString()).toBe(`ab${'c'.repeat(20_000)}d`)
})

test('a peer that does not read makes a backlog, and one that goes on drains it', async () => {
  const { accepted, port } = await open()
  const socket = await client(port)
  const log = await accepted.next(0)
  socket.pause()
  while (log.transport.backlogBytes === 0) log.transport.write([Buffer.alloc(1_000_000)])
  expect(log.drained).toBe(0)
  socket.resume()
  await log.until(({ drained }) => drained > 0)
  expect(log.transport.backlogBytes).toBe(0)
})

test('nothing is heard from a paused transport until it is resumed', async () => {
  const { accepted, port } = await open()
  const socket = await client(port)
  const log = await accepted.next(0)
  log.transport.pause()
  await new Promise<void>((resolve) => socket.write('hello', () => resolve()))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(log.chunks).toEqual([])
  log.transport.resume()
  await log.until(({ received }) => received.toString() === 'hello')
})

test('what was written before the end arrives, and nothing is heard after it', async () => {
  const { accepted, port } = await open()
  const socket = await client(port)
  const log = await accepted.next(0)
  log.transport.write([Buffer.from('bye')])
  log.transport.end()
  log.transport.write([Buffer.from('lost')])
  socket.write('too late')
  expect((await bytesOf(socket, Number.POSITIVE_INFINITY)).toString()).toBe('bye')
  await log.until(({ closed }) => closed !== undefined)
  expect(log.closed).toEqual({ error: undefined })
  expect(log.chunks).toEqual([])
})

test.each([3, 30_000_000])(
  'a peer that takes its leave has all %d bytes that were written before',
  async (bytes) => {
    const { accepted, port } = await open()
    const socket = await client(port)
    const log = await accepted.next(0)
    log.transport.write([Buffer.alloc(bytes)])
    log.transport.leave()
    log.transport.write([Buffer.from('lost')])
    expect((await bytesOf(socket, Number.POSITIVE_INFINITY)).length).toBe(bytes)
    await log.until(({ closed }) => closed !== undefined)
    expect(log.closed).toEqual({ error: undefined })
  },
)

test('a transport that its listener destroys at once is closed without a byte', async () => {
  const logs: TransportLog[] = []
  const config = listenerOf({ port: 0, addresses: ['127.0.0.1'] })
  const listener = await openListener(config, {}, (transport) => {
    transport.destroy()
    const log = new TransportLog(transport)
    logs.push(log)
    return log
  })
  opened.push(listener)
  const socket = await client(listener.addresses[0]?.port ?? 0)
  expect((await bytesOf(socket, 1)).length).toBe(0)
  await logs[0]?.until(({ closed }) => closed !== undefined)
  expect(listener.connections).toBe(0)
})

test('the peer that closes is no error, and is told once', async () => {
  const { accepted, listener, port } = await open()
  const socket = await client(port)
  const log = await accepted.next(0)
  expect(listener.connections).toBe(1)
  socket.end()
  await log.until(({ closed }) => closed !== undefined)
  expect(log.closed).toEqual({ error: undefined })
  expect(listener.connections).toBe(0)
})

test('a connection that is reset ends with a reason in words', async () => {
  const { accepted, port } = await open()
  const socket = await client(port)
  const log = await accepted.next(0)
  socket.resetAndDestroy()
  await log.until(({ closed }) => closed !== undefined)
  expect(log.closed).toEqual({ error: 'the peer reset the connection' })
})
