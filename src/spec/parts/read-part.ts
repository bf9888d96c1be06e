/** Reads one file of a spec, by the front end that its name asks for. */

import { SourceText } from '../../diagnostics/source-text.ts'
import { parseJson } from '../json/parse-json.ts'
import { loadModule } from '../module/load-module.ts'
import type { SpecReader } from '../spec-reader.ts'
import type { Parsed } from '../tree/finding.ts'
import type { Node } from '../tree/node.ts'
import { parseYaml } from '../yaml/parse-yaml.ts'
import { decode, type ReadProblem, readText, reasonOf } from './read-text.ts'

const MODULE = /\.[cm]?[jt]s$/

export type Part = Parsed<Node> | ReadProblem

/** A file that another one includes. */
export async function readPart(reader: SpecReader, path: string): Promise<Part> {
  const source = await readText(reader, path, 'spec')
  return MODULE.test(path) && source instanceof SourceText ? loadModule(reader, path) : parsed(source)
}

/**
 * The file that the user named.
 *
 * Rejects with a sentence for people, and the system's error as its cause, when it cannot be read.
 */
export async function readRoot(reader: SpecReader, path: string): Promise<Part> {
  const bytes = await reader.readFile(path).catch((cause: unknown) => {
    throw new Error(`cannot read ${path}: ${reasonOf(cause)}`, { cause })
  })
  return MODULE.test(path) ? loadModule(reader, path) : parsed(decode(bytes, path, 'spec'))
}

function parsed(source: SourceText | ReadProblem): Part {
  if (!(source instanceof SourceText)) return source
  return source.name.endsWith('.json') ? parseJson(source) : parseYaml(source)
}
