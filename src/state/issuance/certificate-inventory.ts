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
import { type ImportedAuthority, planIssuance } from '../../pki/issuance/plan-issuance.ts'
import { authorityCertificateId } from '../../pki/materials.ts'
import { isProblem } from '../../pki/pki-problem.ts'
import { type CertificateDescription, readCertificate } from '../../pki/x509/read-certificate.ts'
import type { Authority } from '../../topology/authority.ts'
import type { Topology } from '../../topology/topology.ts'
import { type FileSystem, nodeFileSystem } from '../file-system.ts'
import { findingList } from '../finding-list.ts'
import type { OnProgress } from '../progress.ts'
import { type MaterialStore, materialStore } from '../store/material-store.ts'
import { useState } from '../store/use-state.ts'
import { usableCertificates } from './plan-certificates.ts'
import { listStatus } from './revocation-lists.ts'
import { revokedSerials } from './revocations.ts'
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
  })
  const context: StatusContext = {
    ownerOf: certificateOwners(topology),
    wanted: new Map(wanted.map((request) => [request.id, request])),
    stored: store.certificate,
    revoked: revokedSerials(topology.authorities, store),
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

type GivenAuthorities = ReadonlyMap<Authority, CertificateDescription>

/** Imported and external ones; those that cannot be read are the checks' to report. */
export function givenAuthorities({ authorities }: Topology): GivenAuthorities {
  const given = new Map<Authority, CertificateDescription>()
  for (const authority of authorities) {
    const certificate = readCertificate(authority.certificatePem ?? '')
    if (authority.source !== 'generated' && !isProblem(certificate)) given.set(authority, certificate)
  }
  return given
}

export function plannedFrom(given: GivenAuthorities): ReadonlyMap<string, ImportedAuthority> {
  return new Map(
    Array.from(given, ([{ name }, { subject, subjectKeyId = '', notAfter }]) => [
      authorityCertificateId(name),
      { subject: subject.text, subjectKeyId, notAfter },
    ]),
  )
}

function givenEntries(given: GivenAuthorities, { ownerOf, now }: StatusContext): StatusEntry[] {
  return Array.from(given, ([authority, certificate]) =>
    givenAuthorityStatus(authority, ownerOf(authorityCertificateId(authority.name)), certificate, now),
  )
}

function* formerEntries(store: MaterialStore, context: StatusContext): Iterable<StatusEntry> {
  for (const [id, { former, subject, serial, notAfter }] of store.certificates()) {
    const isOutgoing = isGenerationId(id) && !context.wanted.has(id)
    if (former.length === 0 && !isOutgoing) continue
    const owner: CertificateOwner = context.ownerOf(id)
    const outgoing = isOutgoing
      ? formerStatus(owner, { subject, serial, notAfter }, 'superseded', context)
      : undefined
    if (outgoing !== undefined) yield outgoing
    for (const { serial, notAfter } of former) {
      const facts = { subject, serial, notAfter: new Date(notAfter) }
      const entry = formerStatus(owner, facts, 'superseded', context)
      if (entry !== undefined) yield entry
    }
  }
}
