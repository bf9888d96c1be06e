/** From a compilation to materials: the step between reading a spec and building its files. */

import { relative, resolve, sep } from 'node:path'
import { hasErrors } from '../compile.ts'
import { isError } from '../diagnostics/diagnostic.ts'
import { type PreparedMaterials, prepareMaterials } from '../state/materials/prepare-materials.ts'
import { withoutBundlesOf } from '../state/materials/public-materials.ts'
import type { MaterialInputs } from '../state/stamp/material-inputs.ts'
import type { Topology } from '../topology/topology.ts'
import type { EarlierCompile } from './earlier-compile.ts'
import { ExitCode } from './exit-code.ts'
import type { Host } from './host.ts'
import { hostIdentities, type IdentityOptions } from './identity-option.ts'
import { type OpenOptions, type OpenSpec, openSpec, specPath } from './open-spec.ts'
import { printDiagnostics } from './output-format.ts'
import { stateFolder as ownStateFolder } from './own-folders.ts'
import type { ProgressBar } from './progress-bar.ts'
import { type EarlierSpec, sinceEarlier } from './since-earlier.ts'
import { UsageError } from './usage-error.ts'
import type { Exit, PrintOptions } from './verb.ts'

export interface Materialized {
  readonly spec: OpenSpec
  /** Whose certificate is awaited has no bundles in it. */
  readonly topology: Topology
  readonly prepared: PreparedMaterials
  /** What the last compile was made from, where it differs in rows alone. */
  readonly earlier?: EarlierSpec
  /** Absolute. */
  readonly stateFolder: string
}

export interface MaterializeOptions extends OpenOptions, IdentityOptions {
  /** The folder that the caller is going to replace, as given. */
  readonly out: string
  /** Change nothing: what would have to be made is made up. */
  readonly dryRun?: boolean
  /** With `dryRun`: as in `MaterialOptions`. */
  readonly samples?: boolean
  /** Is told of everything that the materials are made from. */
  readonly inputs?: MaterialInputs
  /** What the last compile left behind, to go on from it. */
  readonly earlier?: EarlierCompile
  /** Changes a valid topology before materials are made. */
  readonly adapt?: (topology: Topology) => Topology | Promise<Topology>
}

const none: ReadonlySet<string> = new Set()

/** Prints what is wrong and ends with `undefined` where there is an error. */
export async function materialize(
  host: Host,
  path: string | undefined,
  {
    out,
    dryRun = false,
    samples = false,
    inputs,
    earlier,
    adapt = (topology) => topology,
    ...options
  }: MaterializeOptions,
  { exit, print, bar }: { readonly exit: Exit; readonly print: PrintOptions; readonly bar: ProgressBar },
): Promise<Materialized | undefined> {
  const since = earlier && sinceEarlier(earlier, specPath(host, path))
  const spec = await openSpec(host, path, { ...options, ...(since && { freshUsers: since.freshUsers }) })
  const { document, diagnostics, folder } = spec
  if (hasErrors(spec) || spec.topology === undefined) {
    await printDiagnostics(host, diagnostics, document.locate, print)
    exit(ExitCode.Invalid)
    return undefined
  }
  const topology = await adapt(spec.topology)
  const stateFolder = ownStateFolder(host, folder, options)
  if (`${stateFolder}${sep}`.startsWith(`${resolve(host.cwd, out)}${sep}`)) {
    throw new UsageError(
      `${options.state ?? relative(host.cwd, stateFolder)} cannot keep keys in ${out}, which is replaced as a whole`,
    )
  }
  const prepared = await prepareMaterials(topology, {
    stateFolder,
    specFolder: folder,
    env: host.env,
    findIdentities: hostIdentities(host, stateFolder, options),
    now: host.now(),
    onProgress: bar.onProgress,
    dryRun,
    samples,
    ...(inputs === undefined ? {} : { inputs }),
    ...since?.materials(),
  })
  bar.stop()
  await printDiagnostics(host, [...diagnostics, ...prepared.diagnostics], document.locate, print)
  const { awaited = none } = prepared.materials
  if (!prepared.diagnostics.some(isError))
    return { spec, topology: withoutBundlesOf(awaited, topology), prepared, stateFolder, ...since?.spec() }
  exit(ExitCode.Invalid)
  return undefined
}
