/** Runs `mosquitto_sub`, `mosquitto_pub` and `mosquitto_rr`, and gives what they printed. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { ProtocolVersion } from '../../../src/broker/packet/packet.ts'
import { needPeer } from '../../support/real-peer.ts'
import type { Access } from './peer-client.ts'

export interface Ran {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningProgram {
  /** Resolves when the broker has answered a SUBSCRIBE; rejects when the program ends before. */
  readonly subscribed: Promise<void>
  readonly ended: Promise<Ran>
  /** Ends it without a goodbye. (With SIGINT it would say one, or hang: it takes a lock in its signal handler.) */
  kill(): Promise<Ran>
}

const MOST_SECONDS = '20'
const VERSION_NAMES = { 3: 'mqttv31', 4: 'mqttv311', 5: 'mqttv5' } as const

/** Prints `topic payload qos retain` of each message. */
export const MESSAGE_FORMAT = '> %t %p %q %r'

/** Lines of messages, without the program's talk of packets. */
export function messageLines({ stdout }: Ran): string[] {
  return stdout.split('\n').flatMap((line) => (line.startsWith('> ') ? line.slice(2) : []))
}

export function accessArguments({ transport, socketPath = '', port, ca, cert, key, psk }: Access): string[] {
  return [
    ...(transport === 'unix' ? ['--unix', socketPath] : ['-h', 'localhost', '-p', String(port)]),
    ...(ca === undefined ? [] : ['--cafile', ca]),
    ...(cert === undefined ? [] : ['--cert', cert]),
    ...(key === undefined ? [] : ['--key', key]),
    ...(psk === undefined ? [] : ['--psk', psk.key, '--psk-identity', psk.identity]),
  ]
}

export interface ProgramOptions {
  readonly version?: ProtocolVersion
  readonly args: readonly string[]
}

/** Starts `mosquitto_sub`, printing in {@link MESSAGE_FORMAT}. */
export function startSub(access: Access, { version = 5, args }: ProgramOptions): RunningProgram {
  // `-d` says when the SUBACK has come; the debugging lines are on the same stream, and no buffer may hold them back.
  return start('mosquitto_sub', access, version, ['-d', '-F', MESSAGE_FORMAT, '-W', MOST_SECONDS, ...args])
}

export function pub(access: Access, { version = 5, args }: ProgramOptions): Promise<Ran> {
  return start('mosquitto_pub', access, version, args).ended
}

export function rr(access: Access, { version = 5, args }: ProgramOptions): Promise<Ran> {
  return start('mosquitto_rr', access, version, ['-W', MOST_SECONDS, ...args]).ended
}

function start(
  program: string,
  access: Access,
  version: ProtocolVersion,
  args: readonly string[],
): RunningProgram {
  const all = ['-oL', needPeer(program), ...accessArguments(access), '-V', VERSION_NAMES[version], ...args]
  return supervise(spawn(needPeer('stdbuf'), all, { stdio: ['ignore', 'pipe', 'pipe'] }))
}

function supervise(child: ChildProcess): RunningProgram {
  let [stdout, stderr] = ['', '']
  const { promise: subscribed, resolve, reject } = withResolvers()
  child.stdout?.on('data', (data: Buffer) => {
    stdout += data.toString()
    if (stdout.includes('received SUBACK') || stdout.includes('Subscribed (mid')) resolve()
  })
  child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()))
  const ended = once(child, 'close').then((): Ran => {
    reject(new Error(`ended without a subscription:\n${stdout}${stderr}`))
    return { exitCode: child.exitCode, stdout, stderr }
  })
  subscribed.catch(() => {}) // not everybody waits for it
  const kill = () => {
    child.kill('SIGKILL')
    return ended
  }
  return { subscribed, ended, kill }
}

function withResolvers() {
  let resolve: () => void = () => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
