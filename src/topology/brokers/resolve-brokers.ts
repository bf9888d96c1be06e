/** Brokers with their listeners. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { Broker as SpecBroker } from '../../spec/generated/spec.ts'
import { hostsOf } from '../bridges/parse-address.ts'
import type { Broker } from '../broker.ts'
import { type NameTable, nameTable } from '../name-table.ts'
import type { Pki } from '../pki/resolve-pki.ts'
import { resolveDuration } from '../quantity.ts'
import type { Resolution } from '../resolution.ts'
import { sortedEntries } from '../sorted.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { resolveBrokerNames } from './broker-names.ts'
import type { OpenTrust } from './open-trust.ts'
import { resolveListeners } from './resolve-listeners.ts'
import { mergeSettings, resolveSettings, type WrittenSettings } from './resolve-settings.ts'

const PATH: SpecPath = ['brokers']

export interface Brokers {
  readonly table: NameTable<Broker>
  /** Trust lists to be filled once it is known who connects. */
  readonly openTrust: readonly OpenTrust[]
}

export function resolveBrokers(resolution: Resolution, pki: Pki): Brokers {
  const specs = sortedEntries(resolution.spec.brokers)
  const defaults = resolveSettings(resolution, resolution.spec.defaults ?? {}, ['defaults'])
  const openTrust: OpenTrust[] = []
  const values = new Map<string, Broker>()
  for (const [name, spec] of specs) {
    const { broker, open } = resolveBroker(resolution, pki, name, spec, defaults)
    values.set(name, broker)
    openTrust.push(...open)
  }
  const names = specs.map(([name]) => name)
  return { table: nameTable('broker', PATH, names, values), openTrust }
}

function resolveBroker(
  resolution: Resolution,
  pki: Pki,
  name: string,
  spec: SpecBroker,
  defaults: WrittenSettings,
): { broker: Broker; open: readonly OpenTrust[] } {
  const path = [...PATH, name]
  const settings = mergeSettings(defaults, resolveSettings(resolution, spec, path), path)
  const { listeners, open } = resolveListeners(resolution, pki, {
    broker: name,
    specs: spec.listeners,
    limits: settings.limits,
    path,
  })
  const broker = withoutUndefined<Broker>({
    name,
    ...resolveBrokerNames(resolution, spec, path, bridgedHosts(resolution, name)),
    ...settings,
    listeners,
    sysIntervalSeconds: resolveDuration(resolution, spec.sysInterval, [...path, 'sysInterval'], {
      max: '65535s',
    }),
    path,
  })
  return { broker, open }
}

/** The hosts by which bridges dial the broker; its certificate must be for them, too. */
function bridgedHosts({ spec }: Resolution, broker: string): string[] {
  const bridges = Object.values(spec.bridges ?? {}).filter(({ to }) => to === broker)
  return bridges.flatMap(({ addresses }) => hostsOf(addresses))
}
