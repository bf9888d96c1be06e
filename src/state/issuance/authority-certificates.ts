/** The certificates of authorities: of each its own, and the other one while its key is replaced. */

import { quoted } from '../../diagnostics/quoted.ts'
import { generationId } from '../../pki/issuance/authority-rotation.ts'
import type { Link } from '../../pki/issuance/connection-proof.ts'
import { authorityCertificateId } from '../../pki/materials.ts'
import { isProblem } from '../../pki/pki-problem.ts'
import { readCertificate } from '../../pki/x509/read-certificate.ts'
import type { Authority } from '../../topology/authority.ts'
import type { MaterialStore } from '../store/material-store.ts'

export interface AuthorityCertificate extends Link {
  readonly der: Uint8Array
}

export interface AuthorityCertificates {
  /** Its own first. Throws where it has none. */
  readonly trusted: (authority: Authority) => readonly AuthorityCertificate[]
  /** The certificates above one that `issuer` has signed with the key of that identifier, the root last. */
  readonly above: (issuer: Authority, keyId: string | undefined) => readonly AuthorityCertificate[]
}

export function authorityCertificates(store: MaterialStore): AuthorityCertificates {
  const known = new Map<string, readonly AuthorityCertificate[]>()
  const trusted = (authority: Authority) => {
    const certificates = known.get(authority.name) ?? certificatesOf(authority, store)
    known.set(authority.name, certificates)
    return certificates
  }
  const chains = new Map<string, readonly AuthorityCertificate[]>()
  let latest: { readonly issuer: Authority; readonly keyId: string | undefined } | undefined
  let latestChain: readonly AuthorityCertificate[] = []
  const above = (issuer: Authority, keyId: string | undefined): readonly AuthorityCertificate[] => {
    if (latest?.issuer === issuer && latest.keyId === keyId) return latestChain
    latestChain = knownAbove(issuer, keyId)
    latest = { issuer, keyId }
    return latestChain
  }
  const knownAbove = (issuer: Authority, keyId: string | undefined): readonly AuthorityCertificate[] => {
    const key = `${issuer.name} ${keyId}`
    const chain = chains.get(key) ?? chainAbove(issuer, keyId)
    chains.set(key, chain)
    return chain
  }
  const chainAbove = (issuer: Authority, keyId: string | undefined) => {
    const certificates = trusted(issuer)
    const signed = certificates.find((each) => each.keyId === keyId) ?? certificates[0]
    if (signed === undefined || issuer.issuer === undefined) return signed === undefined ? [] : [signed]
    return [signed, ...above(issuer.issuer, signed.issuerKeyId)]
  }
  return { trusted, above }
}

function certificatesOf(authority: Authority, store: MaterialStore): readonly AuthorityCertificate[] {
  const { name, certificatePem } = authority
  if (certificatePem !== undefined) return [givenCertificate(name, certificatePem)]
  const ids = [authorityCertificateId(name), generationId(name, 'next'), generationId(name, 'previous')]
  const found = ids.flatMap((id) => store.certificate(id) ?? [])
  if (found.length === 0) throw new RangeError(`authority ${quoted(name)} has no certificate yet`)
  return found.map(({ subject, issuer, subjectKeyId, authorityKeyId, der }) => ({
    ...{ subject, issuer, keyId: subjectKeyId, issuerKeyId: authorityKeyId, der },
  }))
}

function givenCertificate(name: string, pem: string): AuthorityCertificate {
  const certificate = readCertificate(pem)
  if (isProblem(certificate)) throw new Error(`authority ${quoted(name)}: ${certificate.message}`)
  const { subject, issuer, subjectKeyId = '', authorityKeyId = '', selfSigned, der } = certificate
  const link = { subject: subject.text, issuer: issuer.text, keyId: subjectKeyId, der }
  return selfSigned ? link : { ...link, issuerKeyId: authorityKeyId }
}
