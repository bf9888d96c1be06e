/** What all changes to issued certificates have in common: they open the state, plan, issue, and save as a whole. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { IssuanceStep } from '../../pki/issuance/issuance-step.ts'
import type { Topology } from '../../topology/topology.ts'
import { identityFinder } from '../age/find-identities.ts'
import { checkpointer } from '../checkpointer.ts'
import { nodeFileSystem } from '../file-system.ts'
import { type FindingList, findingList } from '../finding-list.ts'
import { readAuthorityKeys } from '../issuance/authority-keys.ts'
import { issueCertificates } from '../issuance/issue-certificates.ts'
import type { PlanContext } from '../issuance/plan-certificates.ts'
import { allWanted } from '../issuance/rotations.ts'
import { readSigningRequests } from '../issuance/signing-requests.ts'
import type { MaterialOptions } from '../materials/prepare-materials.ts'
import { openEncryptedSecrets } from '../secrets/encrypted-secrets.ts'
import { type RandomBytes, randomPool } from '../secrets/random-pool.ts'
import type { SecretSource } from '../secrets/read-secret.ts'
import { materialStore } from '../store/material-store.ts'
import { useState } from '../store/use-state.ts'

export type LifeOptions = MaterialOptions

export interface LifeContext extends PlanContext {
  readonly random: RandomBytes
  /** Carries out steps; what cannot be is reported. Requests of devices may be others than those of the spec. */
  readonly issue: (
    steps: readonly IssuanceStep[],
    deviceRequests?: PlanContext['deviceRequests'],
  ) => Promise<void>
}

export interface LifeResult<T> {
  /** Absent where there were errors; then nothing was changed. */
  readonly result?: T
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Runs `work` and saves what it changed, unless it reported an error or it is a dry run.
 *
 * @throws Failure when the state folder is damaged, in use elsewhere, or cannot be written.
 */
export function changeState<T>(
  topology: Topology,
  options: LifeOptions,
  work: (context: LifeContext) => T | Promise<T>,
): Promise<LifeResult<T>> {
  const { fs = nodeFileSystem, dryRun = false, onProgress = () => {}, random = randomPool() } = options
  const whole = { ...options, fs, onProgress }
  const { findIdentities = identityFinder({ cwd: options.specFolder, ...whole }) } = options
  return useState({ ...whole, readOnly: dryRun, findIdentities }, async (state) => {
    const findings = findingList()
    const opened = await openEncryptedSecrets(topology, whole, findIdentities)
    const plan = planContext(topology, materialStore(state), { ...whole, opened }, findings)
    if (findings.hasErrors()) return { diagnostics: findings.diagnostics() }
    const save = dryRun ? async () => {} : state.save
    const issue: LifeContext['issue'] = async (steps, deviceRequests = plan.deviceRequests) => {
      const checkpoint = checkpointer(async () => {}, onProgress)
      const whole = { ...plan, deviceRequests, random, onProgress, checkpoint, samples: false }
      await issueCertificates(steps, whole)
    }
    const result = await work({ ...plan, random, issue })
    if (findings.hasErrors()) return { diagnostics: findings.diagnostics() }
    await save()
    return { result, diagnostics: findings.diagnostics() }
  })
}

function planContext(
  topology: Topology,
  store: PlanContext['store'],
  options: LifeOptions & SecretSource,
  findings: FindingList,
): PlanContext {
  const imported = readAuthorityKeys(topology, options, findings)
  const deviceRequests = readSigningRequests(topology, store, options, findings)
  const wanted = allWanted(topology, store)
  return { topology, wanted, store, imported, deviceRequests, now: options.now, findings }
}
