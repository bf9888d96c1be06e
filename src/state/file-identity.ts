/**
 * What a file is known by without being read: its size, number and times. Whoever edits a file changes its `ctime`,
 * which no program can set back.
 */

import type { BigIntStats } from 'node:fs'

export function fileIdentity({ dev, ino, size, mode, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mode, mtimeNs, ctimeNs].join('/')
}

/** Of everything but `ctime`, which a second link changes too. */
export function contentIdentity(identity: string): string {
  return identity.slice(0, identity.lastIndexOf('/'))
}

/** The steps in which a file system's clock goes are shorter. */
export const clockStepMs = 20

/** Whether an edit of the file from now on would show in its times. */
export function isSettled(ctimeMs: number): boolean {
  return Date.now() - ctimeMs > clockStepMs
}
