/** How a bridge keeps its connection. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Bridge as SpecBridge } from '../../spec/generated/spec.ts'
import type { Bridge } from '../bridge.ts'
import { valueOutOfRange } from '../codes/value-codes.ts'
import { resolveDuration, resolveSize } from '../quantity.ts'
import type { Resolution } from '../resolution.ts'
import { parseDuration } from '../units.ts'
import { withoutUndefined } from '../without-undefined.ts'

type BridgeSession = Pick<
  Bridge,
  | 'clean'
  | 'localClean'
  | 'protocol'
  | 'keepAliveSeconds'
  | 'maxPacketSizeBytes'
  | 'notifications'
  | 'reconnectSeconds'
  | 'start'
  | 'threshold'
>

export function resolveSession(resolution: Resolution, spec: SpecBridge, path: SpecPath): BridgeSession {
  const { session = {}, notifications = 'local', start = 'automatic' } = spec
  return withoutUndefined<BridgeSession>({
    clean: session.clean ?? false,
    localClean: session.localClean,
    protocol: session.protocol ?? 5,
    keepAliveSeconds: resolveDuration(resolution, session.keepAlive, [...path, 'session', 'keepAlive'], {
      min: '5s',
      max: '65535s',
    }),
    maxPacketSizeBytes: resolveSize(
      resolution,
      session.maxPacketSize,
      [...path, 'session', 'maxPacketSize'],
      {
        min: '20B',
        max: '268435455B',
      },
    ),
    notifications,
    reconnectSeconds: resolveReconnect(resolution, spec.reconnect, [...path, 'reconnect']),
    start,
    threshold: start === 'lazy' ? spec.threshold : undefined,
  })
}

/** One bound alone moves the other's default along where they would cross. */
function resolveReconnect(
  resolution: Resolution,
  spec: SpecBridge['reconnect'],
  path: SpecPath,
): { min: number; max: number } | undefined {
  if (spec === undefined) return undefined
  const bounds = { min: '1s', max: '1d' }
  const min = resolveDuration(resolution, spec.min, [...path, 'min'], bounds)
  const max = resolveDuration(resolution, spec.max, [...path, 'max'], bounds)
  if (min !== undefined && max !== undefined && min > max) {
    const message = `${quoted(spec.min ?? '')} is more than the "max", ${quoted(spec.max ?? '')}`
    resolution.report(valueOutOfRange, { message, at: { path: [...path, 'min'] } })
    return undefined
  }
  return {
    min: min ?? Math.min(parseDuration('5s'), max ?? Number.POSITIVE_INFINITY),
    max: max ?? Math.max(parseDuration('30s'), min ?? 0),
  }
}
