import { once } from 'node:events'
import { existsSync, linkSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openTestListener } from './open-test-listener.ts'

function socketPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-unix-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'broker.sock')
}

test('bytes go both ways, the peer is named after the socket, and the file goes with the listener', async () => {
  const unixPath = socketPath()
  const { listener, accepted } = await openTestListener({ unixPath })
  expect(listener.addresses).toEqual([])
  expect(statSync(unixPath).mode & 0o777).toBe(0o770)
  const socket = connect(unixPath)
  socket.write('hello')
  const log = await accepted.next(0)
  expect(log.transport).toMatchObject({ remoteAddress: unixPath, remotePort: 0 })
  await log.until(({ received }) => received.toString() === 'hello')
  log.transport.write([Buffer.from('answer')])
  expect(String((await once(socket, 'data'))[0])).toBe('answer')
  socket.destroy()
  await listener.close()
  expect(existsSync(unixPath)).toBe(false)
})

test('a socket that a killed broker has left is replaced', async () => {
  const unixPath = socketPath()
  const server = createServer().listen(`${unixPath}.first`)
  await once(server, 'listening')
  // A hard link outlives the server, which removes its own path.
  linkSync(`${unixPath}.first`, unixPath)
  server.close()
  await once(server, 'close')
  const { accepted } = await openTestListener({ unixPath })
  const socket = connect(unixPath)
  await accepted.next(0)
  socket.destroy()
})

test('a socket that is in use stays', async () => {
  const unixPath = socketPath()
  const first = await openTestListener({ unixPath })
  await expect(openTestListener({ unixPath })).rejects.toThrow(
    `cannot listen on ${unixPath}: another program listens there already`,
  )
  const socket = connect(unixPath)
  await first.accepted.next()
  socket.destroy()
})

test('a file in its place stays', async () => {
  const unixPath = socketPath()
  writeFileSync(unixPath, 'precious')
  await expect(openTestListener({ unixPath })).rejects.toThrow(
    `cannot listen on ${unixPath}: something else than a socket is there already`,
  )
  expect(existsSync(unixPath)).toBe(true)
})

test.each([
  ['a path that is too long', `${'x'.repeat(200)}.sock`, /: the path is too long for a socket$/],
  ['a folder that does not exist', 'none/broker.sock', /: the folder does not exist$/],
])('a socket with %s cannot be', async (_, name, message) => {
  await expect(openTestListener({ unixPath: join(socketPath(), '..', name) })).rejects.toThrow(message)
})
