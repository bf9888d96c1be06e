/**
 * Prepares all that a build needs beyond the topology: reads given secrets, makes missing ones, issues and renews
 * certificates and revocation lists, and keeps them in the state folder, so that the next run finds the same.
 */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { IssuanceStep } from '../../pki/issuance/issuance-step.ts'
import type { Materials } from '../../pki/materials.ts'
import type { KeptCertificate } from '../../plan/certificate-changes.ts'
import type { AuthorityNotes } from '../../plan/plan.ts'
import type { Topology } from '../../topology/topology.ts'
import type { UserSet } from '../../topology/user.ts'
import { type FindIdentities, identityFinder } from '../age/find-identities.ts'
import { checkpointer } from '../checkpointer.ts'
import { stateFolderOpen } from '../codes.ts'
import { type FileSystem, nodeFileSystem } from '../file-system.ts'
import { type FindingList, findingList } from '../finding-list.ts'
import { readAuthorityKeys } from '../issuance/authority-keys.ts'
import { reportForeignLists } from '../issuance/foreign-lists.ts'
import { type IssuanceCounts, issueCertificates } from '../issuance/issue-certificates.ts'
import { planCertificates } from '../issuance/plan-certificates.ts'
import { renewLists, reportUnknownSerials } from '../issuance/revocation-lists.ts'
import { allWanted, noteCompiled } from '../issuance/rotations.ts'
import { readSigningRequests } from '../issuance/signing-requests.ts'
import type { OnProgress } from '../progress.ts'
import { openEncryptedSecrets } from '../secrets/encrypted-secrets.ts'
import { makeSecrets } from '../secrets/generated-secrets.ts'
import { readGivenSecrets } from '../secrets/given-secrets.ts'
import { type RandomBytes, randomPool } from '../secrets/random-pool.ts'
import type { MaterialInputs } from '../stamp/material-inputs.ts'
import { materialStore } from '../store/material-store.ts'
import type { StateFolder } from '../store/state-folder.ts'
import { useState } from '../store/use-state.ts'
import { authorityNotes } from './authority-notes.ts'
import { nextDueMs } from './next-due.ts'
import { awaitedCertificates, reportAwaited } from './report-awaited.ts'
import {
  countSettledCertificates,
  type EarlierMaterials,
  isSettled,
  nobodySettled,
  settledCertificates,
  settledUsers,
  unsettledIds,
  unsettles,
} from './settled-users.ts'
import { storedMaterials } from './stored-materials.ts'

export type { IssuanceCounts }

export interface MaterialOptions {
  readonly stateFolder: string
  /** Folder of the root spec: where the paths of secrets and signing requests start. */
  readonly specFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: Date
  /** For serial numbers, salts and generated secrets; keys always come from the system. */
  readonly random?: RandomBytes
  readonly onProgress?: OnProgress
  /** Where an encrypted vault's identities come from. Default: the environment, or the state folder itself. */
  readonly findIdentities?: FindIdentities
  /** Save nothing: what would have to be made is made up. */
  readonly dryRun?: boolean
  /** With `dryRun`: one certificate does for all new ones of a kind, so that a plan for a fleet costs no issuance. */
  readonly samples?: boolean
  /** Is told of everything that the materials are made from. */
  readonly inputs?: MaterialInputs
  /** Saves looking at users who are what they were at the last compile. */
  readonly earlier?: EarlierMaterials
  readonly fs?: FileSystem
}

export interface PreparedMaterials {
  /** With an error among the diagnostics every look-up throws. */
  readonly materials: Materials
  readonly diagnostics: readonly Diagnostic[]
  readonly issued: IssuanceCounts
  /** What was, or with `dryRun` would be, done about each certificate; those of settled users stay. */
  readonly steps: readonly IssuanceStep[]
  /** Users whose materials, and those of their brokers and authorities, are what they were at the last compile. */
  readonly settled: UserSet
  /** Theirs, as they are stored. */
  readonly settledCertificates: () => Iterable<KeptCertificate>
  /** As it was before. */
  readonly notes: AuthorityNotes
}

/**
 * Secrets that are at fault, keys that do not fit and the like are diagnostics; with errors, nothing is issued
 * or saved. Everything is saved when this resolves: what uses it may be published.
 *
 * @throws Failure when the state folder is damaged, in use elsewhere, or cannot be written.
 */
