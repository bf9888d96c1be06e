/** Listeners of one broker. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Listener as SpecListener } from '../../spec/generated/spec.ts'
import type { Limits, Listener } from '../broker.ts'
import { listenerAddress } from '../codes/broker-codes.ts'
import type { Pki } from '../pki/resolve-pki.ts'
import type { Resolution } from '../resolution.ts'
import { sortedEntries } from '../sorted.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { checkedHost } from './broker-names.ts'
import type { OpenTrust } from './open-trust.ts'
import { toQos } from './resolve-limits.ts'
import { resolveListenerTls } from './resolve-listener-tls.ts'

interface ListenersOfBroker {
  readonly broker: string
  readonly specs: Readonly<Record<string, SpecListener>>
  readonly limits: Limits
  readonly path: SpecPath
}

export function resolveListeners(
  resolution: Resolution,
  pki: Pki,
  { broker, specs, limits, path }: ListenersOfBroker,
): { listeners: Listener[]; open: OpenTrust[] } {
  const listeners: Listener[] = []
  const open: OpenTrust[] = []
  for (const [name, spec] of sortedEntries(specs)) {
    const listenerPath = [...path, 'listeners', name]
    const tls = spec.tls && resolveListenerTls(resolution, pki, broker, spec, listenerPath)
    const fitting = checkAddress(resolution, name, spec, listenerPath)
    if (!fitting || (spec.tls !== undefined && tls === undefined)) continue
    if (tls?.open !== undefined) open.push(tls.open)
    listeners.push(resolveListener(resolution, name, spec, limits, tls?.tls, listenerPath))
  }
  return { listeners, open }
}

function resolveListener(
  { report }: Resolution,
  name: string,
  spec: SpecListener,
  limits: Limits,
  tls: Listener['tls'],
  path: SpecPath,
): Listener {
  const { transport = 'tcp', port, bind, origins = [], protocolVersions = [] } = spec
  return withoutUndefined<Listener>({
    name,
    transport,
    port,
    bind: bind && checkedHost(bind, [...path, 'bind'], report),
    socketPath: spec.path,
    tls,
    auth: [...new Set(spec.auth)],
    maxConnections: spec.maxConnections ?? limits.maxConnections,
    maxQos: toQos(spec.maxQos) ?? limits.maxQos,
    origins: [...new Set(origins)],
    protocolVersions: [...new Set(protocolVersions)].sort(),
    proxyProtocol: spec.proxyProtocol,
    path,
  })
}

/** A port, or a path for a Unix socket, and nothing of the other. */
function checkAddress(resolution: Resolution, name: string, spec: SpecListener, path: SpecPath): boolean {
  const { transport = 'tcp' } = spec
  const isUnix = transport === 'unix'
  const needed = isUnix ? 'path' : 'port'
  const foreign = (isUnix ? (['port', 'bind'] as const) : (['path'] as const)).filter(
    (setting) => spec[setting] !== undefined,
  )
  for (const setting of foreign) {
    resolution.report(listenerAddress, {
      message: `listener ${quoted(name)} is of transport "${transport}", which has no "${setting}"`,
      at: { path: [...path, setting], on: 'key' },
      hint: isUnix ? 'remove it' : 'remove it, or set "transport: unix"',
    })
  }
  if (spec[needed] !== undefined) return foreign.length === 0
  if (!resolution.isDamaged([...path, needed])) {
    resolution.report(listenerAddress, {
      message: `listener ${quoted(name)} of transport "${transport}" has no "${needed}"`,
      at: { path, on: 'key' },
      hint: isUnix ? 'add the "path" of its socket' : 'add a "port", such as 1883, or 8883 with TLS',
    })
  }
  return false
}
