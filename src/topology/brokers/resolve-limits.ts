import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { Limits as SpecLimits } from '../../spec/generated/spec.ts'
import type { Limits, Qos } from '../broker.ts'
import { type Bounds, resolveDuration, resolveSize } from '../quantity.ts'
import type { Resolution } from '../resolution.ts'
import { withoutUndefined } from '../without-undefined.ts'

/** The remaining length of an MQTT packet is at most this (MQTT 5.0, 1.5.5). */
const LARGEST_PACKET = '268435455B'

type SizeSetting = 'maxPacketSize' | 'maxMessageSize' | 'maxQueuedBytes' | 'maxInflightBytes' | 'memory'

/** The limits that `spec`, standing at `path`, gives. */
export function resolveLimits(resolution: Resolution, spec: SpecLimits, path: SpecPath): Limits {
  const size = (setting: SizeSetting, bounds?: Bounds) =>
    resolveSize(resolution, spec[setting], [...path, setting], bounds)
  return withoutUndefined<Limits>({
    maxConnections: spec.maxConnections,
    maxPacketSizeBytes: size('maxPacketSize', { min: '20B', max: LARGEST_PACKET }),
    maxMessageSizeBytes: size('maxMessageSize', { max: LARGEST_PACKET }),
    maxQueuedMessages: spec.maxQueuedMessages,
    maxQueuedBytes: size('maxQueuedBytes'),
    maxInflight: spec.maxInflight,
    maxInflightBytes: size('maxInflightBytes'),
    maxQos: toQos(spec.maxQos),
    maxKeepAliveSeconds: resolveDuration(resolution, spec.maxKeepAlive, [...path, 'maxKeepAlive'], {
      max: '65535s',
    }),
    maxTopicAlias: spec.maxTopicAlias,
    memoryBytes: size('memory'),
    maxTotalConnections: spec.maxTotalConnections,
    maxTotalClients: spec.maxTotalClients,
  })
}

/** The schema knows a quality of service only as a number between 0 and 2. */
export function toQos(number: number | undefined): Qos | undefined {
  return number === 0 || number === 1 || number === 2 ? number : undefined
}
