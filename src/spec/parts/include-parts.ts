/** Follows `include` from file to file, and merges what it finds into one tree. */

import { quoted } from '../../diagnostics/quoted.ts'
import { includeCycle, includeMatchesNothing } from '../codes/file-codes.ts'
import { checkShape } from '../shape/check-shape.ts'
import { definition, replaceBySchema } from '../shape/walk-schema.ts'
import type { SpecReader } from '../spec-reader.ts'
import type { Reporter } from '../tree/finding.ts'
import { type MapNode, mapOf, type Node, type ScalarNode } from '../tree/node.ts'
import { mergeParts } from './merge-parts.ts'
import { readPart } from './read-part.ts'
import { type ReadProblem, readProblem, reportProblem } from './read-text.ts'
import { folderOf, inFolder, relativeTo } from './spec-path.ts'

export interface IncludedSpec {
  readonly tree: MapNode
  /** False when a file is missing or too broken to be read: references to what it holds mean nothing then. */
  readonly isComplete: boolean
}

/** The tree of the spec at `path`, merged with all that it includes; paths of files lead from its folder. */
export async function includeParts(
  tree: MapNode,
  path: string,
  reader: SpecReader,
  reporter: Reporter,
): Promise<IncludedSpec> {
  const walk = new IncludeWalk(path, reader, reporter)
  const merged = await walk.merged(tree, [path])
  return { tree: merged, isComplete: walk.isComplete }
}

interface Included {
  readonly pattern: ScalarNode
  /** From where the reader starts. */
  readonly file: string
}

class IncludeWalk {
  readonly #rootFolder: string
  readonly #reader: SpecReader
  readonly #reporter: Reporter
  /** Every file is merged once, however many others include it. */
  readonly #merged = new Set<string>()
  isComplete = true

  constructor(root: string, reader: SpecReader, reporter: Reporter) {
    this.#rootFolder = folderOf(root)
    this.#reader = reader
    this.#reporter = reporter
  }

  /** `above` are the files on the way to this tree, its own the last. */
  async merged(tree: MapNode, above: readonly string[]): Promise<MapNode> {
    const path = above.at(-1) ?? ''
    const include = tree.entries.get('include')?.node
    this.#checkInclude(tree)
    let merged = rebased(withoutKey(tree, 'include'), relativeTo(this.#rootFolder, folderOf(path)))
    for (const included of await this.#includedFiles(include, path)) {
      const part = await this.#part(included, above)
      if (part !== undefined) merged = mergeParts(merged, part, this.#reporter.report)
    }
    return merged
  }

  /** The rest of the shape is checked when all is merged; `include` is gone then. */
  #checkInclude({ entries }: MapNode): void {
    const include = entries.get('include')
    if (include !== undefined) this.#reporter.take(checkShape(versioned([['include', include]])).diagnostics)
  }

  /** The files that a file includes, each once, in the order of the patterns and then of their names. */
  async #includedFiles(include: Node | undefined, path: string): Promise<readonly Included[]> {
    const files = new Map<string, Included>()
    for (const pattern of include?.kind === 'list' ? include.items : []) {
      if (pattern.kind !== 'scalar' || typeof pattern.value !== 'string' || pattern.value === '') continue
      for (const file of await this.#filesOf(pattern, pattern.value, folderOf(path))) {
        const isItself = file === path && isGlob(pattern.value)
        if (!isItself && !files.has(file)) files.set(file, { pattern, file })
      }
    }
    return [...files.values()]
  }

  async #filesOf(pattern: ScalarNode, text: string, folder: string): Promise<readonly string[]> {
    if (!isGlob(text)) return [inFolder(folder, text)]
    const found = await this.#reader.glob(text, folder).catch((error: unknown) => {
      this.#lose(pattern, readProblem(error, folder))
      return undefined
    })
    if (found?.length === 0) {
      this.#reporter.report(includeMatchesNothing, {
        message: `${quoted(text)} finds no file`,
        at: placeOf(pattern),
        hint: 'check the pattern, or remove it',
      })
    }
    return (found ?? []).map((file) => inFolder(folder, file.replaceAll('\\', '/'))).sort()
  }

  async #part({ file, pattern }: Included, above: readonly string[]): Promise<MapNode | undefined> {
    if (above.includes(file)) {
      this.#reporter.report(includeCycle, {
        message: `${quoted(file)} includes itself${file === above.at(-1) ? '' : `, by way of ${quoted(above.at(-1) ?? '')}`}`,
        at: placeOf(pattern),
        hint: 'remove one of the includes',
      })
      return undefined
    }
    if (this.#merged.has(file)) return undefined
    this.#merged.add(file)
    const tree = await this.#read(file, pattern)
    return tree === undefined ? undefined : this.merged(tree, [...above, file])
  }

  async #read(file: string, pattern: ScalarNode): Promise<MapNode | undefined> {
    const part = await readPart(this.#reader, file)
    if ('code' in part) {
      this.#lose(pattern, part)
      return undefined
    }
    this.#reporter.take(part.diagnostics)
    const { tree } = part
    if (tree?.kind === 'map' && this.#speaksOurVersion(tree)) return withoutKey(tree, 'mqttopia', '$schema')
    if (tree !== undefined && tree.kind !== 'map') this.#reporter.take(checkShape(tree).diagnostics)
    this.isComplete = false
    return undefined
  }

  /** An included file may leave its version out. */
  #speaksOurVersion({ entries }: MapNode): boolean {
    const version = entries.get('mqttopia')
    if (version === undefined) return true
    const { tree, diagnostics } = checkShape(mapOf([['mqttopia', version]]))
    this.#reporter.take(diagnostics)
    return tree !== undefined
  }

  #lose(pattern: ScalarNode, problem: ReadProblem): void {
    this.isComplete = false
    reportProblem(problem, placeOf(pattern), this.#reporter.report)
  }
}

function isGlob(text: string): boolean {
  return /[*?[\]{}()!]/.test(text)
}

function placeOf({ span }: ScalarNode) {
  return span === undefined ? { path: ['include'] } : { span }
}

function versioned(entries: readonly (readonly [string, { readonly node: Node }])[]): MapNode {
  return mapOf([['mqttopia', { node: { kind: 'scalar', value: 1 } }], ...entries])
}

function withoutKey(map: MapNode, ...unwanted: readonly string[]): MapNode {
  return { ...map, entries: new Map([...map.entries].filter(([key]) => !unwanted.includes(key))) }
}

/** Paths of files, which are relative to the file that names them, become relative to the root spec's folder. */
function rebased(tree: MapNode, folder: string): MapNode {
  const replaced = replaceBySchema(tree, definition('filePath'), (node) =>
    node.kind === 'scalar' && typeof node.value === 'string' && node.value !== ''
      ? { ...node, value: inFolder(folder, node.value) }
      : node,
  )
  return replaced.kind === 'map' ? replaced : tree
}
