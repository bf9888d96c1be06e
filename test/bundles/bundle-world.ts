/** A real mosquitto with a listener of every kind, and users of every kind with their bundles on disk. */

import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { certificatePem, privateKeyPem } from '../../src/bundles/client-pem.ts'
import { artifactChunks } from '../../src/files/artifact-bytes.ts'
import { pathPart } from '../../src/files/path-part.ts'
import type { Broker, Listener } from '../../src/topology/broker.ts'
import type { BundleFormat } from '../../src/topology/bundle.ts'
import type { User } from '../../src/topology/user.ts'
import { freePort, type MosquittoBroker, startMosquitto } from '../support/mosquitto-broker.ts'
import { needPeer } from '../support/real-peer.ts'
import * as fixtures from './fixtures.ts'

/** Names and texts that a shell, C, Python or JavaScript would trip over when written carelessly. */
export const NASTY_NAME = "al'ice $HOME é"
export const CLIENT_ID = "cl 'i' $x"
export const TOPIC = "a'b $c/d"
export const WILL_TOPIC = 'will/of'
/** Where nobody may publish. */
export const CLOSED_TOPIC = 'nobody/may'
const PASSWORD = `p"w'd $x \\ é`

export interface BundleWorld {
  readonly broker: MosquittoBroker
  /** Folder of a user's bundle. */
  readonly folderOf: (username: string, bundle: string) => string
  readonly close: () => Promise<void>
}

export async function startBundleWorld(): Promise<BundleWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'bundles-'))
  const core = await coreBroker(join(folder, 'broker', 'mqtt.sock'))
  const materials = fixtures.testMaterials({ password: () => PASSWORD })
  const topology = fixtures.topology(usersOf(core))
  for (const artifact of fixtures.builtFiles(topology, materials).values()) {
    const file = join(folder, artifact.path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, Buffer.concat([...artifactChunks(artifact)]))
  }
  const conf = writeBroker(join(folder, 'broker'), core.listeners, materials)
  const broker = await startMosquitto({ conf, folder: dirname(conf) })
  return {
    broker,
    folderOf: (username, bundle) => join(folder, 'clients', pathPart(username), bundle),
    async close() {
      await broker.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function coreBroker(socketPath: string): Promise<Broker> {
  const listeners: Listener[] = []
  for (const listener of Object.values(fixtures.listeners)) {
    listeners.push(
      listener.transport === 'unix'
        ? { ...listener, socketPath }
        : {
            ...listener,
            port: await freePort(),
            ...(listener.tls === undefined ? { bind: '127.0.0.1' } : {}),
          },
    )
  }
  return fixtures.broker({ listeners })
}

function usersOf(core: Broker): readonly User[] {
  const user = (name: string, formats: readonly BundleFormat[], changes: Partial<User>) =>
    fixtures.user(name, {
      ...{ at: [core], clientId: CLIENT_ID, authentication: fixtures.password },
      grants: [
        fixtures.allow('publish', TOPIC, { qos: 1 }),
        fixtures.allow('subscribe', "a'b $c/#", { qos: 1 }),
      ],
      will: { topic: WILL_TOPIC, payload: 'gone "$x"', qos: 1, retain: false, path: [] },
      bundles: formats.map((format) => fixtures.bundle(format)),
      ...changes,
    })
  return [
    user(NASTY_NAME, ['pem', 'mosquitto', 'python', 'nodejs'], { authentication: fixtures.certificate }),
    user('pw', ['pem', 'mosquitto', 'python', 'nodejs'], {}),
    user('plain', ['pem', 'mosquitto', 'python', 'nodejs'], { listener: 'mqtt' }),
    user('sock', ['pem', 'mosquitto', 'nodejs'], { listener: 'socket' }),
    user('web', ['pem', 'python', 'nodejs'], { listener: 'ws' }),
    user('webs', ['pem', 'python', 'nodejs'], { listener: 'wss' }),
    user('small', ['pem', 'mosquitto', 'nodejs'], { authentication: fixtures.psk }),
  ]
}

function writeBroker(
  folder: string,
  listeners: readonly Listener[],
  materials: fixtures.TestMaterials,
): string {
  const { certificate, chain, privateKey = new Uint8Array(0) } = materials.certificate('broker/core/server')
  const { root, clients } = materials.clients
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text)
  put('server.pem', [certificate, ...chain].map(certificatePem).join(''))
  put('server.key', privateKeyPem(privateKey))
  put('clients.pem', [clients, root].map(({ certificate: { der } }) => certificatePem(der)).join(''))
  put('psk', `small:${materials.psk('small')}\n`)
  const withPassword = ['pw', 'plain', 'sock', 'web', 'webs']
  put('passwords', withPassword.map((name) => `${name}:${PASSWORD}\n`).join(''))
  const rights = `topic deny ${CLOSED_TOPIC}\ntopic readwrite #\n`
  put('acl', [NASTY_NAME, 'small', ...withPassword].map((name) => `user ${name}\n${rights}`).join(''))
  execFileSync(needPeer('mosquitto_passwd'), ['-U', join(folder, 'passwords')])
  const security = `psk_file ${folder}/psk\npassword_file ${folder}/passwords\nacl_file ${folder}/acl\nallow_anonymous false\n`
  const blocks = listeners.map((listener) => [...listenerLines(folder, listener)].join('\n'))
  put('mosquitto.conf', `log_type all\n${security}${blocks.join('\n')}\n`)
  return join(folder, 'mosquitto.conf')
}

function* listenerLines(
  folder: string,
  { port, socketPath, transport, tls, auth }: Listener,
): Iterable<string> {
  yield socketPath === undefined ? `listener ${port} 127.0.0.1` : `listener 0 ${socketPath}`
  if (transport === 'websocket') yield 'protocol websockets'
  if (tls?.kind === 'certificate') yield `certfile ${folder}/server.pem\nkeyfile ${folder}/server.key`
  if (tls?.kind === 'psk') yield 'psk_hint here\nuse_identity_as_username true'
  if (!auth.includes('certificate')) return
  yield `cafile ${folder}/clients.pem\nrequire_certificate true\nuse_identity_as_username true`
}
