/** Reads specs and what they name from the file system. */

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createJiti } from 'jiti'
import { glob } from 'tinyglobby'
import type { SpecReader } from '../spec/spec-reader.ts'

/** What specs import as `mqttopia`, which need not be installed beside them; as source or as built. */
const API = fileURLToPath(
  new URL(`../index.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
)

export function fileReader(cwd: string): SpecReader {
  return {
    readFile: (path) => readFile(resolve(cwd, path)),
    glob: (pattern, folder) =>
      glob(pattern, { cwd: resolve(cwd, folder), onlyFiles: true, dot: false, expandDirectories: false }),
    importModule: (path) =>
      createJiti(pathToFileURL(`${cwd}/`).href, { moduleCache: false, alias: { mqttopia: API } }).import(
        resolve(cwd, path),
      ),
  }
}
