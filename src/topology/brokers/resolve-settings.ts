/** Everything of a broker but its names and listeners: what it says itself, else the `defaults`, else ours. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Defaults } from '../../spec/generated/spec.ts'
import type { Broker, Install, Logging, Persistence, Retain } from '../broker.ts'
import { valueOutOfRange } from '../codes/value-codes.ts'
import { resolveDuration } from '../quantity.ts'
import type { Resolution } from '../resolution.ts'
import { parseDuration } from '../units.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { resolveLimits } from './resolve-limits.ts'

type Settings = Pick<
  Broker,
  'engine' | 'access' | 'limits' | 'persistence' | 'retain' | 'logging' | 'install'
>

/** Settings as far as one place of the spec gives them. */
export type WrittenSettings = {
  readonly [Part in keyof Settings]?: Settings[Part] extends string ? Settings[Part] : Partial<Settings[Part]>
}

const PERSISTENCE: Persistence = { enabled: false, queueQos0: false }
const RETAIN: Retain = { available: true, checkSource: false }
const LOGGING: Logging = {
  destinations: ['stdout'],
  types: ['error', 'warning', 'notice', 'information'],
  timestamps: true,
  connections: true,
}
const INSTALL: Install = {
  config: '/etc/mosquitto',
  data: '/var/lib/mosquitto',
  log: '/var/log/mosquitto',
  plugins: '/usr/lib/x86_64-linux-gnu',
  user: 'mosquitto',
}

/** Reads the settings at `path`, which is a broker's or that of the `defaults`. */
export function resolveSettings(resolution: Resolution, spec: Defaults, path: SpecPath): WrittenSettings {
  const { engine = {}, access, limits = {}, logging = {}, install = {} } = spec
  return withoutUndefined<WrittenSettings>({
    engine:
      engine.version === undefined ? {} : { version: engine.version, path: [...path, 'engine', 'version'] },
    access,
    limits: resolveLimits(resolution, limits, [...path, 'limits']),
    persistence: resolvePersistence(resolution, spec.persistence, [...path, 'persistence']),
    retain: resolveRetain(resolution, spec.retain, [...path, 'retain']),
    logging: withoutUndefined<Partial<Logging>>({
      destinations: logging.destinations && [...new Set(logging.destinations)],
      types: logging.types && [...new Set(logging.types)],
      timestamps: logging.timestamps,
      connections: logging.connections,
    }),
    install,
  })
}

/** Lays a broker's own settings over the defaults. */
export function mergeSettings(
  defaults: WrittenSettings,
  own: WrittenSettings,
  brokerPath: SpecPath,
): Settings {
  return {
    engine: { kind: 'mosquitto', version: '2.0', path: brokerPath, ...defaults.engine, ...own.engine },
    access: own.access ?? defaults.access ?? 'acl-file',
    limits: { ...defaults.limits, ...own.limits },
    persistence: { ...PERSISTENCE, ...defaults.persistence, ...own.persistence },
    retain: { ...RETAIN, ...defaults.retain, ...own.retain },
    logging: { ...LOGGING, ...defaults.logging, ...own.logging },
    install: { ...INSTALL, ...defaults.install, ...own.install },
  }
}

function resolvePersistence(
  resolution: Resolution,
  { enabled, autosave, sessionExpiry, queueQos0 }: NonNullable<Defaults['persistence']> = {},
  path: SpecPath,
): Partial<Persistence> {
  return withoutUndefined<Partial<Persistence>>({
    enabled,
    autosaveSeconds: resolveDuration(resolution, autosave, [...path, 'autosave'], { min: '1s' }),
    sessionExpirySeconds: resolveWhole(resolution, sessionExpiry, [...path, 'sessionExpiry'], '1h', 'hours'),
    queueQos0,
  })
}

function resolveRetain(
  resolution: Resolution,
  { available, expiry, checkSource }: NonNullable<Defaults['retain']> = {},
  path: SpecPath,
): Partial<Retain> {
  const expirySeconds = resolveWhole(resolution, expiry, [...path, 'expiry'], '1m', 'minutes')
  return withoutUndefined<Partial<Retain>>({ available, expirySeconds, checkSource })
}

/** A duration of at least one `unit`, and whole ones: engines count in them. */
function resolveWhole(
  resolution: Resolution,
  text: string | undefined,
  path: SpecPath,
  unit: string,
  unitName: string,
): number | undefined {
  const seconds = resolveDuration(resolution, text, path, { min: unit })
  if (seconds === undefined || seconds % parseDuration(unit) === 0) return seconds
  const message = `${quoted(text ?? '')} is not a whole number of ${unitName}`
  resolution.report(valueOutOfRange, { message, at: { path } })
  return undefined
}
