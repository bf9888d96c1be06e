/** What a plan is made with: all materials where the vault can be opened, and the public ones where it cannot. */

import { hasErrors } from '../../compile.ts'
import { isError } from '../../diagnostics/diagnostic.ts'
import type { IssuanceStep } from '../../pki/issuance/issuance-step.ts'
import type { Materials } from '../../pki/materials.ts'
import type { KeptCertificate } from '../../plan/certificate-changes.ts'
import type { AuthorityNotes, Plan } from '../../plan/plan.ts'
import { preparePublicMaterials } from '../../state/materials/public-materials.ts'
import { nobodySettled } from '../../state/materials/settled-users.ts'
import { vaultPresence } from '../../state/vault/vault-presence.ts'
import type { Topology } from '../../topology/topology.ts'
import type { UserSet } from '../../topology/user.ts'
import type { EarlierCompile } from '../earlier-compile.ts'
import { ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { hasIdentity, type IdentityOptions } from '../identity-option.ts'
import { materialize } from '../materialize.ts'
import { type OpenSpec, openSpec, specFolder, specPath } from '../open-spec.ts'
import { printDiagnostics } from '../output-format.ts'
import { type FolderOptions, stateFolder } from '../own-folders.ts'
import type { ProgressBar } from '../progress-bar.ts'
import type { EarlierSpec } from '../since-earlier.ts'
import type { Exit, PrintOptions } from '../verb.ts'

interface Picked {
  readonly materials: Materials
  readonly steps: readonly IssuanceStep[]
  readonly notes: AuthorityNotes
  /** Users whose certificates stay, and are not among the steps. */
  readonly settled: UserSet
  readonly settledCertificates: () => Iterable<KeptCertificate>
}

export interface PlannedMaterials extends Picked {
  readonly spec: OpenSpec
  readonly topology: Topology
  /** Absolute. */
  readonly stateFolder: string
  /** What the last compile was made from, where it differs in rows alone. */
  readonly earlier?: EarlierSpec
  /** Why the vault was not opened, where it was not. */
  readonly closed?: NonNullable<Plan['closedVault']>
}

export interface PlannedOptions extends FolderOptions, IdentityOptions {
  /** The output folder, as given. */
  readonly out: string
  /** What the last compile left behind, to go on from it. */
  readonly earlier?: EarlierCompile
}

interface Surroundings {
  readonly exit: Exit
  readonly print: PrintOptions
  readonly bar: ProgressBar
}

/** Prints what is wrong and ends with `undefined` where there is an error. */
export async function plannedMaterials(
  host: Host,
  path: string | undefined,
  options: PlannedOptions,
  around: Surroundings,
): Promise<PlannedMaterials | undefined> {
  const folder = stateFolder(host, specFolder(host, specPath(host, path)), options)
  const presence = await vaultPresence(folder)
  if (presence === 'absent' || (presence === 'encrypted' && !hasIdentity(host, folder, options))) {
    const made = await publicOnes(host, path, folder, options, around)
    return made && { ...made, closed: presence }
  }
  const made = await materialize(host, path, { ...options, dryRun: true, samples: true }, around)
  if (made === undefined) return undefined
  const { prepared, ...rest } = made
  return { ...rest, ...pick(prepared) }
}

function pick({ materials, steps, notes, settled, settledCertificates }: Picked): Picked {
  return { materials, steps, notes, settled, settledCertificates }
}

async function publicOnes(
  host: Host,
  path: string | undefined,
  folder: string,
  options: PlannedOptions,
  { exit, print, bar }: Surroundings,
): Promise<PlannedMaterials | undefined> {
  const spec = await openSpec(host, path, options)
  const { document, diagnostics, topology } = spec
  const prepared =
    topology === undefined || hasErrors(spec)
      ? undefined
      : await preparePublicMaterials(topology, {
          ...{ stateFolder: folder, specFolder: spec.folder, now: host.now() },
          ...{ onProgress: bar.onProgress, withoutDue: true },
        })
  bar.stop()
  const found = [...diagnostics, ...(prepared?.diagnostics ?? [])]
  await printDiagnostics(host, found, document.locate, print)
  if (topology !== undefined && prepared !== undefined && !found.some(isError))
    return { spec, topology, ...pick({ ...prepared, ...nobodySettled }), stateFolder: folder }
  exit(ExitCode.Invalid)
  return undefined
}
