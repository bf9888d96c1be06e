/** Prepares materials for a topology written in YAML, in a scratch state folder. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { isError } from '../../../src/diagnostics/diagnostic.ts'
import {
  type MaterialOptions,
  type PreparedMaterials,
  prepareMaterials,
} from '../../../src/state/materials/prepare-materials.ts'
import type { Topology } from '../../../src/topology/topology.ts'
import { type ResolvedYaml, resolveYaml, type Surroundings } from '../../topology/resolve-yaml.ts'
import { tempFolder } from './temp-folder.ts'

export const NOW = new Date('2027-01-15T12:00:00Z')
export const DAY_MS = 24 * 60 * 60 * 1000

export function daysLater(days: number): Date {
  return new Date(NOW.getTime() + days * DAY_MS)
}

/** `text` is a spec less its first line. It must be free of errors. */
export function topologyOf(text: string, surroundings: Surroundings = {}): Topology {
  return resolved(text, surroundings).topology
}

function resolved(text: string, surroundings: Surroundings): ResolvedYaml {
  const resolved = resolveYaml(`name: plant\n${text}`, surroundings)
  expect(resolved.diagnostics.filter(isError)).toEqual([])
  return resolved
}

export interface Scene {
  /** Holds the spec's files, and `state`. */
  readonly folder: string
  readonly stateFolder: string
  readonly prepare: (text: string, changes?: SceneChanges) => Promise<Prepared>
}

export type SceneChanges = Partial<MaterialOptions> & Surroundings

export interface Prepared extends PreparedMaterials {
  readonly topology: Topology
  /** `severity code at "text": message` of each finding. */
  readonly said: readonly string[]
}

/** A folder with `files`, in which materials can be prepared again and again. */
export function scene(files: Readonly<Record<string, string | Uint8Array>> = {}): Scene {
  const folder = tempFolder()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const stateFolder = join(folder, 'state')
  return {
    folder,
    stateFolder,
    async prepare(text, { tables = {}, files: texts = {}, ...changes } = {}) {
      const { topology, textAt } = resolved(text, { tables, files: texts })
      const given = { stateFolder, specFolder: folder, env: {}, now: NOW }
      const prepared = await prepareMaterials(topology, { ...given, ...changes })
      const said = prepared.diagnostics.map(
        ({ severity, code, at, message }) =>
          `${severity} ${code} at ${textAt(at)?.split('\n')[0]}: ${message}`,
      )
      return { ...prepared, topology, said }
    },
  }
}
