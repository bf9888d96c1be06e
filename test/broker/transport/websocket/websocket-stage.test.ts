import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import WebSocket, { type ClientOptions } from 'ws'
import { openTestListener } from '../open-test-listener.ts'
import { authorityPem, chainPem, keyPem, pki, TlsFolder } from '../tls-fixtures.ts'

function webSocket(
  url: string,
  protocols: string | string[] = 'mqtt',
  options: ClientOptions = {},
): WebSocket {
  const socket = new WebSocket(url, protocols, options)
  onTestFinished(() => socket.terminate())
  socket.on('error', () => {})
  return socket
}

async function rawRequest(port: number, text: string): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1')
  socket.write(text)
  let answer = ''
  for await (const chunk of socket) answer += chunk
  return answer
}

test.each([
  ['/mqtt', 'mqtt', 'mqtt'],
  ['/', 'mqttv3.1', 'mqttv3.1'],
  ['/any/path?x=1', ['chat', 'mqttv3.1', 'mqtt'], 'mqtt'],
])('a WebSocket on %s that offers %j speaks %s', async (path, offered, protocol) => {
  const { port, accepted } = await openTestListener({ protocol: 'websockets' })
  const socket = webSocket(`ws://127.0.0.1:${port}${path}`, offered)
  await once(socket, 'open')
  expect(socket.protocol).toBe(protocol)
  expect((await accepted.next(0)).transport.remoteAddress).toBe('127.0.0.1')
})

test('bytes go both ways: frames are a stream, and small buffers of a write share a frame', async () => {
  const { port, accepted, listener } = await openTestListener({ protocol: 'websockets' })
  const socket = webSocket(`ws://127.0.0.1:${port}/mqtt`)
  const [log] = await Promise.all([accepted.next(0), once(socket, 'open')])
  socket.send(Buffer.from('he'))
  socket.send(Buffer.from('ll'), { fin: false })
  socket.send(Buffer.from('o'), { fin: true })
  await log.until(({ received }) => received.toString() === 'hello')
  const frames: string[] = []
  socket.on('message', (data) => frames.push(String(data)))
  const large = 'x'.repeat(20_000)
  log.transport.write(['a', 'b', large, 'c', 'd'].map((text) => Buffer.from(text)))
  while (frames.length < 3) await once(socket, 'message')
  expect(frames).toEqual(['ab', large, 'cd'])
  expect(listener.connections).toBe(1)
})

test('what was written before the end arrives, and the peer sees a normal close', async () => {
  const { port, accepted, listener } = await openTestListener({ protocol: 'websockets' })
  const socket = webSocket(`ws://127.0.0.1:${port}/mqtt`)
  const frames: string[] = []
  socket.on('message', (data) => frames.push(String(data)))
  const log = await accepted.next(0)
  log.transport.write([Buffer.from('bye')])
  log.transport.end()
  log.transport.write([Buffer.from('lost')])
  const [code] = await once(socket, 'close')
  expect([code, frames]).toEqual([1000, ['bye']])
  await log.until(({ closed }) => closed !== undefined)
  expect(log.closed).toEqual({ error: undefined })
  expect(listener.connections).toBe(0)
})

test('a peer that does not read makes a backlog, and one that goes on drains it', async () => {
  const { port, accepted } = await openTestListener({ protocol: 'websockets' })
  const socket = webSocket(`ws://127.0.0.1:${port}/mqtt`)
  const [log] = await Promise.all([accepted.next(0), once(socket, 'open')])
  socket.pause()
  while (log.transport.backlogBytes === 0) log.transport.write([Buffer.alloc(1_000_000)])
  socket.resume()
  await log.until(({ drained }) => drained > 0)
  expect(log.transport.backlogBytes).toBe(0)
})

test('a paused transport hears nothing until it is resumed', async () => {
  const { port, accepted } = await openTestListener({ protocol: 'websockets' })
  const socket = webSocket(`ws://127.0.0.1:${port}/mqtt`)
  const [log] = await Promise.all([accepted.next(0), once(socket, 'open')])
  log.transport.pause()
  await new Promise((resolve) => socket.send('hello', { binary: true }, resolve))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(log.chunks).toEqual([])
  log.transport.resume()
  await log.until(({ received }) => received.toString() === 'hello')
})

test.each([
  ['a frame of text', (socket: WebSocket) => socket.send('hello'), 'it sent a frame of text', 1003],
  [
    'a frame that is too large',
    (socket: WebSocket) => socket.send(Buffer.alloc(2_100_000)),
    'Max payload size exceeded',
    1009,
  ],
])('%s ends the connection', async (_, send, error, code) => {
  const { port, accepted } = await openTestListener({ protocol: 'websockets' }, { maxFrameBytes: () => 100 })
  const socket = webSocket(`ws://127.0.0.1:${port}/mqtt`)
  const [log] = await Promise.all([accepted.next(0), once(socket, 'open')])
  send(socket)
  expect((await once(socket, 'close'))[0]).toBe(code)
  await log.until(({ closed }) => closed !== undefined)
  expect(log.closed).toEqual({ error })
  expect(log.chunks).toEqual([])
})

