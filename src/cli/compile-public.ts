/** `mqttopia compile --public`: what can be made without the vault, for CI and for review. */

import { resolve } from 'node:path'
import { build } from '../build.ts'
import { hasErrors } from '../compile.ts'
import { counted } from '../diagnostics/counted.ts'
import { isError } from '../diagnostics/diagnostic.ts'
import {
  expectPublicFolder,
  type LeftOut,
  preparePublicMaterials,
  publicArtifacts,
  withoutBundles,
} from '../state/materials/public-materials.ts'
import { type OutputChange, writeOutput } from '../state/output/write-output.ts'
import { packageTexts } from '../state/package-files.ts'
import type { Topology } from '../topology/topology.ts'
import { ExitCode } from './exit-code.ts'
import type { Host } from './host.ts'
import { openSpec } from './open-spec.ts'
import { printDiagnostics } from './output-format.ts'
import { type FolderOptions, stateFolder } from './own-folders.ts'
import type { ProgressBar } from './progress-bar.ts'
import type { Exit, PrintOptions } from './verb.ts'

export interface PublicCompile {
  readonly topology: Topology
  readonly change: OutputChange
  /** For people: what is missing in the output, and who can make it. */
  readonly leftOutLine: string
}

export interface PublicOptions extends FolderOptions {
  /** Absolute. */
  readonly out: string
  readonly check: boolean
  readonly root: boolean
}

/** Prints what is wrong and ends with `undefined` where there is an error. Changes nothing but the output folder. */
export async function compilePublic(
  host: Host,
  path: string | undefined,
  options: PublicOptions,
  { exit, print, bar }: { readonly exit: Exit; readonly print: PrintOptions; readonly bar: ProgressBar },
): Promise<PublicCompile | undefined> {
  const spec = await openSpec(host, path, options)
  const { document, folder, topology } = spec
  if (hasErrors(spec) || topology === undefined) {
    await printDiagnostics(host, spec.diagnostics, document.locate, print)
    exit(ExitCode.Invalid)
    return undefined
  }
  const place = { stateFolder: stateFolder(host, folder, options), specFolder: folder }
  const { onProgress } = bar
  const prepared = await preparePublicMaterials(topology, { ...place, now: host.now(), onProgress })
  bar.stop()
  const diagnostics = [...spec.diagnostics, ...prepared.diagnostics]
  await printDiagnostics(host, diagnostics, document.locate, print)
  if (diagnostics.some(isError)) {
    exit(ExitCode.Invalid)
    return undefined
  }
  expectPublicFolder(options.out)
  const leftOut = { secretFiles: 0, unissuedFiles: 0 }
  const artifacts = build({
    topology: withoutBundles(topology),
    materials: prepared.materials,
    templates: packageTexts('templates'),
    ...(options.root ? { root: options.out } : {}),
  })
  const output = { folder: resolve(options.out), check: options.check, onProgress }
  const change = await writeOutput(publicArtifacts(artifacts, leftOut), output)
  return { topology, change, leftOutLine: leftOutLine(topology, leftOut, prepared.toIssue) }
}

function leftOutLine({ users }: Topology, { secretFiles, unissuedFiles }: LeftOut, toIssue: number): string {
  const clients = users.filter(({ bundles }) => bundles.length > 0).length
  const parts = [
    ...(secretFiles > 0 ? [counted(secretFiles, 'secret file')] : []),
    ...(unissuedFiles > 0
      ? [`${counted(unissuedFiles, 'file')} with certificates that are not issued yet`]
      : []),
    ...(clients > 0 ? [`bundles of ${counted(clients, 'client')}`] : []),
  ]
  const due = toIssue === 0 ? '' : `; ${counted(toIssue, 'certificate')} to issue or renew`
  const said = parts.length === 0 ? 'nothing' : parts.join(', ')
  return `left out: ${said}${due} (a compile without --public makes them, and needs the vault)`
}
