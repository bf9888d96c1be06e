/** Reads specs and what they name from the file system. */

import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineTopology } from '../spec/define-topology.ts'
import type { SpecReader } from '../spec/spec-reader.ts'

export function fileReader(cwd: string): SpecReader {
  return {
    readFile: (path) => readWhole(resolve(cwd, path)),
    glob: (pattern, folder) => filesLike(pattern, resolve(cwd, folder)),
    importModule: async (path) => (await moduleLoader(cwd)).import(resolve(cwd, path)),
  }
}

/** A pipe ends, and is read; a device such as `/dev/zero` may never end. */
async function readWhole(path: string): Promise<Uint8Array> {
  const status = await stat(path)
  if (status.isCharacterDevice() || status.isBlockDevice())
    throw Object.assign(new Error(`${path} is a device`), { code: 'ENODEV', path })
  return readFile(path)
}

async function filesLike(pattern: string, cwd: string): Promise<readonly string[]> {
  const { glob } = await import('tinyglobby') // few specs have a pattern
  return glob(pattern, { cwd, onlyFiles: true, dot: false, expandDirectories: false })
}

/**
 * Every load runs the module anew. It has what specs import from `mqttopia`, which need not be installed beside them.
 * Nothing is cached on disk: the cache would stand in a temporary folder, where others could put programs of theirs.
 */
async function moduleLoader(cwd: string) {
  const { createJiti } = await import('jiti') // large: for those alone whose spec is a program
  return createJiti(pathToFileURL(`${cwd}/`).href, {
    moduleCache: false,
    fsCache: false,
    virtualModules: { mqttopia: { defineTopology } },
  })
}
