/** What a fault is: something done to a broker, and figures that say how it took it. */

import { join } from 'node:path'
import type { BrokerCommand } from '../harness/broker-command.ts'
import { type BrokerProcess, freePort, type StartOptions, startBroker } from '../harness/broker-process.ts'

/** One finding; `ok` is absent where nothing is asked of the figure. */
export interface Figure {
  readonly what: string
  readonly value: string | number
  readonly ok?: boolean
}

export interface Scene {
  readonly folder: string
  readonly command: BrokerCommand
  /** How often, for faults that repeat. */
  readonly times: number
  readonly say: (text: string) => void
  /** Starts the broker with a listener, open to all, and `lines`. It is stopped after the fault at the latest. */
  readonly start: (
    lines?: readonly string[],
    options?: StartOptions & { port?: number },
  ) => Promise<BrokerProcess>
  /** Does `work` when the fault is over, whatever happened. */
  readonly finally: (work: () => void) => void
}

export interface Fault {
  readonly name: string
  readonly title: string
  /** Default for `times`. */
  readonly times?: number
  readonly play: (scene: Scene) => Promise<readonly Figure[]>
}

const common = ['user root', 'log_dest stderr', 'log_type error', 'log_type warning', 'allow_anonymous true']

/** Plays `fault` and cleans up after it. */
export async function playFault(
  fault: Fault,
  setting: Pick<Scene, 'folder' | 'command' | 'say'> & { readonly times: number | undefined },
): Promise<readonly Figure[]> {
  const started: BrokerProcess[] = []
  const works: (() => void)[] = []
  const start: Scene['start'] = async (lines = [], options = {}) => {
    const port = options.port ?? (await freePort())
    const broker = await startBroker(
      setting.command,
      setting.folder,
      port,
      [`listener ${port} 127.0.0.1`, ...common, ...lines],
      options,
    )
    started.push(broker)
    return broker
  }
  const scene: Scene = {
    ...setting,
    times: setting.times ?? fault.times ?? 1,
    start,
    finally: (work) => works.push(work),
  }
  try {
    return await fault.play(scene)
  } finally {
    for (const broker of started) if (broker.running()) await broker.stop()
    for (const work of works.toReversed()) work()
  }
}

/** Where a broker of `scene` keeps its data, as lines of its configuration. */
export function persistenceIn(folder: string): readonly string[] {
  return ['persistence true', `persistence_location ${folder}/`]
}

export function dataFolder(scene: Scene, name: string): string {
  return join(scene.folder, name)
}

export function megabytes(kilobytes: number): string {
  return `${(kilobytes / 1024).toFixed(1)} MB`
}
