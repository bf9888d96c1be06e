/** A file system that fails on purpose: at its nth change, with an error of the system or as if the power went. */

import { type FileSystem, nodeFileSystem } from '../../../src/state/file-system.ts'

/** What a process that is gone would have done next does not happen: every later change throws it again. */
export class PowerCut extends Error {}

const changes = [
  'chmodSync',
  'copyFileSync',
  'fchmodSync',
  'fsyncSync',
  'linkSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'symlinkSync',
  'unlinkSync',
  'writeSync',
] as const

type Change = (typeof changes)[number]

export interface FaultyFileSystem {
  readonly fs: FileSystem
  /** Changes asked for so far. */
  readonly count: () => number
}

/** Calls `before` with the number and the name of each change; it may throw. */
function intercepted(
  before: (index: number, change: Change, args: readonly unknown[]) => void,
): FaultyFileSystem {
  let count = 0
  const fs: Record<string, unknown> = { ...nodeFileSystem }
  for (const change of changes) {
    const original = nodeFileSystem[change] as (...args: unknown[]) => unknown
    fs[change] = (...args: unknown[]) => {
      before(count, change, args)
      count += 1
      return original(...args)
    }
  }
  return { fs: fs as unknown as FileSystem, count: () => count }
}

/** Counts and changes nothing. */
export function countingFileSystem(): FaultyFileSystem {
  return intercepted(() => {})
}

/** Dies before change number `index`; of a write, half has happened. */
export function powerCutAt(index: number): FaultyFileSystem {
  return intercepted((now, change, args) => {
    if (now < index) return
    if (now === index && change === 'writeSync') writeHalf(args)
    throw new PowerCut(`at change ${index}: ${change}`)
  })
}

function writeHalf([file, bytes, offset = 0, length]: readonly unknown[]): void {
  if (typeof file !== 'number' || !(bytes instanceof Uint8Array)) return
  const half = Math.floor((typeof length === 'number' ? length : bytes.length) / 2)
  if (half > 0) nodeFileSystem.writeSync(file, bytes, Number(offset), half)
}

const makesRoom: readonly Change[] = ['rmSync', 'rmdirSync', 'unlinkSync', 'fsyncSync', 'renameSync']

/** From change number `index` on, everything that needs space or a permission fails with `code`. */
export function failingFrom(index: number, code: 'ENOSPC' | 'EACCES'): FaultyFileSystem {
  return intercepted((now, change) => {
    if (now < index || makesRoom.includes(change)) return
    throw Object.assign(new Error(`${code}: simulated`), { code, syscall: change })
  })
}
