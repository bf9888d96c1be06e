/** The files of brokers on two sides that are both in memory. */

import type { Artifact } from '../files/artifact.ts'
import type { ChangedFile } from '../targets/mosquitto/changes/file-change.ts'
import type { PathChanges } from './plan.ts'

/** Texts by path in the output. */
export type BrokerTexts = ReadonlyMap<string, string>

export function brokerTexts(artifacts: Iterable<Artifact>): BrokerTexts {
  const texts = new Map<string, string>()
  for (const { path, content } of artifacts) if (typeof content === 'string') texts.set(path, content)
  return texts
}

export function comparePaths(before: BrokerTexts, after: BrokerTexts): PathChanges {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort()
  return {
    added: paths.filter((path) => !before.has(path)),
    changed: paths.filter(
      (path) => before.has(path) && after.has(path) && before.get(path) !== after.get(path),
    ),
    removed: paths.filter((path) => !after.has(path)),
  }
}

/** The changed files of one broker, with paths below its folder. */
export function changedFilesOf(
  folder: string,
  { added, changed, removed }: PathChanges,
  before: (path: string) => string | undefined,
  after: (path: string) => string | undefined,
): readonly ChangedFile[] {
  const prefix = `${folder}/`
  const below = [...added, ...changed, ...removed].filter((path) => path.startsWith(prefix)).sort()
  return below.map((path) => {
    const [was, is] = [before(path), after(path)]
    return {
      path: path.slice(prefix.length),
      ...(was === undefined ? {} : { before: was }),
      ...(is === undefined ? {} : { after: is }),
    }
  })
}
