/** Compares a whole folder of texts with what is expected; `UPDATE_GOLDEN=1` rewrites it, which CI refuses. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'

export function expectFolder(built: ReadonlyMap<string, string>, folder: string): void {
  if (process.env.UPDATE_GOLDEN === '1') rewrite(built, folder)
  const expected = existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    : []
  expect([...built.keys()].sort()).toEqual(expected.sort())
  for (const [path, text] of built) expect(text, path).toBe(readFileSync(join(folder, path), 'utf8'))
}

function rewrite(built: ReadonlyMap<string, string>, folder: string): void {
  if (process.env.CI === 'true') throw new Error('golden files are not rewritten in CI')
  rmSync(folder, { recursive: true, force: true })
  for (const [path, text] of built) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
