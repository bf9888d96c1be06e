/** Compiles an example through the command line, and starts brokers on what came out. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { connectionOf } from '../../src/bundles/connection.ts'
import { run } from '../../src/cli/run.ts'
import { compile } from '../../src/compile.ts'
import { toPem } from '../../src/pki/der/pem.ts'
import { type Materials, userCertificateId } from '../../src/pki/materials.ts'
import { fileReader } from '../../src/state/file-reader.ts'
import { prepareMaterials } from '../../src/state/materials/prepare-materials.ts'
import type { Broker } from '../../src/topology/broker.ts'
import type { Topology } from '../../src/topology/topology.ts'
import type { User } from '../../src/topology/user.ts'
import type { Engine } from '../broker/support/running-broker.ts'
import { freePort } from './mosquitto-broker.ts'
import type { ProbeUser } from './mosquitto-client.ts'
import { type ObservedBroker, observeBroker } from './mosquitto-probe.ts'

export const EXAMPLES = resolve(import.meta.dirname, '../../examples')

/** Secrets that the examples take from the environment. */
export const EXAMPLE_ENV = {
  BOB_PASSWORD: 'correct horse battery staple',
  P12_PASSWORD: 'another long enough secret',
}

export interface ExampleRun {
  readonly topology: Topology
  readonly materials: Materials
  /** The output folder. */
  readonly out: string
  /** What the command line said to people. */
  readonly said: string
  readonly exitCode: number
  readonly brokers: ReadonlyMap<string, ObservedBroker>
  /** Port in the spec to port of this run. */
  readonly ports: ReadonlyMap<number, number>
  /** How a user connects to a broker of this run. */
  readonly as: (user: User, broker: Broker) => ProbeUser
  readonly stop: () => Promise<void>
}

export interface ExampleOptions {
  readonly environment?: string | undefined
  /** Default: the installed mosquitto. */
  readonly engine?: Engine
}

export async function runExample(
  spec: string,
  { environment, engine = 'mosquitto' }: ExampleOptions = {},
): Promise<ExampleRun> {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-example-'))
  const [out, state] = [join(folder, 'out'), join(folder, 'state')]
  const chosen = environment === undefined ? [] : ['-e', environment]
  let said = ''
  const exitCode = await run(['compile', spec, '--out', out, '--state', state, '--root', ...chosen], {
    cwd: EXAMPLES,
    env: EXAMPLE_ENV,
    now: () => new Date(),
    stdout: (text) => {
      said += text
    },
    stderr: (text) => {
      said += text
    },
    isTerminal: false,
    onSignal: () => () => {},
    reader: fileReader(EXAMPLES),
  })
  if (exitCode !== 0) throw new Error(said)
  const { topology, materials } = await reopen(spec, state, environment)
  const ports = await movedPorts(topology)
  const brokers = new Map<string, ObservedBroker>()
  for (const { name } of topology.brokers) {
    const conf = join(out, 'brokers', name, 'mosquitto.conf')
    brokers.set(name, await observeBroker(engine, { conf, folder, ports, trees: ['$SYS/broker/clients/#'] }))
  }
  return {
    topology,
    materials,
    out,
    said,
    exitCode,
    brokers,
    ports,
    as: (user, broker) => probeUser(user, broker, topology, materials, ports),
    stop: async () => {
      for (const broker of brokers.values()) await broker.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The same topology and material that the command line used. */
async function reopen(spec: string, stateFolder: string, environment: string | undefined) {
  const path = resolve(EXAMPLES, spec)
  const options = { now: new Date(), folderName: 'example' }
  const named = environment === undefined ? options : { ...options, environment }
  const { topology } = await compile(path, fileReader(EXAMPLES), named)
  if (topology === undefined) throw new Error(`${spec} has no topology`)
  const given = { stateFolder, specFolder: dirname(path), env: EXAMPLE_ENV, now: new Date() }
  const { materials } = await prepareMaterials(topology, given)
  return { topology, materials }
}

/** A free port for each TCP listener, so that runs do not meet. */
async function movedPorts({ brokers }: Topology): Promise<ReadonlyMap<number, number>> {
  const moved = new Map<number, number>()
  for (const { port } of brokers.flatMap(({ listeners }) => listeners)) {
    if (port === undefined || moved.has(port)) continue
    let free = await freePort()
    while ([...moved.values()].includes(free)) free = await freePort()
    moved.set(port, free)
  }
  return moved
}

function probeUser(
  user: User,
  broker: Broker,
  topology: Topology,
  materials: Materials,
  ports: ReadonlyMap<number, number>,
): ProbeUser {
  const connection = connectionOf(user, broker)
  if (connection === undefined) throw new Error(`no listener of ${broker.name} admits ${user.name}`)
  const { listener } = connection
  const isTls = listener.tls !== undefined
  const scheme = listener.transport === 'websocket' ? (isTls ? 'wss' : 'ws') : isTls ? 'mqtts' : 'mqtt'
  const port = ports.get(listener.port ?? 0)
  const url =
    listener.transport === 'unix' ? `mqtt+unix://${listener.socketPath}` : `${scheme}://localhost:${port}`
  const clientId = user.clientId === undefined ? {} : { clientId: user.clientId }
  return { url, ...clientId, ...trust(broker, topology, materials), ...credentials(user, materials) }
}

/** The root of the servers, as a client's bundle would hold it. */
function trust({ listeners }: Broker, _: Topology, materials: Materials): { readonly ca?: string } {
  const tls = listeners.flatMap((listener) => (listener.tls?.kind === 'certificate' ? [listener.tls] : []))[0]
  if (tls === undefined) return {}
  const root = materials.certificate(
    `authority/${tls.profile.issuer.issuer?.name ?? tls.profile.issuer.name}`,
  )
  return { ca: toPem('CERTIFICATE', root.certificate) }
}

function credentials({ name, authentication }: User, materials: Materials): Partial<ProbeUser> {
  if (authentication.kind === 'password') return { username: name, password: materials.password(name) }
  if (authentication.kind === 'psk') return { psk: { identity: name, key: materials.psk(name) } }
  if (authentication.kind !== 'certificate') return {}
  const { certificate, chain, privateKey } = materials.certificate(userCertificateId(name))
  if (privateKey === undefined) throw new Error(`${name} keeps its key`)
  const cert = [certificate, ...chain].map((der) => toPem('CERTIFICATE', der)).join('')
  return { cert, key: toPem('PRIVATE KEY', privateKey) }
}
