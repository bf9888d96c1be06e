/** Log-ins against the real broker: the same password file, options and clients; CONNECT packets made by hand. */

import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Authenticator } from '../../../src/broker/security/authenticate.ts'
import type { Security } from '../../../src/broker/security/security.ts'
import { readSecurityFiles } from '../../../src/broker/security/security-files.ts'
import { freePort, startMosquitto } from '../../support/mosquitto-broker.ts'
import { encodePacket, PacketType, uint16 } from '../../support/mosquitto-wire.ts'
import { workplace } from '../../support/pki-program.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import { listenerOf, securityOf } from './listener-of.ts'

interface Login {
  readonly username?: string
  readonly password?: string
}

const LOGINS: readonly Login[] = [
  {},
  { username: '' },
  { username: 'ada', password: 'right' },
  { username: 'ada', password: 'wrong' },
  { username: 'ada', password: '' },
  { username: 'ada' },
  { username: 'Ada', password: 'right' },
  { username: 'mallory', password: 'x' },
  { username: 'mallory' },
]

/** The packets of 3.x cannot have a password alone. */
const loginsOf = (version: 4 | 5) => (version === 5 ? [...LOGINS, { password: 'right' }] : LOGINS)

describeWithPeers(['mosquitto', 'mosquitto_passwd'], 'log-ins', () => {
  test.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('allow_anonymous %s, a password file: %s', async (allowAnonymous, hasFile) => {
    const folder = mkdtempSync(join(tmpdir(), 'mqttopia-log-ins-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const passwordFile = join(folder, 'passwords')
    writeFileSync(passwordFile, '', { mode: 0o600 })
    workplace().succeed('mosquitto_passwd', '-b', passwordFile, 'ada', 'right')
    const port = await freePort()
    const conf = `listener ${port} 127.0.0.1\nallow_anonymous ${allowAnonymous}\n`
    const wiring = hasFile ? `password_file ${passwordFile}\n` : ''
    writeFileSync(join(folder, 'mosquitto.conf'), conf + wiring)

    const config = securityOf({ allowAnonymous, ...(hasFile && { passwordFile }) }).config
    const { security } = await readSecurityFiles(config)
    if (security === undefined) throw new Error('the files are wrong')
    const broker = await startMosquitto({ conf: join(folder, 'mosquitto.conf') })
    onTestFinished(async () => void (await broker.stop()))
    for (const version of [4, 5] as const) {
      const logins = loginsOf(version)
      const ours = await Promise.all(logins.map((login) => decide(version, login, security)))
      const theirs = await Promise.all(logins.map((login) => attempt(port, version, login)))
      expect(ours).toEqual(theirs)
      expect(new Set(theirs).size).toBe(hasFile ? 2 : 1)
    }
  })
})

/** The reason code of CONNACK. */
async function decide(version: 4 | 5, { username, password }: Login, security: Security): Promise<number> {
  const authenticator = new Authenticator(() => 0)
  const verdict = await authenticator.authenticate({
    connect: {
      type: 'connect',
      version,
      isBridge: false,
      cleanStart: true,
      keepAliveSeconds: 60,
      clientId: 'c1',
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password: Buffer.from(password) }),
    },
    listener: listenerOf(),
    security,
    peer: {},
    remoteAddress: '127.0.0.1',
  })
  return verdict.admitted ? 0 : verdict.reasonCode
}

/** The same from the broker on `port`. */
async function attempt(port: number, version: 4 | 5, { username, password }: Login): Promise<number> {
  const text = (value: string) => [uint16(Buffer.byteLength(value)), Buffer.from(value)]
  const flags = 2 | (username === undefined ? 0 : 0x80) | (password === undefined ? 0 : 0x40)
  const packet = encodePacket(
    PacketType.connect,
    0,
    ...text('MQTT'),
    Uint8Array.of(version, flags),
    uint16(60),
    ...(version === 5 ? [Uint8Array.of(0)] : []),
    ...text(`${flags} ${username} ${password}`),
    ...(username === undefined ? [] : text(username)),
    ...(password === undefined ? [] : text(password)),
  )
  const socket = connect(port, '127.0.0.1')
  socket.write(packet)
  const [answer]: Buffer[] = await once(socket, 'data')
  socket.destroy()
  expect(answer?.[0]).toBe(PacketType.connack << 4)
  return answer?.[3] ?? -1
}
