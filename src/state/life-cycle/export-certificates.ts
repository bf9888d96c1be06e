/** Gives certificates with what belongs to them, for programs that mqttopia does not write files for. */

import { authorityCertificateId, type CertificateId, userCertificateId } from '../../pki/materials.ts'
import { type Authority, chainOf } from '../../topology/authority.ts'
import type { Topology } from '../../topology/topology.ts'
import { type AuthorityCertificates, authorityCertificates } from '../issuance/authority-certificates.ts'
import { otherListName } from '../issuance/revocation-lists.ts'
import { allWanted } from '../issuance/rotations.ts'
import { type MaterialStore, materialStore } from '../store/material-store.ts'
import { type StateUse, useState } from '../store/use-state.ts'

export interface ExportedCertificate {
  readonly id: CertificateId
  /** Its own first, then the authorities between it and the root; of an authority all generations that are trusted. In DER. */
  readonly chain: readonly Uint8Array[]
  /** Who is to be trusted by whoever checks it; in DER, absent for a root. */
  readonly root?: Uint8Array
  /** PKCS#8 in DER; absent where it was not asked for, or is not in the vault. */
  readonly privateKey?: Uint8Array
  /** The revocation lists of an authority, as they were made last, in DER. */
  readonly lists: readonly Uint8Array[]
}

export interface ExportReport {
  readonly exported: readonly ExportedCertificate[]
  /** Ids of what is not issued yet. */
  readonly missing: readonly CertificateId[]
}

/** Changes nothing. Without keys, the vault is not opened. @throws Failure when the state cannot be read. */
export function exportCertificates(
  topology: Topology,
  { certificates, withKeys }: { readonly certificates: readonly CertificateId[]; readonly withKeys: boolean },
  use: Pick<StateUse, 'stateFolder' | 'fs' | 'onProgress' | 'findIdentities'>,
): Promise<ExportReport> {
  return useState({ ...use, readOnly: true, publicOnly: !withKeys }, (state) => {
    const store = materialStore(state)
    const exportOne = exporter(topology, store, withKeys)
    const found = certificates.map((id) => [id, exportOne(id)] as const)
    return {
      exported: found.flatMap(([, exported]) => exported ?? []),
      missing: found.flatMap(([id, exported]) => (exported === undefined ? [id] : [])),
    }
  })
}

type Exporter = (id: CertificateId) => ExportedCertificate | undefined

function exporter(topology: Topology, store: MaterialStore, withKeys: boolean): Exporter {
  const certificates = authorityCertificates(store)
  const authorities = new Map(topology.authorities.map((each) => [authorityCertificateId(each.name), each]))
  const issuers = new Map(allWanted(topology, store).map(({ id, issuer }) => [id, issuer]))
  const upper = (issuer: Authority | undefined, keyId: string | undefined) => {
    const isWhole = issuer !== undefined && chainOf(issuer).every((each) => isHere(each, store))
    const above = isWhole ? certificates.above(issuer, keyId).map(({ der }) => der) : []
    const root = above.at(-1)
    return { between: above.slice(0, -1), ...(root === undefined ? {} : { root }) }
  }
  return (id) => {
    const authority = authorities.get(id)
    const own = authority === undefined ? leafOf(id, store) : generationsOf(authority, certificates, store)
    if (own === undefined) return undefined
    const issuer = authority === undefined ? authorities.get(issuers.get(id) ?? '') : authority.issuer
    const { between, root } = upper(issuer, own.issuerKeyId)
    const privateKey = withKeys ? store.key.data(id) : undefined
    return {
      id,
      chain: [...own.ders, ...between],
      ...(root === undefined ? {} : { root }),
      ...(privateKey === undefined ? {} : { privateKey }),
      lists: authority === undefined ? [] : listsOf(authority, store),
    }
  }
}

interface OwnCertificates {
  readonly ders: readonly Uint8Array[]
  readonly issuerKeyId: string | undefined
}

function leafOf(id: CertificateId, store: MaterialStore): OwnCertificates | undefined {
  const stored = store.certificate(id)
  return stored && { ders: [stored.der], issuerKeyId: stored.authorityKeyId }
}

function generationsOf(
  authority: Authority,
  { trusted }: AuthorityCertificates,
  store: MaterialStore,
): OwnCertificates | undefined {
  if (!isHere(authority, store)) return undefined
  const own = trusted(authority)
  return { ders: own.map(({ der }) => der), issuerKeyId: own[0]?.issuerKeyId }
}

function isHere({ name, certificatePem }: Authority, store: MaterialStore): boolean {
  return certificatePem !== undefined || store.certificate(authorityCertificateId(name)) !== undefined
}

function listsOf({ name }: Authority, store: MaterialStore): readonly Uint8Array[] {
  return [name, otherListName(name, store)].flatMap((list) => store.crl.get(list ?? '')?.der ?? [])
}

/** Whose key is not in the vault, since a device or a file of the spec has it. */
export function keepsKeyElsewhere(id: CertificateId, { authorities, users }: Topology): boolean {
  const authority = authorities.find(({ name }) => authorityCertificateId(name) === id)
  if (authority !== undefined) return authority.source !== 'generated'
  const user = users.find(({ name }) => userCertificateId(name) === id)
  return user?.authentication.kind === 'certificate' && user.authentication.profile.csr
}
