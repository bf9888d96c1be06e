/** Starts a broker in this process, with its log, its store and its sockets. */

import type { BridgeEvents } from './bridge/bridge-events.ts'
import { Broker } from './broker.ts'
import { closeAll } from './close-all.ts'
import type { BrokerConfig } from './config/broker-config.ts'
import { LoggedBridges } from './logged-bridges.ts'
import type { BrokerStatus } from './observe/broker-status.ts'
import { type BrokerLog, createLog, type LogOptions } from './observe/create-log.ts'
import {
  brokerRunning,
  brokerStarting,
  brokerTerminating,
  reloadingConfig,
} from './observe/lines/broker-lines.ts'
import type { LogLine } from './observe/lines/log-line.ts'
import { Authenticator } from './security/authenticate.ts'
import type { Securities } from './security/securities.ts'
import { SecurityGate } from './security/security-gate.ts'
import { openLevelStore } from './store/level-store.ts'
import type { Store } from './store/store.ts'
import { storeFolderOf } from './store/store-folder.ts'
import { dial } from './transport/dial.ts'
import { openListener } from './transport/open-listener.ts'

export interface StartOptions {
  /** What people call it. */
  readonly name: string
  readonly version: string
  readonly log: Omit<LogOptions, 'publish'>
  /** Nothing is acknowledged before the disk has it: it survives a loss of power too. */
  readonly sync?: boolean
  /** Also told, apart from the log. */
  readonly bridgeEvents?: BridgeEvents
}

export interface RunningBroker {
  status(): BrokerStatus
  /** Goes over to what was read anew; throws a Failure when a file of a listener cannot be used. */
  reload(config: BrokerConfig, securities: Securities): Promise<void>
  /** Why messages cannot be kept now, as a sentence; `undefined` while they can. */
  problem(): string | undefined
  readonly log: BrokerLog
  /** What it writes: files of the log, the folder of the store. */
  readonly files: readonly string[]
  /** Closes everything. @throws what failed first, as when the store cannot write what was noted last. */
  stop(): Promise<void>
}

/** @throws Failure when a port, a certificate or the store cannot be had; nothing is left open then. */
export async function startBroker(
  config: BrokerConfig,
  securities: Securities,
  options: StartOptions,
): Promise<RunningBroker> {
  const { name, version } = options
  let broker: Broker | undefined
  const log = createLog(config.logging, {
    ...options.log,
    publish: (topic, line) => broker?.publish(topic, line, { retain: false }),
  })
  const write = ({ type, message, fields }: LogLine) => log.write(type, message, fields)
  write(brokerStarting(version))
  const authenticator = new Authenticator(() => performance.now())
  let store: Store | undefined
  try {
    store = await openStore(config, options.sync === true, (problem) => broker?.noteStore(problem))
    const started = new Broker({
      name,
      version,
      config,
      gate: new SecurityGate(authenticator, securities),
      store,
      log,
      open: openListener,
      bridges: { events: new LoggedBridges(log), dial, random: Math.random },
      now: Date.now,
      uptime: () => performance.now(),
      memory: memoryUse,
    })
    broker = started
    await started.start()
  } catch (error) {
    const parts = [() => store?.close(), () => authenticator.close(), () => log.close()]
    await closeAll(parts).catch(() => undefined) // the first failure counts
    throw error
  }
  write(brokerRunning(version))
  const running = broker
  return {
    log,
    files: writtenFiles(config),
    status: () => running.status(),
    problem: () => running.hub.storeProblem,
    reload: async (next, nextSecurities) => {
      write(reloadingConfig())
      await running.reload(next, nextSecurities)
    },
    stop: async () => {
      write(brokerTerminating(version))
      await closeAll([() => running.stop(), () => authenticator.close(), () => log.close()])
    },
  }
}

function writtenFiles({ logging, persistence }: BrokerConfig): readonly string[] {
  const logs = logging.destinations.flatMap((one) => (one.to === 'file' ? one.path : []))
  return persistence.enabled ? [...logs, storeFolderOf(persistence)] : logs
}

async function openStore(
  { persistence }: BrokerConfig,
  sync: boolean,
  note: (problem: Error | undefined) => void,
): Promise<Store | undefined> {
  if (!persistence.enabled) return undefined
  const folder = storeFolderOf(persistence)
  return openLevelStore({ folder, sync, onFailure: note, onRecovery: () => note(undefined) })
}

function memoryUse() {
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heapUsed, external, resident: rss }
}
