/** Makes a plan: finds out what there was before, and compares. Nothing is changed. */

import { statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { build } from '../../build.ts'
import { hasErrors } from '../../compile.ts'
import { Failure } from '../../diagnostics/failure.ts'
import { wantedCertificates } from '../../pki/issuance/wanted-certificates.ts'
import { wantedIds } from '../../pki/issuance/wanted-ids.ts'
import {
  changesOfRequests,
  changesOfSteps,
  keptCertificates,
  keptDigest,
  revocations,
} from '../../plan/certificate-changes.ts'
import { makePlan, type PlanInput } from '../../plan/make-plan.ts'
import type { Plan } from '../../plan/plan.ts'
import { revisionFiles } from '../../plan/revision-files.ts'
import { withoutBundles } from '../../state/materials/public-materials.ts'
import { type ClosedVaultInput, closedVaultFiles } from '../../state/output/closed-vault-files.ts'
import { readOutputSnapshot } from '../../state/output/output-snapshot.ts'
import { type PlannedFiles, plannedFiles } from '../../state/output/planned-files.ts'
import { packageTexts } from '../../state/package-files.ts'
import { archiveMemory } from '../archive-memory.ts'
import { type EarlierCompile, earlierCompile } from '../earlier-compile.ts'
import { ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import type { IdentityOptions } from '../identity-option.ts'
import { openSpec, specPath } from '../open-spec.ts'
import { otherSpec } from '../other-spec.ts'
import { printDiagnostics } from '../output-format.ts'
import { outputFolder } from '../own-folders.ts'
import type { ProgressBar } from '../progress-bar.ts'
import { stampedPlace } from '../stamped-place.ts'
import { noSuch } from '../usage-error.ts'
import type { Exit, PrintOptions } from '../verb.ts'
import { planSides, sideOf } from './plan-sides.ts'
import { type PlannedMaterials, plannedMaterials } from './planned-materials.ts'

export interface DraftOptions extends IdentityOptions {
  readonly env?: string
  /** The output folder, as given. */
  readonly build?: string
  readonly state?: string
  /** Absent: as it was compiled. */
  readonly root?: boolean
  readonly against?: string
  readonly againstEnv?: string
  readonly againstDir?: string
  readonly target?: readonly string[]
}

export interface DraftSurroundings {
  readonly exit: Exit
  /** For findings. */
  readonly print: PrintOptions
  readonly bar: ProgressBar
}

/** Prints what is wrong with the spec, and ends with `undefined` where there is an error. */
export async function draftPlan(
  host: Host,
  path: string | undefined,
  options: DraftOptions,
  around: DraftSurroundings,
): Promise<Plan | undefined> {
  const { against, againstEnv, env, target } = options
  const input =
    against === undefined && againstEnv === undefined
      ? await compareWithOutput(host, path, options, around)
      : await compareWithSpec(host, path, options, around)
  if (input === undefined) return undefined
  for (const name of target ?? []) expectBroker(name, input)
  const named = env === undefined ? {} : { environment: env }
  return makePlan({ ...input, ...named, ...(target === undefined ? {} : { targets: target }) })
}

function expectBroker(name: string, { before, after }: PlanInput): void {
  const brokers = [before?.topology, after.topology].flatMap((topology) => topology?.brokers ?? [])
  if (!brokers.some((broker) => broker.name === name))
    throw noSuch(
      'broker',
      name,
      brokers.map((broker) => broker.name),
    )
}

async function compareWithOutput(
  host: Host,
  path: string | undefined,
  options: DraftOptions,
  around: DraftSurroundings,
): Promise<PlanInput | undefined> {
  const shown = outputOf(options)
  const folder = resolve(host.cwd, shown)
  const place = { ...options, out: shown }
  const last = isFolder(folder) ? earlierCompile(stampedPlace(host, path, place), host.now()) : undefined
  const goOn = last === undefined ? {} : { earlier: last }
  const made = await plannedMaterials(host, path, { ...place, ...goOn }, around)
  if (made === undefined) return undefined
  const { topology, steps, spec, closed, notes } = made
  const old = readOutputSnapshot(folder)
  if (old === undefined && options.againstDir !== undefined)
    throw new Failure(`nothing has been compiled into ${shown}: name another folder with --against-dir`)
  const runsHere = options.root ?? old?.runsHere ?? false
  const { before, after } = planSides(spec, old, runsHere, made.earlier)
  const sides = { before: before?.topology, after: after.topology }
  const files = await filesOf(made, sides, { folder, runsHere, last, bar: around.bar })
  const wanted = before === undefined ? new Set<string>() : wantedIds(before.topology)
  return {
    ...(before === undefined
      ? { against: { kind: 'nothing' } }
      : { before, against: { kind: 'output', folder: shownFolder(host, folder) } }),
    ...{
      after,
      notes,
      ...files,
      kept: () => keptDigest([...keptCertificates(steps), ...made.settledCertificates()]),
      ...(closed === undefined ? {} : { closedVault: closed }),
    },
    certificates: [...changesOfSteps(steps, wanted), ...revocations(before?.topology, topology)],
    certificateCount: wanted.size,
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

interface FilesPlace {
  readonly folder: string
  readonly runsHere: boolean
  readonly last: EarlierCompile | undefined
  readonly bar: ProgressBar
}

function filesOf(
  { topology, materials, steps, settled: sameDevices, closed, stateFolder }: PlannedMaterials,
  sides: Pick<ClosedVaultInput, 'before' | 'after'>,
  { folder, runsHere, last, bar: { onProgress } }: FilesPlace,
): Promise<PlannedFiles> {
  const templates = packageTexts('templates')
  const inputs = { materials, templates, ...(runsHere ? { root: folder } : {}) }
  if (closed === undefined) {
    const memory = archiveMemory(stateFolder)
    const known = last === undefined ? {} : { lastDigest: last.output }
    return plannedFiles(build({ topology, sameDevices, ...inputs }), { folder, onProgress, memory, ...known })
  }
  const artifacts = build({ topology: withoutBundles(topology), ...inputs })
  const newKeys = new Set(
    steps.flatMap((step) => ('key' in step && step.key === 'generate' ? [step.id] : [])),
  )
  return closedVaultFiles({ ...sides, artifacts, newKeys, templates, folder, onProgress })
}

/** The folder to compare with, as it is shown. */
export function outputOf({ againstDir, build, env }: DraftOptions): string {
  const out = againstDir ?? build
  return outputFolder({ ...(env === undefined ? {} : { env }), ...(out === undefined ? {} : { out }) })
}

function shownFolder({ cwd }: Host, folder: string): string {
  const path = relative(cwd, folder)
  return path === '' || path.startsWith('..') ? folder : path
}

/** With another spec, of which nothing may have been issued. */
async function compareWithSpec(
  host: Host,
  path: string | undefined,
  options: DraftOptions,
  { exit, print }: DraftSurroundings,
): Promise<PlanInput | undefined> {
  const spec = await openSpec(host, path, options)
  await printDiagnostics(host, spec.diagnostics, spec.document.locate, print)
  if (hasErrors(spec) || spec.topology === undefined) {
    exit(ExitCode.Invalid)
    return undefined
  }
  const after = sideOf(spec, false)
  const { against, spec: old } = await otherSpec(host, specPath(host, path), spec.folder, options)
  const before = old && sideOf(old, false)
  const wanted = before === undefined ? [] : wantedCertificates(before.topology)
  return {
    against,
    ...(before === undefined ? {} : { before }),
    after,
    ...revisionFiles(before?.topology, after.topology, packageTexts('templates')),
    certificates: [
      ...changesOfRequests(wanted, wantedCertificates(after.topology)),
      ...revocations(before?.topology, after.topology),
    ],
    certificateCount: wanted.length,
  }
}
