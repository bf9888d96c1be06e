/** The listener of the far broker that a bridge dials, and how it identifies itself there. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted, quotedList } from '../../diagnostics/quoted.ts'
import type { Bridge as SpecBridge } from '../../spec/generated/spec.ts'
import type { AuthKind, Broker, Listener } from '../broker.ts'
import { ambiguousListener, bridgeNotAdmitted } from '../codes/broker-codes.ts'
import { unknownReference } from '../codes/reference-codes.ts'
import { authMissing } from '../codes/user-codes.ts'
import { nameHint } from '../name-table.ts'
import type { Resolution } from '../resolution.ts'
import { isBroken } from '../users/at-maker.ts'

/** What is known of a bridge before its listener is. */
export interface Dialling {
  readonly name: string
  readonly spec: SpecBridge
  readonly to: Broker
  readonly path: SpecPath
}

/** A listener that has a port. */
export interface Dialled {
  readonly listener: Listener
  readonly port: number
  readonly kind: AuthKind
}

const KINDS = ['certificate', 'password', 'psk', 'anonymous'] as const

/** `undefined` where no listener fits, or more than one, which is reported. */
export function dialledListener(resolution: Resolution, dialling: Dialling): Dialled | undefined {
  const { auth, listener: name } = dialling.spec
  const kind = KINDS.find((kind) => auth?.[kind] !== undefined)
  if (kind === undefined && resolution.isDamaged([...dialling.path, 'auth'])) return undefined
  return name === undefined
    ? onlyListener(resolution, dialling, kind)
    : namedListener(resolution, dialling, name, kind)
}

function namedListener(
  resolution: Resolution,
  dialling: Dialling,
  name: string,
  writtenKind: AuthKind | undefined,
): Dialled | undefined {
  const { to, path } = dialling
  const listener = to.listeners.find((listener) => listener.name === name)
  if (listener === undefined) {
    if (!isBroken(resolution, to, name)) reportUnknown(resolution, to, name, [...path, 'listener'])
    return undefined
  }
  const kind = writtenKind ?? (listener.auth.includes('certificate') ? 'certificate' : undefined)
  if (kind === undefined) {
    reportNoAuth(resolution, dialling)
    return undefined
  }
  const { port } = listener
  if (port !== undefined && listener.auth.includes(kind)) return { listener, port, kind }
  const why = port === undefined ? 'is a Unix socket, which no bridge can dial' : `does not admit "${kind}"`
  resolution.report(bridgeNotAdmitted, {
    message: `listener ${quoted(name)} of broker ${quoted(to.name)} ${why}`,
    at: { path: [...path, 'listener'] },
    related: [{ at: { path: listener.path, on: 'key' }, message: 'the listener is here' }],
  })
  return undefined
}

/** Engines bridge over plain MQTT; a websocket is taken only where there is nothing else. */
function onlyListener(
  resolution: Resolution,
  dialling: Dialling,
  writtenKind: AuthKind | undefined,
): Dialled | undefined {
  const { to } = dialling
  const kind = writtenKind ?? 'certificate'
  const fitting = to.listeners.filter(({ auth, transport }) => transport !== 'unix' && auth.includes(kind))
  const tcp = fitting.filter(({ transport }) => transport === 'tcp')
  const [listener, ...others] = tcp.length > 0 ? tcp : fitting
  if (listener?.port !== undefined && others.length === 0) return { listener, port: listener.port, kind }
  if (listener !== undefined) reportSeveral(resolution, dialling, [listener, ...others])
  else if (hasBrokenListener(resolution, to)) return undefined
  else if (writtenKind === undefined) reportNoAuth(resolution, dialling)
  else reportNotAdmitted(resolution, dialling, writtenKind)
  return undefined
}

/** A listener that is written but wrong might have been the one. */
function hasBrokenListener(resolution: Resolution, { name, listeners }: Broker): boolean {
  const written = Object.keys(resolution.spec.brokers?.[name]?.listeners ?? {})
  return written.length > listeners.length || resolution.isDamaged(['brokers', name, 'listeners'])
}

function reportUnknown(
  { report }: Resolution,
  { name, listeners }: Broker,
  listener: string,
  path: SpecPath,
): void {
  const names = listeners.map((other) => other.name)
  const hint = nameHint(listener, names)
  const message = `broker ${quoted(name)} has no listener ${quoted(listener)}`
  report(unknownReference, { message, at: { path }, ...(hint === undefined ? {} : { hint }) })
}

function reportSeveral(
  { report }: Resolution,
  { name, to, path }: Dialling,
  listeners: readonly Listener[],
): void {
  const names = listeners.map((listener) => listener.name)
  report(ambiguousListener, {
    message: `broker ${quoted(to.name)} has ${names.length} listeners that admit bridge ${quoted(name)}`,
    at: { path, on: 'key' },
    hint: `add "listener" with one of ${quotedList(names)}`,
  })
}

function reportNoAuth({ report }: Resolution, { name, to, path }: Dialling): void {
  report(authMissing, {
    message: `bridge ${quoted(name)} has no "auth", and broker ${quoted(to.name)} does not ask it for a certificate`,
    at: { path, on: 'key' },
    hint: 'add "auth", such as { password: { generate: {} } }',
  })
}

function reportNotAdmitted({ report }: Resolution, { name, to, path }: Dialling, kind: AuthKind): void {
  report(bridgeNotAdmitted, {
    message: `no listener of broker ${quoted(to.name)} that bridge ${quoted(name)} could dial admits "${kind}"`,
    at: { path: [...path, 'auth'] },
    related: [{ at: { path: [...to.path, 'listeners'], on: 'key' }, message: 'its listeners are here' }],
    hint: `add "${kind}" to the auth of one of them, or give the bridge another "auth"`,
  })
}
