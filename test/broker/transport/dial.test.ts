import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { BridgeTlsConfig } from '../../../src/broker/config/broker-config.ts'
import { type DialListener, type DialOptions, dial } from '../../../src/broker/transport/dial.ts'
import type { Transport } from '../../../src/broker/transport/transport.ts'
import { freePort } from '../../support/mosquitto-broker.ts'
import { openTestListener } from './open-test-listener.ts'
import { authorityPem, chainPem, keyPem, otherPki, pki, TlsFolder } from './tls-fixtures.ts'

class Dialed implements DialListener {
  readonly events: string[] = []
  readonly over: Promise<void>
  transport: Transport | undefined = undefined
  #tell = () => {}

  constructor() {
    this.over = new Promise((resolve) => {
      this.#tell = resolve
    })
  }

  onOpen(transport: Transport): void {
    this.transport = transport
    this.events.push('open')
    transport.write([Buffer.from('hello')])
  }

  onData(chunk: Buffer): void {
    this.events.push(`data ${chunk}`)
    this.transport?.end()
  }

  onDrained(): void {}

  onClosed(error?: string): void {
    this.events.push(error === undefined ? 'closed' : `closed: ${error}`)
    this.#tell()
  }
}

function dialed(port: number, options: DialOptions = {}, host = 'localhost'): Dialed {
  const listener = new Dialed()
  const dialing = dial({ host, port }, options, listener)
  onTestFinished(() => dialing.destroy())
  return listener
}

function bridgeTls(folder: TlsFolder, set: Partial<BridgeTlsConfig> = {}): BridgeTlsConfig {
  return {
    caFile: folder.write('root.crt', authorityPem(pki.root)),
    useOsCertificates: false,
    insecure: false,
    ...set,
  }
}

/** Answers the first bytes of every connection. */
async function openAnswering(...[set, support]: Parameters<typeof openTestListener>) {
  const opened = await openTestListener(set, support)
  const answer = async () => {
    const log = await opened.accepted.next(0)
    await log.until(({ received }) => received.toString() === 'hello')
    log.transport.write([Buffer.from('answer')])
    return log
  }
  return { ...opened, answer }
}

const complete = ['open', 'data answer', 'closed']

test('a connection opens first, then hears, and is closed last', async () => {
  const { port, answer } = await openAnswering()
  const bridge = dialed(port, {}, '127.0.0.1')
  await answer()
  await bridge.over
  expect(bridge.events).toEqual(complete)
})

test('an address to come from is taken', async () => {
  const { port, answer } = await openAnswering()
  dialed(port, { bindAddress: '127.0.0.9' }, '127.0.0.1')
  expect((await answer()).transport.remoteAddress).toBe('127.0.0.9')
})

test('where nobody listens, all there is to hear is the reason', async () => {
  const bridge = dialed(await freePort(), {}, '127.0.0.1')
  expect(bridge.events).toEqual([])
  await bridge.over
  expect(bridge.events).toEqual(['closed: the connection was refused'])
})

test('a certificate is shown, and that of the other broker is checked', async () => {
  const folder = new TlsFolder()
  const tls = folder.config({ requireCertificate: true, username: 'common-name' })
  const { port, answer } = await openAnswering({ tls })
  const leaf = pki.issueClient({ commonName: 'bridge-1' })
  const certFile = folder.write('bridge.crt', chainPem(leaf, pki.clients))
  const keyFile = folder.write('bridge.key', keyPem(leaf))
  const bridge = dialed(port, { tls: bridgeTls(folder, { certFile, keyFile }) })
  expect((await answer()).transport.peer).toEqual({ commonName: 'bridge-1' })
  await bridge.over
  expect(bridge.events).toEqual(complete)
})

test.each([
  [
    'of an authority that the bridge does not know',
    (folder: TlsFolder) =>
      bridgeTls(folder, { caFile: folder.write('other.crt', authorityPem(otherPki.root)) }),
    'localhost',
    'closed: no trusted authority has issued its certificate',
  ],
  [
    'for another host',
    (folder: TlsFolder) => bridgeTls(folder),
    '127.0.0.1',
    /^closed: .*127\.0\.0\.1.* is not in the cert's list/,
  ],
])('a broker with a certificate %s is not connected to', async (_, tls, host, end) => {
  const folder = new TlsFolder()
  const { port } = await openTestListener({ tls: folder.config() })
  const bridge = dialed(port, { tls: tls(folder) }, host)
  await bridge.over
  expect(bridge.events).toEqual([typeof end === 'string' ? end : expect.stringMatching(end)])
})

test('with bridge_insecure, the certificate may be for another host, but not of anybody', async () => {
  const folder = new TlsFolder()
  const { port, answer } = await openAnswering({ tls: folder.config() })
  const bridge = dialed(port, { tls: bridgeTls(folder, { insecure: true }) }, '127.0.0.1')
  await answer()
  await bridge.over
  expect(bridge.events).toEqual(complete)
  const caFile = folder.write('other.crt', authorityPem(otherPki.root))
  const stranger = dialed(port, { tls: bridgeTls(folder, { insecure: true, caFile }) }, '127.0.0.1')
  await stranger.over
  expect(stranger.events).toEqual(['closed: no trusted authority has issued its certificate'])
})

test('a pre-shared key opens a connection, a wrong one does not', async () => {
  const key = '00112233445566778899aabbccddeeff'
  const { port, answer } = await openAnswering(
    { psk: { hint: 'plant', identityAsUsername: true } },
    { pskKey: () => Buffer.from(key, 'hex') },
  )
  const bridge = dialed(port, { psk: { identity: 'bridge-1', keyHex: key } }, '127.0.0.1')
  expect((await answer()).transport.peer).toEqual({ pskIdentity: 'bridge-1' })
  await bridge.over
  expect(bridge.events).toEqual(complete)
  const wrong = dialed(port, { psk: { identity: 'bridge-1', keyHex: 'ff' } }, '127.0.0.1')
  await wrong.over
  expect(wrong.events).toEqual([expect.stringMatching(/^closed: ./)])
})

test('a file that is not there is a reason like others', async () => {
  const folder = new TlsFolder()
  const bridge = dialed(1, { tls: bridgeTls(folder, { caFile: join(folder.path, 'none.crt') }) })
  await bridge.over
  expect(bridge.events).toEqual([
    expect.stringMatching(/^closed: cannot read .*none\.crt: it does not exist$/),
  ])
})

test('a try that is given up is closed, without a word of it being open', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  const at = server.address()
  const listener = new Dialed()
  const port = typeof at === 'object' && at !== null ? at.port : 0
  dial({ host: '127.0.0.1', port }, {}, listener).destroy()
  await listener.over
  expect(listener.events).toEqual(['closed'])
})