test('a frame holds as much as a packet may have, also after a reload, or as any packet has', async () => {
  let most = 2_500_000
  const support = { maxFrameBytes: () => most }
  const { port, accepted } = await openTestListener({ protocol: 'websockets' }, support)
  const sends = async (bytes: number, index: number) => {
    const socket = webSocket(`ws://127.0.0.1:${port}/mqtt`)
    const [log] = await Promise.all([accepted.next(index), once(socket, 'open')])
    socket.send(Buffer.alloc(bytes))
    await log.until(({ received, closed }) => received.length === bytes || closed !== undefined)
    return log.closed?.error
  }
  expect(await sends(2_500_000, 0)).toBeUndefined()
  expect(await sends(2_500_001, 1)).toBe('Max payload size exceeded')
  most = 0
  expect(await sends(2_500_001, 2)).toBeUndefined()
})

test.each([
  ['https://plant.example', undefined],
  ['https://plant.example.evil', 403],
  ['http://plant.example', 403],
])('with websockets_origin, a page of %s is let in or not', async (origin, status) => {
  const { port, accepted, failure } = await openTestListener({
    protocol: 'websockets',
    websocketOrigins: ['https://plant.example'],
  })
  const socket = webSocket(`ws://127.0.0.1:${port}/mqtt`, 'mqtt', { origin })
  if (status === undefined) {
    await accepted.next(0)
    return
  }
  const [, response] = await once(socket, 'unexpected-response')
  expect(response.statusCode).toBe(status)
  expect(await failure()).toBe('its origin is not one of websockets_origin')
})

test('with websockets_origin, a client that is no browser is let in, and a reload changes the list', async () => {
  const set = { protocol: 'websockets', websocketOrigins: ['https://plant.example'] } as const
  const { port, accepted, listener, config, failure } = await openTestListener(set)
  webSocket(`ws://127.0.0.1:${port}/mqtt`)
  await accepted.next(0)
  listener.prepare({ ...config, websocketOrigins: ['https://other.example'] })()
  webSocket(`ws://127.0.0.1:${port}/mqtt`, 'mqtt', { origin: 'https://plant.example' })
  expect(await failure()).toBe('its origin is not one of websockets_origin')
})

const upgrade = 'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'
const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'

test.each([
  ['a page', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1.1 426 /, 'it asked for no WebSocket'],
  ['no HTTP', '\x10\x0c\0\x04MQTT\x04\x02\0\x3c\0\0', /^HTTP\/1.1 400 /, 'it did not send HTTP'],
  [
    'no subprotocol',
    `GET / HTTP/1.1\r\n${upgrade}${key}Sec-WebSocket-Version: 13\r\n\r\n`,
    /^HTTP\/1.1 400 /,
    'it did not ask for the subprotocol mqtt',
  ],
  [
    'another version of WebSocket',
    `GET / HTTP/1.1\r\n${upgrade}${key}Sec-WebSocket-Version: 7\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n`,
    /^HTTP\/1.1 400 /,
    'Missing or invalid Sec-WebSocket-Version header',
  ],
])('who asks for %s gets an answer and one reason', async (_, request, answer, reason) => {
  const { port, failures } = await openTestListener({ protocol: 'websockets' })
  expect(await rawRequest(port, request)).toMatch(answer)
  expect(failures).toEqual([reason])
})

test('who breaks off in the handshake is one reason, and a client that vanishes later is none', async () => {
  const { port, failure, accepted } = await openTestListener({ protocol: 'websockets' })
  const broken = connect(port, '127.0.0.1')
  broken.write('GET / HT')
  await once(broken, 'connect')
  broken.destroy()
  expect(await failure()).toMatch(/^it /)
  const socket = webSocket(`ws://127.0.0.1:${port}/mqtt`)
  const [log] = await Promise.all([accepted.next(0), once(socket, 'open')])
  socket.terminate()
  await log.until(({ closed }) => closed !== undefined)
})

test('a WebSocket over TLS knows its client', async () => {
  const tls = new TlsFolder().config({ requireCertificate: true, username: 'common-name' })
  const { port, accepted, failure } = await openTestListener({ protocol: 'websockets', tls })
  const url = `wss://127.0.0.1:${port}/mqtt`
  const trust = { ca: authorityPem(pki.root), servername: 'localhost' }
  const leaf = pki.issueClient()
  const socket = webSocket(url, 'mqtt', { ...trust, cert: chainPem(leaf, pki.clients), key: keyPem(leaf) })
  const [log] = await Promise.all([accepted.next(0), once(socket, 'open')])
  expect(log.transport.peer).toEqual({ commonName: 'press-1' })
  socket.send(Buffer.from('hello'))
  await log.until(({ received }) => received.toString() === 'hello')
  webSocket(url, 'mqtt', trust)
  expect(await failure()).toBe('peer did not return a certificate')
})
