import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import WebSocket from 'ws'
import { openTestListener } from '../open-test-listener.ts'
import { authorityPem, chainPem, keyPem, pki, TlsFolder } from '../tls-fixtures.ts'
import { ipv4, sslValue, v2Header } from './v2-header.ts'

const line = 'PROXY TCP4 192.0.2.1 198.51.100.1 50000 1883\r\n'

function client(port: number): Socket {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => {
    socket.destroy()
  })
  socket.on('error', () => {})
  return socket
}

test('bytes behind the header are the first of the connection, whose peer is the client of the proxy', async () => {
  const { port, accepted } = await openTestListener({ proxyProtocol: 1 })
  const socket = client(port)
  socket.write(`${line}hello`)
  const log = await accepted.next(0)
  expect(log.transport).toMatchObject({ remoteAddress: '192.0.2.1', remotePort: 50_000 })
  socket.write(', world')
  await log.until(({ received }) => received.toString() === 'hello, world')
  log.transport.write([Buffer.from('answer')])
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toBe('answer')
})

test('a header may come in pieces, and bytes much later', async () => {
  const { port, accepted } = await openTestListener({ proxyProtocol: 1 })
  const socket = client(port).setNoDelay(true)
  for (const piece of [line.slice(0, 3), line.slice(3, 30), line.slice(30)]) {
    socket.write(piece)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const log = await accepted.next(0)
  expect(log.chunks).toEqual([])
  socket.write('hello')
  await log.until(({ received }) => received.toString() === 'hello')
})

test('a proxy that does not know its client is the peer itself', async () => {
  const { port, accepted } = await openTestListener({ proxyProtocol: 1 })
  client(port).write('PROXY UNKNOWN\r\n')
  expect((await accepted.next(0)).transport.remoteAddress).toBe('127.0.0.1')
})

test.each([
  ['a client without a header', 1, Buffer.from('\x10\x0c\0\x04MQTT'), 'the PROXY header is corrupt'],
  ['a header of the other version', 2, Buffer.from(line), 'the PROXY header is corrupt'],
] as const)('%s is closed with a reason', async (_, proxyProtocol, bytes, reason) => {
  const { port, accepted, failure } = await openTestListener({ proxyProtocol })
  const socket = client(port)
  socket.write(bytes)
  await once(socket.resume(), 'close')
  expect(await failure()).toBe(reason)
  expect(accepted.logs).toEqual([])
})

test('a connection that ends before its header is complete is a reason, a local one is none', async () => {
  const { port, failure, failures } = await openTestListener({ proxyProtocol: 2 })
  const local = client(port)
  local.write(v2Header({ command: 0, family: 0, addresses: Buffer.alloc(0) }))
  await once(local.resume(), 'close')
  const short = client(port)
  short.end(v2Header(ipv4).subarray(0, 20))
  expect(await failure()).toBe('it closed the connection before the PROXY header was complete')
  expect(failures).toHaveLength(1)
})

test('with proxy_protocol_v2_require_tls, clients without TLS are refused', async () => {
  const { port, accepted, failure } = await openTestListener({ proxyProtocol: 2, proxyRequiresTls: true })
  client(port).write(v2Header(ipv4))
  expect(await failure()).toBe('the client does not speak TLS with the proxy')
  client(port).write(v2Header({ ...ipv4, values: [sslValue(0x07, 0, 'press-1')] }))
  expect((await accepted.next(0)).transport.peer).toEqual({ commonName: 'press-1' })
})

test('the header stands before the TLS handshake, and the certificate is asked after it', async () => {
  const tls = new TlsFolder().config({ requireCertificate: true, username: 'common-name' })
  const { port, accepted } = await openTestListener({ proxyProtocol: 1, tls })
  const leaf = pki.issueClient()
  const raw = client(port)
  raw.write(line)
  const secure = connectTls({
    socket: raw,
    servername: 'localhost',
    ca: authorityPem(pki.root),
    cert: chainPem(leaf, pki.clients),
    key: keyPem(leaf),
  })
  await once(secure, 'secureConnect')
  const log = await accepted.next(0)
  expect(log.transport).toMatchObject({ remoteAddress: '192.0.2.1', peer: { commonName: 'press-1' } })
  secure.write('hello')
  await log.until(({ received }) => received.toString() === 'hello')
})

test('the header and the TLS handshake may come in one piece', async () => {
  const { port, accepted } = await openTestListener({ proxyProtocol: 1, tls: new TlsFolder().config() })
  const raw = client(port)
  raw.cork()
  raw.write(line)
  const secure = connectTls({ socket: raw, servername: 'localhost', ca: authorityPem(pki.root) })
  setTimeout(() => raw.uncork(), 50)
  await once(secure, 'secureConnect')
  expect((await accepted.next(0)).transport.remoteAddress).toBe('192.0.2.1')
})

test('a WebSocket may come behind the header, in one piece with it', async () => {
  const { port, accepted } = await openTestListener({ proxyProtocol: 2, protocol: 'websockets' })
  const raw = client(port)
  raw.cork()
  raw.write(v2Header(ipv4))
  const socket = new WebSocket('ws://localhost/mqtt', 'mqtt', { createConnection: () => raw })
  setTimeout(() => raw.uncork(), 50)
  await once(socket, 'open')
  const log = await accepted.next(0)
  expect(log.transport.remoteAddress).toBe('192.0.2.1')
  socket.send(Buffer.from('hello'))
  await log.until(({ received }) => received.toString() === 'hello')
})

test('a reload may turn the header off', async () => {
  const { port, accepted, listener, config } = await openTestListener({ proxyProtocol: 1 })
  const { proxyProtocol: _, ...without } = config
  listener.prepare(without)()
  client(port).write('hello')
  const log = await accepted.next(0)
  await log.until(({ received }) => received.toString() === 'hello')
})
