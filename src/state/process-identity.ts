/** Names running processes so that another run can tell whether the one that holds a lock still lives. */

import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

export interface ProcessIdentity {
  /** Host and process namespace: process ids mean something only within it. */
  readonly machine: string
  readonly pid: number
  /** In clock ticks since boot, where the system tells; a reused process id has another one. */
  readonly started: string
}

export function thisProcess(): ProcessIdentity {
  return { machine: machineName(), pid: process.pid, started: startOf(process.pid) ?? '0' }
}

export type Liveness = 'alive' | 'dead' | 'unknown'

/** `unknown` for a process of another machine or container. */
export function livenessOf({ machine, pid, started }: ProcessIdentity): Liveness {
  if (machine !== machineName()) return 'unknown'
  if (!exists(pid)) return 'dead'
  const now = startOf(pid)
  return now === undefined || started === '0' || now === started ? 'alive' : 'dead'
}

/** A file name that holds the identity; `nonce` tells two locks of one process apart. */
export function identityFileName({ machine, pid, started }: ProcessIdentity, nonce: string): string {
  return `${pid}~${started}~${nonce}~${encodeURIComponent(machine).slice(0, 180)}`
}

/** The inverse of {@link identityFileName}; `undefined` for other names. */
export function parseIdentity(name: string): ProcessIdentity | undefined {
  const [, pid, started, machine] = /^(\d+)~(\d+)~[^~]*~(.*)$/.exec(name) ?? []
  if (pid === undefined || started === undefined || machine === undefined) return undefined
  return { machine: decoded(machine), pid: Number(pid), started }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // cut short: equals no machine, so nothing is concluded from it
  }
}

let machine: string | undefined

function machineName(): string {
  machine ??= [hostname(), pidNamespace()].filter((part) => part !== '').join(' ')
  return machine
}

/** As `pid:[4026531836]`; empty outside Linux. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Field 22 of /proc/PID/stat, proc(5); the name in field 2 may hold spaces and brackets. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .at(19)
  } catch {
    return undefined
  }
}
