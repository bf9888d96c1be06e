import type { SpecPath } from '../../../diagnostics/diagnostic.ts'
import { prose } from '../../../diagnostics/prose.ts'
import type { Bridge } from '../../../topology/bridge.ts'
import type { Broker, Limits, Listener } from '../../../topology/broker.ts'
import type { User } from '../../../topology/user.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

/** Mosquitto counts in 32-bit numbers, and goes on counting below zero. */
const MAX_INT = 2_147_483_647
/** sockaddr_un.sun_path, unix(7), less its end. */
const MAX_SOCKET_PATH_BYTES = 107
/** PSK_MAX_IDENTITY_LEN of OpenSSL 1.1; 3.0 takes 256. */
const MAX_IDENTITY_BYTES = 128
const MAX_ALPN_BYTES = 254
const MIN_KEEP_ALIVE = 10
/** With 10 kB, 2.0.11 ends as it starts and says nothing. */
const MIN_MEMORY_BYTES = 100_000

export const valueOutOfEngineRange: MosquittoRule = {
  code: 'value-out-of-engine-range',
  severity: 'error',
  summary: 'Mosquitto refuses this value, or takes it for another one',
  explanation: prose`
    Mosquitto's own bounds, and those of the OpenSSL below it: \`maxKeepAlive\` from 10s, \`memory\` from 100 kB (with
    much less the broker ends as it starts), \`autosave\` and \`sessionExpiry\` up to 68 years (2147483647 seconds),
    \`maxQueuedBytes\` and \`maxInflightBytes\` up to 2147483647 bytes, at most 107 bytes for the path of a Unix socket,
    128 for the identity of a pre-shared key and for its hint, and 254 for an ALPN name.
  `,
  *check({ topology: { brokers, bridges }, fresh }) {
    const outside = [
      ...brokers.flatMap(brokerBounds),
      ...bridges.flatMap(bridgeBounds),
      ...fresh.flatMap(userBounds),
    ].filter(({ value, min = 0, max = MAX_INT }) => value < min || value > max)
    for (const { what, value, unit, path, min, max } of outside) {
      const bounds = min === undefined ? `up to ${max ?? MAX_INT} ${unit}` : `from ${min} ${unit}`
      yield {
        message: `Mosquitto takes ${what} only ${bounds}, not ${value}`,
        at: { path },
        hint: `choose one ${bounds}`,
      }
    }
  },
}

interface Bounded {
  readonly what: string
  readonly value: number
  readonly unit: 'seconds' | 'bytes'
  readonly path: SpecPath
  readonly min?: number
  readonly max?: number
}

function brokerBounds({ limits, persistence, listeners, path }: Broker): Bounded[] {
  const { autosaveSeconds = 0, sessionExpirySeconds = 0 } = persistence
  const at = [...path, 'persistence']
  return [
    { what: '"autosave"', value: autosaveSeconds, unit: 'seconds', path: [...at, 'autosave'] },
    { what: '"sessionExpiry"', value: sessionExpirySeconds, unit: 'seconds', path: [...at, 'sessionExpiry'] },
    ...limitBounds(limits, [...path, 'limits']),
    ...listeners.flatMap(listenerBounds),
  ]
}

function limitBounds(
  { maxKeepAliveSeconds = MIN_KEEP_ALIVE, memoryBytes, maxQueuedBytes = 0, maxInflightBytes = 0 }: Limits,
  path: SpecPath,
): Bounded[] {
  return [
    {
      ...{ what: '"memory"', value: memoryBytes ?? MIN_MEMORY_BYTES, unit: 'bytes' },
      ...{ path: [...path, 'memory'], min: MIN_MEMORY_BYTES, max: Number.POSITIVE_INFINITY },
    },
    {
      ...{ what: '"maxKeepAlive"', value: maxKeepAliveSeconds, unit: 'seconds' },
      ...{ path: [...path, 'maxKeepAlive'], min: MIN_KEEP_ALIVE },
    },
    { what: '"maxQueuedBytes"', value: maxQueuedBytes, unit: 'bytes', path: [...path, 'maxQueuedBytes'] },
    {
      what: '"maxInflightBytes"',
      value: maxInflightBytes,
      unit: 'bytes',
      path: [...path, 'maxInflightBytes'],
    },
  ]
}

function listenerBounds({ tls, socketPath = '', path }: Listener): Bounded[] {
  const hint = tls?.kind === 'psk' ? tls.hint : ''
  return [
    text('the path of a socket', socketPath, [...path, 'path'], MAX_SOCKET_PATH_BYTES),
    text('a hint', hint, [...path, 'tls', 'psk', 'hint'], MAX_IDENTITY_BYTES),
  ]
}

function bridgeBounds({ alpn = '', path }: Bridge): Bounded[] {
  return [text('an ALPN name', alpn, [...path, 'tls', 'alpn'], MAX_ALPN_BYTES)]
}

function userBounds({ name, authentication, path }: User): Bounded[] {
  if (authentication.kind !== 'psk') return []
  return [text('the identity of a pre-shared key', name, path, MAX_IDENTITY_BYTES)]
}

function text(what: string, value: string, path: SpecPath, max: number): Bounded {
  return { what, value: Buffer.byteLength(value), unit: 'bytes', path, max }
}
