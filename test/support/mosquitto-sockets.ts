/**
 * Tells whether a process listens, without connecting to it (a bare connection would leave errors in a TLS broker's log).
 * Linux: reads `/proc`; proc(5), `/proc/pid/fd`, `/proc/net/tcp`.
 */

import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { ConfListener } from './mosquitto-conf.ts'

const LISTEN = '0A'

/** True when process `pid` itself has `listener` open. */
export function isListening(pid: number, listener: ConfListener): boolean {
  const inodes = socketInodes(pid)
  return 'port' in listener
    ? tcpListeners().some(({ port, inode }) => port === listener.port && inodes.has(inode))
    : unixListeners().some(({ path, inode }) => path.endsWith(listener.socket) && inodes.has(inode))
}

function socketInodes(pid: number): Set<string> {
  const folder = `/proc/${pid}/fd`
  if (!existsSync(folder)) return new Set()
  return new Set(
    readdirSync(folder).map((fd) => /^socket:\[(\d+)\]$/.exec(linkTarget(`${folder}/${fd}`))?.[1] ?? ''),
  )
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return '' // closed since the folder was read
  }
}

function tcpListeners(): { port: number; inode: string }[] {
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap(procLines)
    .filter((fields) => fields[3] === LISTEN)
    .map((fields) => ({
      port: Number.parseInt(fields[1]?.split(':').at(-1) ?? '', 16),
      inode: fields[9] ?? '',
    }))
}

function unixListeners(): { path: string; inode: string }[] {
  return procLines('/proc/net/unix').map((fields) => ({ path: fields[7] ?? '', inode: fields[6] ?? '' }))
}

function procLines(path: string): string[][] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
}
