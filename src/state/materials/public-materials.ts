/**
 * What a build can have without the vault: certificates and revocation lists as the lock file has them. For all that
 * is secret, or is still to be issued, something stands that no file may hold: see {@link publicArtifacts}.
 */

import { join } from 'node:path'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { Failure } from '../../diagnostics/failure.ts'
import type { Artifact } from '../../files/artifact.ts'
import { manifestName, parseManifest } from '../../files/manifest.ts'
import type { IssuanceStep } from '../../pki/issuance/issuance-step.ts'
import { planIssuance } from '../../pki/issuance/plan-issuance.ts'
import { wantedCertificates } from '../../pki/issuance/wanted-certificates.ts'
import { authorityCertificateId, type Materials, userCertificateId } from '../../pki/materials.ts'
import type { AuthorityNotes } from '../../plan/plan.ts'
import { type Authority, chainOf } from '../../topology/authority.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import { type FileSystem, nodeFileSystem, readPresent } from '../file-system.ts'
import { findingList } from '../finding-list.ts'
import { authorityCertificates } from '../issuance/authority-certificates.ts'
import type { InventoryOptions } from '../issuance/certificate-inventory.ts'
import { authoritiesWithForeignList } from '../issuance/foreign-lists.ts'
import { givenAuthorities, plannedFrom } from '../issuance/given-authorities.ts'
import { usableCertificates } from '../issuance/plan-certificates.ts'
import { listStatus, otherListName } from '../issuance/revocation-lists.ts'
import { allWanted, outgoingAuthorities } from '../issuance/rotations.ts'
import { readSigningRequests } from '../issuance/signing-requests.ts'
import { type MaterialStore, materialStore } from '../store/material-store.ts'
import { useState } from '../store/use-state.ts'
import { authorityNotes } from './authority-notes.ts'

export interface PublicMaterials {
  readonly materials: Materials
  readonly diagnostics: readonly Diagnostic[]
  /** What a compile would do about each certificate. */
  readonly steps: readonly IssuanceStep[]
  /** Certificates that only who can open the vault can issue, or issue anew. */
  readonly toIssue: number
  readonly notes: AuthorityNotes
}

export interface PublicOptions extends InventoryOptions {
  /** What is due is left out like what is missing: a compile would make it anew. */
  readonly withoutDue?: boolean
}

/** Fills one line of PEM, so that it can be found in a file. */
const missing = Buffer.from('mqttopia: what stands here is not at hand here!!').subarray(0, 48)

/** @throws Failure when the lock file cannot be read. */
export function preparePublicMaterials(topology: Topology, options: PublicOptions): Promise<PublicMaterials> {
  return useState({ ...options, readOnly: true, publicOnly: true }, (state) =>
    prepare(topology, materialStore(state), options),
  )
}

function prepare(topology: Topology, store: MaterialStore, options: PublicOptions): PublicMaterials {
  const { now, specFolder, fs = nodeFileSystem, withoutDue = false } = options
  const findings = findingList()
  const deviceRequests = readSigningRequests(topology, store, { fs, specFolder }, findings)
  const issued = usableCertificates({ topology, store, deviceRequests, findings })
  const imported = plannedFrom(givenAuthorities(topology))
  const steps = planIssuance({
    ...{ wanted: allWanted(topology, store), issued, imported, now },
    ...{ outgoing: outgoingAuthorities(store), deviceRequests },
  })
  const fresh = steps.flatMap((step) =>
    step.do === 'issue' ||
    (step.do === 'await' && step.replaces === undefined) ||
    (withoutDue && step.do === 'renew')
      ? [step.id]
      : [],
  )
  const lists = withoutDue ? dueLists(topology, store, now) : new Set<string>()
  const toIssue = steps.filter((step) => step.do === 'issue' || step.do === 'renew').length
  return {
    materials: publicMaterials(topology, store, { certificates: new Set(fresh), lists }),
    diagnostics: findings.diagnostics(),
    steps,
    toIssue,
    notes: authorityNotes(topology, store, now),
  }
}

/** Names of the authorities whose revocation list a compile would make. */
function dueLists(topology: Topology, store: MaterialStore, now: Date): ReadonlySet<string> {
  const lists = listStatus(topology, store, now)
  const foreign = new Set(authoritiesWithForeignList(topology).map(({ name }) => name))
  return new Set(
    lists.flatMap(({ state, authority = '' }) =>
      state === 'ok' || foreign.has(authority) ? [] : [authority],
    ),
  )
}

