/** What becomes of each broker: its settings, its listeners, its files, and what it has to be told. */

import { type BrokerChangesInput, brokerChanges } from '../targets/mosquitto/changes/broker-changes.ts'
import type { EffectReason } from '../targets/mosquitto/changes/effect.ts'
import type { Broker } from '../topology/broker.ts'
import type { Topology } from '../topology/topology.ts'
import { fieldChanges, partChanges } from './part-changes.ts'
import type { BrokerPlan } from './plan.ts'

export interface BrokerFiles extends Omit<BrokerChangesInput, 'version'> {
  /** Digest of the files before. */
  readonly installs?: string
}

/** Sorted by name; brokers to which nothing happens are left out. */
export function brokerPlans(
  before: Topology,
  after: Topology,
  filesOf: (name: string) => BrokerFiles,
): readonly BrokerPlan[] {
  const old = new Map(before.brokers.map((broker) => [broker.name, broker]))
  const now = new Map(after.brokers.map((broker) => [broker.name, broker]))
  const names = [...new Set([...old.keys(), ...now.keys()])].sort()
  return names.flatMap((name) => brokerPlan(name, old.get(name), now.get(name), filesOf(name)))
}

function brokerPlan(
  name: string,
  was: Broker | undefined,
  is: Broker | undefined,
  { installs, ...files }: BrokerFiles,
): readonly BrokerPlan[] {
  const broker = is ?? was
  if (broker === undefined) return []
  const changes = brokerChanges({ version: broker.engine.version, ...files })
  const settings = was === undefined || is === undefined ? [] : fieldChanges(was, is, ['listeners'])
  const listeners = was === is ? [] : partChanges(was?.listeners ?? [], is?.listeners ?? [])
  const change = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed'
  if (change === 'changed' && changes.files.length + settings.length + listeners.length === 0) return []
  const plan = {
    ...({ name, change, settings, listeners, files: changes.files } as const),
    engine: { kind: broker.engine.kind, version: broker.engine.version },
    ...(installs === undefined ? {} : { installs }),
  }
  if (change === 'added') return [{ ...plan, effect: 'restart', reasons: [NEW], cutOff: NOBODY }]
  if (change === 'removed') return [{ ...plan, effect: 'none', reasons: [], cutOff: EVERYBODY }]
  const { effect, reasons, cutOff } = withEngine(changes, was, is)
  return [{ ...plan, effect, reasons, cutOff }]
}

const NEW: EffectReason = {
  effect: 'restart',
  what: 'the broker',
  because: 'it is new, and has to be started',
}
const NOBODY = { everybody: false, users: [] } as const
const EVERYBODY = { everybody: true, users: [] } as const

type Changes = Pick<BrokerPlan, 'effect' | 'reasons' | 'cutOff'>

function withEngine(changes: Changes, was: Broker | undefined, is: Broker | undefined): Changes {
  if (was?.engine.version === is?.engine.version) return changes
  const because = `Mosquitto ${is?.engine.version} takes the place of ${was?.engine.version}`
  const reason: EffectReason = { effect: 'restart', what: 'the engine', because }
  return { effect: 'restart', reasons: [reason, ...changes.reasons], cutOff: EVERYBODY }
}
