/**
 * Starts a broker on a mosquitto.conf: the reference broker in this process, or the installed mosquitto. Both have one
 * interface, so that one table of tests runs on both and must find the same.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type LoadedBroker, loadBroker } from '../../../src/broker/load-broker.ts'
import { startBroker } from '../../../src/broker/start-broker.ts'
import { isError } from '../../../src/diagnostics/diagnostic.ts'
import { Failure } from '../../../src/diagnostics/failure.ts'
import {
  freePort,
  type MosquittoBroker,
  type MosquittoOptions,
  MosquittoRefusal,
  placeConf,
  startComplaints,
  startMosquitto,
} from '../../support/mosquitto-broker.ts'
import { describeWithPeers } from '../../support/real-peer.ts'

export type Engine = 'reference' | 'mosquitto'

export const ENGINES: readonly Engine[] = ['reference', 'mosquitto']

/** As {@link startMosquitto}. The reference broker resolves no relative paths: all of them must be absolute. */
export function startBrokerOn(engine: Engine, options: MosquittoOptions): Promise<MosquittoBroker> {
  return engine === 'mosquitto' ? startMosquitto(options) : startReference(options)
}

/** Runs `body` on both; what needs a peer that is not installed is skipped, and fails in CI. */
export function describeOnBoth(
  title: string,
  peers: readonly string[],
  body: (engine: Engine) => void,
): void {
  describeWithPeers(peers, `${title}, on the reference broker`, () => body('reference'))
  describeWithPeers([...peers, 'mosquitto'], `${title}, on mosquitto`, () => body('mosquitto'))
}

export interface PlacedBroker extends MosquittoBroker {
  /** What `PORT` stands for. */
  readonly port: number
  /** What `PORT0`, `PORT1` and so on stand for; `PORT0` is `PORT`. */
  readonly ports: readonly number[]
  readonly folder: string
  /** Starts it again on the same files, after {@link MosquittoBroker.stop}. */
  restart(): Promise<void>
}

/**
 * Starts a broker for one test, in a folder of its own, and stops it when the test has finished. In `conf` and `files`
 * `PORT` stands for a free port, `PORT1` to `PORT9` for others, and `FOLDER` for the folder.
 */
export async function placeBroker(
  engine: Engine,
  conf: string,
  files: Readonly<Record<string, string>> = {},
): Promise<PlacedBroker> {
  const folder = mkdtempSync(join(tmpdir(), `mqttopia-${engine}-`))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const ports = await freePorts(conf)
  const placed = (text: string) =>
    text.replaceAll(/PORT(\d?)/g, (_, at: string) => String(ports[Number(at)])).replaceAll('FOLDER', folder)
  for (const [name, text] of Object.entries({ ...files, 'mosquitto.conf': conf }))
    writeFileSync(join(folder, name), placed(text), { mode: 0o600 })
  const start = () => startBrokerOn(engine, { conf: join(folder, 'mosquitto.conf') })
  let running = await start()
  onTestFinished(async () => void (await running.stop()))
  return {
    port: ports[0] ?? 0,
    ports,
    folder,
    get pid() {
      return running.pid
    },
    log: () => running.log(),
    complaints: () => running.complaints(),
    reload: () => running.reload(),
    stop: () => running.stop(),
    restart: async () => {
      running = await start()
    },
  }
}

async function freePorts(conf: string): Promise<number[]> {
  const highest = Math.max(0, ...[...conf.matchAll(/PORT(\d)/g)].map(([, at]) => Number(at)))
  const ports = new Set<number>()
  while (ports.size <= highest) ports.add(await freePort())
  return [...ports]
}

async function startReference(options: MosquittoOptions): Promise<MosquittoBroker> {
  const { conf, scratch } = placeConf(options)
  const clear = () => {
    for (const folder of scratch) rmSync(folder, { recursive: true, force: true })
  }
  let said = ''
  const hear = (text: string) => {
    said += text
  }
  try {
    const loaded = await load(conf)
    const { config, securities } = loaded.ready
    const broker = await startBroker(config, securities, {
      name: 'reference',
      version: '0.0.0',
      log: { format: 'mosquitto', now: () => new Date(), stdout: hear, stderr: hear },
    })
    let isStopped = false
    return {
      pid: process.pid,
      log: () => said,
      complaints: async () => [...warnings(loaded), ...startComplaints(said)],
      async reload() {
        const { ready } = await load(conf)
        await broker.reload(ready.config, ready.securities)
      },
      async stop() {
        if (isStopped) return 0
        isStopped = true
        await broker.stop()
        clear()
        return 0
      },
    }
  } catch (error) {
    clear()
    if (error instanceof Failure) throw new MosquittoRefusal(1, `${said}${error.message}`)
    throw error
  }
}

type Ready = LoadedBroker & { readonly ready: NonNullable<LoadedBroker['ready']> }

/** @throws MosquittoRefusal when the configuration is wrong, with the status that `mosquitto` would end with. */
async function load(conf: string): Promise<Ready> {
  const loaded = await loadBroker(conf)
  const { ready } = loaded
  if (ready !== undefined) return { ...loaded, ready }
  const messages = loaded.diagnostics.filter(isError).map(({ message }) => message)
  throw new MosquittoRefusal(loaded.isUnopened ? 13 : 3, messages.join('\n'))
}

function warnings({ diagnostics }: LoadedBroker): string[] {
  return diagnostics.filter(({ severity }) => severity !== 'info').map(({ message }) => message)
}