interface Fresh {
  /** By id. */
  readonly certificates: ReadonlySet<string>
  /** By authority. */
  readonly lists: ReadonlySet<string>
}

function publicMaterials(
  topology: Topology,
  store: MaterialStore,
  { certificates: fresh, lists: freshLists }: Fresh,
): Materials {
  const byId = new Map(
    topology.authorities.map((authority) => [authorityCertificateId(authority.name), authority]),
  )
  const issuers = new Map(wantedCertificates(topology).map(({ id, issuer }) => [id, issuer]))
  const storedDer = (id: string) => (fresh.has(id) ? missing : (store.certificate(id)?.der ?? missing))
  const { trusted, above } = authorityCertificates(store)
  const byName = new Map(topology.authorities.map((authority) => [authority.name, authority]))
  const isHere = ({ name, certificatePem }: Authority) =>
    certificatePem !== undefined ||
    (!fresh.has(authorityCertificateId(name)) &&
      store.certificate(authorityCertificateId(name)) !== undefined)
  const trustedDer = (authority: Authority | undefined) =>
    authority !== undefined && isHere(authority) ? trusted(authority).map(({ der }) => der) : [missing]
  const chainDer = (issuer: Authority | undefined, keyId: string | undefined): readonly Uint8Array[] => {
    if (issuer === undefined) return []
    const line = chainOf(issuer)
    return line.every(isHere) ? above(issuer, keyId).map(({ der }) => der) : line.map(() => missing)
  }
  return {
    certificate(id) {
      const own = byId.get(id)
      const issuer = own?.issuer ?? byId.get(issuers.get(id) ?? '')
      const certificate = own === undefined ? storedDer(id) : (trustedDer(own)[0] ?? missing)
      const line = chainDer(issuer, store.certificate(id)?.authorityKeyId)
      return {
        certificate,
        chain: line.slice(0, -1),
        root: line.at(-1) ?? certificate,
        privateKey: missing,
      }
    },
    trusted: (name) => trustedDer(byName.get(name)),
    crls(authority) {
      if (freshLists.has(authority)) return [missing]
      const lists = [authority, otherListName(authority, store)].flatMap(
        (name) => store.crl.get(name ?? '')?.der ?? [],
      )
      return lists.length === 0 ? [missing] : lists
    },
    passwordHash: () => '$7$1$AA==$AA==',
    password: () => 'not at hand here',
    psk: () => '00',
    bundlePassword: () => 'not at hand here',
    salt: (_, length) => Buffer.alloc(length),
  }
}

/** What was left out of a build. */
export interface LeftOut {
  secretFiles: number
  /** Of what is still to be issued. */
  unissuedFiles: number
}

/** @throws Failure where a folder holds the secret files of a whole compile, which would be lost. */
export function expectPublicFolder(folder: string, fs: FileSystem = nodeFileSystem): void {
  const content = readPresent(fs, join(folder, manifestName))
  const entries = content === undefined ? [] : (parseManifest(content.toString()) ?? [])
  if (!entries.some(({ secret }) => secret)) return
  throw new Failure(`${folder} holds the secret files of a whole compile; name another folder with --out`)
}

/** Those artifacts that need no secret and nothing that is still to be issued; counts the others. */
export function* publicArtifacts(artifacts: Iterable<Artifact>, leftOut: LeftOut): Iterable<Artifact> {
  const mark = missing.toString('base64')
  for (const artifact of artifacts) {
    if (artifact.secret && artifact.shareable !== true) leftOut.secretFiles += 1
    else if (typeof artifact.content === 'string' && artifact.content.includes(mark))
      leftOut.unissuedFiles += 1
    else yield { ...artifact, secret: false }
  }
}

/** The same without client bundles: they are what clients prove themselves with. */
export function withoutBundles(topology: Topology): Topology {
  const users = topology.users.map((user) => (user.bundles.length === 0 ? user : { ...user, bundles: [] }))
  const fleets = topology.fleets.map((fleet) => ({ ...fleet, users: [] }))
  return { ...topology, users, fleets }
}

/** The same without the bundles of those whose certificate, by its id, is not there yet. */
export function withoutBundlesOf(awaited: ReadonlySet<string>, topology: Topology): Topology {
  if (awaited.size === 0) return topology
  const isAwaited = ({ name }: User) => awaited.has(userCertificateId(name))
  const users = topology.users.map((user) => (isAwaited(user) ? { ...user, bundles: [] } : user))
  const fleets = topology.fleets.map((fleet) => ({
    ...fleet,
    users: fleet.users.filter((user) => !isAwaited(user)),
  }))
  return { ...topology, users, fleets }
}
