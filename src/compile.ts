/**
 * The front half of the tool, as its table of contents: a spec is loaded, resolved into a topology, and checked.
 * Every stage reports all it can; nothing is written, and nothing is read but the spec and the files it names.
 */

import { bundleRules } from './bundles/rules.ts'
import { checkRules } from './check/rules.ts'
import { type Diagnostic, isError, type Locate } from './diagnostics/diagnostic.ts'
import { runRules } from './diagnostics/rule.ts'
import { loadSpec } from './spec/load-spec.ts'
import type { SpecDocument } from './spec/spec-document.ts'
import type { SpecReader } from './spec/spec-reader.ts'
import { mosquittoRules } from './targets/mosquitto/mosquitto-rules.ts'
import { mosquittoSubject } from './targets/mosquitto/mosquitto-subject.ts'
import type { ResolvableSpec } from './topology/resolution.ts'
import { resolveTopology } from './topology/resolve-topology.ts'
import type { Topology } from './topology/topology.ts'
import { topologySubject } from './topology/topology-subject.ts'
import type { User } from './topology/user.ts'

export interface CompileOptions {
  /** The environment whose patch is merged in. */
  readonly environment?: string
  /** Decides what has expired. */
  readonly now: Date
  /** Name of the folder that the spec stands in: the topology's name unless the spec has one. */
  readonly folderName: string
  /** Takes the topology to where it shall run, before it is checked; what is wrong in the spec may be missing in it. */
  readonly move?: (topology: Topology) => Promise<Topology>
  /**
   * Tells which users an earlier check without findings did not see as they are, with the brokers, profiles and bundles
   * that they name; in the order of the topology. By default all.
   */
  readonly freshUsers?: (input: ResolvableSpec, topology: Topology) => readonly User[]
  /** Gives what the rules find in a spec without errors: as `look` does, which asks them, or from memory. */
  readonly findings?: (
    input: ResolvableSpec,
    topology: Topology,
    look: () => readonly Diagnostic[],
  ) => readonly Diagnostic[]
}

export interface Compilation {
  readonly document: SpecDocument
  /** What the topology was resolved from; absent as that is. */
  readonly input?: ResolvableSpec
  /** Absent when the spec holds nothing that could be resolved. With errors, it lacks what is wrong. */
  readonly topology?: Topology
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads and checks a spec.
 *
 * @throws Error when the spec's own file cannot be read. All that is wrong with what it says is in the diagnostics.
 */
export async function compile(
  path: string,
  reader: SpecReader,
  options: CompileOptions,
): Promise<Compilation> {
  const { environment, folderName, now, move, freshUsers, findings } = options
  const named = environment === undefined ? {} : { environment }
  const document = await loadSpec(path, reader, named)
  if (document.value === undefined) return { document, diagnostics: document.diagnostics }
  const { value, pruned, tables, files } = document
  const input = { value, pruned, tables, files, folderName, ...named }
  const { topology: resolved, diagnostics } = resolveTopology(input)
  const topology = move === undefined ? resolved : await move(resolved)
  const early = [...document.diagnostics, ...diagnostics]
  const fresh = freshUsers?.(input, topology)
  const isWhole = !early.some(isError)
  const look = () => checkTopology(topology, now, isWhole, fresh)
  const later = isWhole && findings !== undefined ? findings(input, topology, look) : look()
  const found = [...early, ...later]
  return { document, input, topology, diagnostics: inTextOrder(found, document.locate) }
}

/**
 * All that the rules of the engine-neutral checks, of the targets and of the bundles find. `isWhole`: nothing was
 * left out of the topology because it was wrong. `fresh`: the users that an earlier check without findings did not
 * see as they are.
 */
export function checkTopology(
  topology: Topology,
  now: Date,
  isWhole = true,
  fresh = topology.users,
): Diagnostic[] {
  const subject = topologySubject(topology, fresh)
  return [
    ...runRules(checkRules, { ...subject, now }, isWhole),
    ...runRules(mosquittoRules, mosquittoSubject(topology, fresh), isWhole),
    ...runRules(bundleRules, subject, isWhole),
  ]
}

export function hasErrors({ diagnostics }: Compilation): boolean {
  return diagnostics.some(isError)
}

/** By file in order of first mention, then by offset; what has no text comes last. */
function inTextOrder(diagnostics: readonly Diagnostic[], locate: Locate): Diagnostic[] {
  const files = new Map<string, number>()
  const placed = diagnostics.map((diagnostic) => {
    const span = locate(diagnostic.at)
    const file = span?.source.name ?? ''
    if (!files.has(file)) files.set(file, file === '' ? Number.POSITIVE_INFINITY : files.size)
    return { diagnostic, file: files.get(file) ?? 0, start: span?.start ?? 0 }
  })
  placed.sort((a, b) => (a.file === b.file ? a.start - b.start : a.file - b.file))
  return placed.map(({ diagnostic }) => diagnostic)
}
