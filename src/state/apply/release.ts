/** The files of one broker as they are installed: named after their content, so that the same files are the same release. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../../diagnostics/failure.ts'
import { digestBytes, digestEntries } from '../../files/digest.ts'
import { type ManifestEntry, manifestName, parseManifest } from '../../files/manifest.ts'
import { brokerFolder } from '../../targets/mosquitto/install-paths.ts'

export interface Release {
  /** Of paths, contents and modes. */
  readonly id: string
  readonly broker: string
  /** Paths below the broker's folder, sorted. */
  readonly entries: readonly ManifestEntry[]
  /** The content that an entry describes. */
  readonly read: (path: string) => Buffer
}

/**
 * The release that a compile made for a broker.
 *
 * @throws Failure when there is none, or its files are not as they were compiled
 */
export function compiledRelease(output: string, broker: string): Release {
  const entries = brokerEntries(output, broker)
  const folder = join(output, brokerFolder(broker))
  const read = (path: string) => {
    const bytes = readFileSync(join(folder, path))
    const entry = entries.find((each) => each.path === path)
    if (entry?.sha256 === digestBytes(bytes)) return bytes
    throw new Failure(`${join(folder, path)} is not as it was compiled; compile again`)
  }
  return { id: releaseId(entries), broker, entries, read }
}

function brokerEntries(output: string, broker: string): readonly ManifestEntry[] {
  const prefix = `${brokerFolder(broker)}/`
  const entries = parseManifest(manifestText(output)) ?? []
  const own = entries.filter(({ path }) => path.startsWith(prefix))
  if (own.length === 0)
    throw new Failure(`${output} holds no files of a broker ${JSON.stringify(broker)}; compile first`)
  return own.map((entry) => ({ ...entry, path: entry.path.slice(prefix.length) }))
}

function manifestText(output: string): string {
  try {
    return readFileSync(join(output, manifestName), 'utf8')
  } catch (cause) {
    throw new Failure(`there is nothing compiled in ${output}; compile first`, { cause })
  }
}

export function releaseId(entries: readonly ManifestEntry[]): string {
  return digestEntries(entries).slice(0, 16)
}

const releaseIdPattern = /^[0-9a-f]{16}$/

export function isReleaseId(name: string): boolean {
  return releaseIdPattern.test(name)
}
