/** Lines about the broker itself: start, stop, listeners, configuration. */

import type { LogLine } from './log-line.ts'

export function brokerStarting(version: string): LogLine {
  return information(`mqttopia ${version} starting`)
}

export function brokerRunning(version: string): LogLine {
  return information(`mqttopia ${version} running`)
}

export function brokerTerminating(version: string): LogLine {
  return information(`mqttopia ${version} terminating`)
}

export function configLoaded(path: string): LogLine {
  return information(`Config loaded from ${path}.`)
}

export function defaultConfig(): LogLine {
  return information('Using default config.')
}

/** No `listener` in the configuration. */
export function localOnly(): LogLine[] {
  return [
    information(
      'Starting in local only mode. Connections will only be possible from clients running on this machine.',
    ),
    information('Create a configuration file which defines a listener to allow remote access.'),
  ]
}

export function reloadingConfig(): LogLine {
  return information('Reloading config.')
}

export function savingSessions(path: string): LogLine {
  return information(`Saving in-memory database to ${path}.`)
}

export interface OpenedSocket {
  readonly listener: string
  readonly protocol: 'mqtt' | 'websockets'
  readonly at: { readonly port: number; readonly family: 'ipv4' | 'ipv6' } | { readonly unixPath: string }
}

export function openingListener({ listener, protocol, at }: OpenedSocket): LogLine {
  const fields = { listener, protocol }
  if ('unixPath' in at) return information(`Opening unix listen socket on path ${at.unixPath}.`, fields)
  const kind = protocol === 'websockets' ? 'websockets' : at.family
  return information(`Opening ${kind} listen socket on port ${at.port}.`, fields)
}

/** `seconds`: below 0 it was set back. A machine that has slept looks the same. */
export function clockSet(seconds: number): LogLine {
  const direction = seconds > 0 ? 'ahead' : 'back'
  return {
    type: 'notice',
    message: `The clock of this machine went ${Math.abs(seconds)} seconds ${direction} at once; what expires is not affected.`,
  }
}

/** `reason`: why its files could not be read again. */
export function filesKept(listener: string, reason: string): LogLine {
  return {
    type: 'warning',
    message: `Warning: ${reason}; listener ${listener} goes on with what it has read before.`,
    fields: { listener },
  }
}

/** `problem`: a sentence without its full stop. */
export function brokerError(problem: string): LogLine {
  return { type: 'error', message: `Error: ${problem}.` }
}

export function brokerWarning(problem: string): LogLine {
  return { type: 'warning', message: `Warning: ${problem}.` }
}

function information(message: string, fields?: LogLine['fields']): LogLine {
  return { type: 'information', message, ...(fields === undefined ? {} : { fields }) }
}