export async function prepareMaterials(
  topology: Topology,
  options: MaterialOptions,
): Promise<PreparedMaterials> {
  const { fs = nodeFileSystem, dryRun = false, onProgress = () => {} } = options
  const whole = { ...options, fs, dryRun, onProgress }
  const { findIdentities = identityFinder({ cwd: options.specFolder, ...whole }), inputs } = options
  inputs?.opening(fs, options.stateFolder)
  return useState({ ...whole, readOnly: dryRun, findIdentities }, (state) => {
    const { earlier, ...others } = { ...whole, findIdentities }
    const settled = earlier !== undefined && isSettled(earlier, others) ? { earlier } : {}
    return prepare(topology, state, { ...others, ...settled })
  })
}

/** @param options with `earlier` only where it still holds. */
async function prepare(
  topology: Topology,
  state: StateFolder,
  options: MaterialOptions & Required<Pick<MaterialOptions, 'fs' | 'onProgress' | 'findIdentities'>>,
): Promise<PreparedMaterials> {
  const { random = randomPool(), now, onProgress, dryRun = false, inputs, earlier } = options
  const source = inputs?.source(options) ?? options
  const samples = dryRun && options.samples === true
  const findings = findingList()
  if (state.wasOpen) reportOpenFolder(state, dryRun, findings)
  const store = materialStore(state)
  const opened = await openEncryptedSecrets(topology, source, options.findIdentities)
  const given = readGivenSecrets(topology, { ...source, opened }, findings)
  const imported = readAuthorityKeys(topology, { ...source, opened }, findings)
  const deviceRequests = readSigningRequests(topology, store, source, findings)
  const wanted = allWanted(topology, store, earlier?.fresh)
  const among = earlier === undefined ? {} : { among: unsettledIds(wanted, earlier) }
  const plan = { topology, wanted, ...among, store, imported, deviceRequests, now, findings }
  const steps = planCertificates(plan)
  if (earlier !== undefined && unsettles(steps)) {
    const { earlier: _, ...others } = options
    return prepare(topology, state, others)
  }
  const notes = authorityNotes(topology, store, now)
  if (findings.hasErrors()) return nothing(findings)
  reportAwaited(steps, topology, findings)
  reportForeignLists(topology, store, now, findings)
  const save = dryRun ? async () => {} : (inputs?.saving(state.save) ?? state.save)
  const checkpoint = checkpointer(save, onProgress)
  const issued = await issueCertificates(steps, { ...plan, random, onProgress, checkpoint, samples })
  if (findings.hasErrors()) return nothing(findings)
  renewLists(plan)
  reportUnknownSerials(plan)
  await makeSecrets(topology, { store, given, random, onProgress })
  if (!dryRun) noteCompiled(store)
  onProgress({ phase: 'saving', done: 0, total: 1 })
  await save()
  if (!dryRun) await state.remember()
  inputs?.done(Math.min(nextDueMs(plan), earlier?.record.dueMs ?? Number.MAX_SAFE_INTEGER))
  const awaited = awaitedCertificates(steps)
  const materials = storedMaterials({ topology, wanted, store, given, awaited })
  const found = { materials, diagnostics: findings.diagnostics(), steps, notes }
  if (earlier === undefined) return { ...found, issued, ...nobodySettled }
  const { users } = topology
  return {
    ...found,
    issued: { ...issued, kept: issued.kept + countSettledCertificates(users, earlier) },
    settled: settledUsers(earlier),
    settledCertificates: () => settledCertificates(users, earlier, store),
  }
}

function reportOpenFolder({ path }: StateFolder, dryRun: boolean, { report }: FindingList): void {
  report(stateFolderOpen, {
    message: `other users of this machine could read the state folder ${quoted(path)}`,
    at: { path: [] },
    hint: dryRun ? `close it with "chmod 700"` : 'it is closed now; if others have looked, make new keys',
  })
}

function nothing(findings: FindingList): PreparedMaterials {
  const refuse = () => {
    throw new Error('there are no materials: preparing them found errors')
  }
  const materials: Materials = {
    certificate: refuse,
    trusted: refuse,
    crls: refuse,
    passwordHash: refuse,
    password: refuse,
    psk: refuse,
    bundlePassword: refuse,
    salt: refuse,
  }
  return {
    materials,
    diagnostics: findings.diagnostics(),
    issued: { issued: 0, renewed: 0, kept: 0, retired: 0, awaited: 0 },
    steps: [],
    ...nobodySettled,
    notes: { lists: [], rotations: [] },
  }
}
