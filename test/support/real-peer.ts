/** Real programs that tests run against: found, or the tests are skipped (at home) or fail (in CI). */

import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'

/** Daemons live here and are often missing from the PATH of people who are not root. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin']

/** Path of the program `name`, or `undefined` where it is not installed. */
export function findPeer(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS]
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

/**
 * Path of the program `name`.
 *
 * @throws Error where it is not installed; guard the tests with {@link describeWithPeers}.
 */
export function needPeer(name: string): string {
  const path = findPeer(name)
  if (path === undefined) throw new Error(`${name} is not installed`)
  return path
}

/** `describe` for tests that need all of `names`: skipped with a warning where one is missing, failed in CI. */
export function describeWithPeers(names: readonly string[], title: string, body: () => void): void {
  const missing = names.filter((name) => findPeer(name) === undefined)
  if (missing.length === 0) {
    describe(title, body)
  } else if (process.env.CI === 'true') {
    test(`${title}: ${missing.join(', ')} must be installed in CI`, () => expect(missing).toEqual([]))
  } else {
    console.warn(`SKIPPED "${title}": not installed here: ${missing.join(', ')}`)
    describe.skip(`${title} (needs ${missing.join(', ')})`, body)
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
