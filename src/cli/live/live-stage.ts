/** Where the tests of a spec are played: on reference brokers that run here for as long as it takes, or on those that run already. */

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { brokerFolder } from '../../targets/mosquitto/install-paths.ts'
import type { Topology } from '../../topology/topology.ts'
import type { Host } from '../host.ts'
import type { IdentityOptions } from '../identity-option.ts'
import { materialize } from '../materialize.ts'
import { specFolder } from '../open-spec.ts'
import { outputFolder } from '../own-folders.ts'
import { progressBar } from '../progress-bar.ts'
import { compileLocally } from '../up/compile-locally.ts'
import { LocalBrokers } from '../up/local-brokers.ts'
import { openUpFolder } from '../up/up-folder.ts'
import { noSuch } from '../usage-error.ts'
import type { Exit } from '../verb.ts'
import type { OtherAddress } from './open-stream.ts'
import type { Stage } from './play-tests.ts'

export interface StageOptions extends IdentityOptions {
  readonly env?: string
  readonly state?: string
  readonly patienceMs: number
}

const QUIET = { print: { color: false, quiet: true } }
const TURN_MS = 20

/** The spec's brokers, started here on free ports as `mqttopia up` does, and stopped again; `undefined` where it has errors, which are told. */
export async function onLocalBrokers<Result>(
  host: Host,
  exit: Exit,
  path: string,
  { env, patienceMs }: StageOptions,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result | undefined> {
  const folder = await openUpFolder(specFolder(host, path))
  const silent = { format: 'mosquitto', verbose: false, quiet: true, now: host.now } as const
  const brokers = new LocalBrokers({
    confOf: (name) => join(folder.files, brokerFolder(name), 'mosquitto.conf'),
    logOf: () => ({ ...silent, stdout: () => {}, stderr: () => {} }),
  })
  try {
    const compiled = await compileLocally(host, path, {
      ...(env === undefined ? {} : { env }),
      ...{ folder, specFolder: specFolder(host, path), before: new Map(), anyPort: true, exit, ...QUIET },
    })
    if (compiled === undefined) return undefined
    const { topology, materials } = compiled
    await brokers.apply(topology, () => true)
    await untilBridged(topology, brokers, patienceMs)
    return await work({ topology, materials, addresses: new Map(), patienceMs })
  } finally {
    await brokers.stop()
    folder.close()
  }
}

/** Bridges that start by themselves; what they do not reach, the tests will tell. */
async function untilBridged({ bridges }: Topology, brokers: LocalBrokers, patienceMs: number): Promise<void> {
  const wanted = bridges.filter(({ start }) => start === 'automatic').length
  const connected = () =>
    brokers.status().flatMap((status) => status.bridges.filter(({ state }) => state === 'connected')).length
  for (let turns = 0; connected() < wanted && turns * TURN_MS < patienceMs; turns++) await sleep(TURN_MS)
}

/** Brokers that run on what was compiled, where the spec says or at `addresses`, with the credentials of the state folder. */
export async function onRunningBrokers<Result>(
  host: Host,
  exit: Exit,
  path: string,
  options: StageOptions & { readonly addresses: ReadonlyMap<string, OtherAddress> },
  work: (stage: Stage) => Promise<Result>,
): Promise<Result | undefined> {
  const { addresses, patienceMs, ...asked } = options
  const bar = progressBar(host, true)
  const made = await materialize(
    host,
    path,
    { ...asked, out: outputFolder(asked), dryRun: true, samples: true },
    { exit, bar, ...QUIET },
  )
  if (made === undefined) return undefined
  const { topology, prepared } = made
  for (const key of addresses.keys()) expectListener(topology, key)
  return work({ topology, materials: prepared.materials, addresses, patienceMs })
}

function expectListener({ brokers }: Topology, key: string): void {
  const [name = '', listener] = key.split('/')
  const broker = brokers.find((one) => one.name === name)
  if (broker === undefined)
    throw noSuch(
      'broker',
      name,
      brokers.map((one) => one.name),
    )
  const names = broker.listeners.map((one) => one.name)
  if (listener !== undefined && !names.includes(listener)) throw noSuch('listener', listener, names)
}
