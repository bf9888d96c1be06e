/** What becomes of a changed configuration in a running broker: which changes it takes, and which wait for a restart. */

import { isDeepStrictEqual } from 'node:util'
import { findConfOption } from '../../mosquitto-files/conf/conf-options.ts'
import type { BrokerConfig, ListenerConfig } from './broker-config.ts'
import { optionValues } from './option-values.ts'

export interface ReloadChanges {
  /** What counts from now on: the new configuration, less what waits for a restart. */
  readonly config: BrokerConfig
  /** Options of the whole broker that have changed, and count at once. */
  readonly applied: readonly string[]
  /** Those that have changed, and count after a restart. */
  readonly needsRestart: readonly string[]
  readonly listeners: ListenerChanges
  readonly bridges: Changes
}

/** Names of what is new, gone, or other than before. */
export interface Changes {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

export interface ListenerChanges extends Changes {
  /** Those among the changed whose sockets cannot go on: another address, another protocol, TLS or none. */
  readonly reopened: readonly string[]
}

export function reloadChanges(old: BrokerConfig, next: BrokerConfig): ReloadChanges {
  const differing = Object.entries(optionValues)
    .filter(([, valueIn]) => !isDeepStrictEqual(valueIn(old), valueIn(next)))
    .map(([name]) => name)
  const listeners = changesOf(old.listeners, next.listeners)
  return {
    config: kept(old, next),
    applied: differing.filter((name) => reloads(name)),
    needsRestart: differing.filter((name) => !reloads(name)),
    listeners: { ...listeners, reopened: reopened(old, next, listeners.changed) },
    bridges: changesOf(old.bridges, next.bridges),
  }
}

function reloads(name: string): boolean {
  return findConfOption(name)?.reloads === true
}

/** `pid_file`, `user` and all of persistence stay: what they say was done when the broker started. */
function kept(old: BrokerConfig, next: BrokerConfig): BrokerConfig {
  const { pidFile: _, ...general } = next.general
  const { pidFile, user } = old.general
  return {
    ...next,
    general: { ...general, user, ...(pidFile !== undefined && { pidFile }) },
    persistence: old.persistence,
  }
}

function changesOf<Named extends { readonly name: string }>(
  old: readonly Named[],
  next: readonly Named[],
): Changes {
  const before = byName(old)
  const after = byName(next)
  return {
    added: next.flatMap(({ name }) => (before.has(name) ? [] : [name])),
    removed: old.flatMap(({ name }) => (after.has(name) ? [] : [name])),
    changed: next.flatMap((item) => {
      const was = before.get(item.name)
      return was === undefined || isDeepStrictEqual(was, item) ? [] : [item.name]
    }),
  }
}

function reopened(old: BrokerConfig, next: BrokerConfig, changed: readonly string[]): readonly string[] {
  const before = byName(old.listeners)
  const after = byName(next.listeners)
  return changed.filter((name) => !isDeepStrictEqual(socketOf(before.get(name)), socketOf(after.get(name))))
}

function socketOf(listener: ListenerConfig | undefined) {
  if (listener === undefined) return undefined
  const { port, addresses, unixPath, family, bindInterface, protocol, proxyProtocol, tls, psk } = listener
  const security = psk !== undefined ? 'psk' : tls !== undefined ? 'tls' : 'none'
  return { port, addresses, unixPath, family, bindInterface, protocol, proxyProtocol, security }
}

function byName<Named extends { readonly name: string }>(all: readonly Named[]): ReadonlyMap<string, Named> {
  return new Map(all.map((item) => [item.name, item]))
}
