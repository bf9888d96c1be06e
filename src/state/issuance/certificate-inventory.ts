/** All certificates and revocation lists with how they are doing. Needs the public part of the state alone. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { isGenerationId } from '../../pki/issuance/authority-rotation.ts'
import { type CertificateOwner, certificateOwners } from '../../pki/issuance/certificate-owner.ts'
import {
  certificateStatus,
  formerStatus,
  givenAuthorityStatus,
  type StatusContext,
  type StatusEntry,
} from '../../pki/issuance/certificate-status.ts'
import { planIssuance } from '../../pki/issuance/plan-issuance.ts'
import { authorityCertificateId } from '../../pki/materials.ts'
import type { Topology } from '../../topology/topology.ts'
import { type FileSystem, nodeFileSystem } from '../file-system.ts'
import { findingList } from '../finding-list.ts'
import type { OnProgress } from '../progress.ts'
import { type MaterialStore, materialStore } from '../store/material-store.ts'
import { useState } from '../store/use-state.ts'
import { type GivenAuthorities, givenAuthorities, plannedFrom } from './given-authorities.ts'
import { usableCertificates } from './plan-certificates.ts'
import { listStatus } from './revocation-lists.ts'
import { revokedReasons } from './revocations.ts'
import { allWanted, outgoingAuthorities } from './rotations.ts'
import { readSigningRequests } from './signing-requests.ts'

export interface InventoryOptions {
  readonly stateFolder: string
  readonly specFolder: string
  readonly now: Date
  readonly onProgress?: OnProgress
  readonly fs?: FileSystem
}

export interface Inventory {
  /** Authorities, servers, clients; then revocation lists. */
  readonly entries: readonly StatusEntry[]
  readonly diagnostics: readonly Diagnostic[]
}

/** @throws Failure when the state folder cannot be read. */
export function readInventory(topology: Topology, options: InventoryOptions): Promise<Inventory> {
  return useState({ ...options, readOnly: true, publicOnly: true }, (state) =>
    inventory(topology, materialStore(state), options),
  )
}

function inventory(topology: Topology, store: MaterialStore, options: InventoryOptions): Inventory {
  const { now, specFolder, fs = nodeFileSystem } = options
  const findings = findingList()
  const deviceRequests = readSigningRequests(topology, store, { fs, specFolder }, findings)
  const issued = usableCertificates({ topology, store, deviceRequests, findings })
  const given = givenAuthorities(topology)
  const wanted = allWanted(topology, store)
  const steps = planIssuance({
    wanted,
    issued,
    imported: plannedFrom(given),
    now,
    outgoing: outgoingAuthorities(store),
    deviceRequests,
  })
  const context: StatusContext = {
    ownerOf: certificateOwners(topology),
    wanted: new Map(wanted.map((request) => [request.id, request])),
    stored: store.certificate,
    revoked: revokedReasons(topology.authorities, store),
    now,
  }
  const entries = [
    ...givenEntries(given, context),
    ...steps.flatMap((step) => certificateStatus(step, context) ?? []),
    ...formerEntries(store, context),
    ...listStatus(topology, store, now),
  ]
  return { entries, diagnostics: findings.diagnostics() }
}

function givenEntries(given: GivenAuthorities, { ownerOf, now }: StatusContext): StatusEntry[] {
  return Array.from(given, ([authority, certificate]) =>
    givenAuthorityStatus(authority, ownerOf(authorityCertificateId(authority.name)), certificate, now),
  )
}

function* formerEntries(store: MaterialStore, context: StatusContext): Iterable<StatusEntry> {
  for (const [id, { former, subject, issuer, serial, notAfter }] of store.certificates()) {
    const isOutgoing = isGenerationId(id) && !context.wanted.has(id)
    if (former.length === 0 && !isOutgoing) continue
    const owner: CertificateOwner = context.ownerOf(id)
    const outgoing = isOutgoing
      ? formerStatus(owner, { subject, issuer, serial, notAfter }, 'superseded', context)
      : undefined
    if (outgoing !== undefined) yield outgoing
    for (const { serial, issuer, notAfter } of former) {
      const facts = { subject, issuer, serial, notAfter: new Date(notAfter) }
      const entry = formerStatus(owner, facts, 'superseded', context)
      if (entry !== undefined) yield entry
    }
  }
}
