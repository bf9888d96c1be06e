/** Takes in certificates, keys and revocation lists that were made elsewhere, where the spec wants them. */

import { hash } from 'node:crypto'
import { quoted } from '../../diagnostics/quoted.ts'
import { certificateMisfit } from '../../pki/issuance/certificate-misfit.ts'
import { certificateOwners } from '../../pki/issuance/certificate-owner.ts'
import { subjectKeyId } from '../../pki/keys/public-key.ts'
import { authorityCertificateId, type CertificateId } from '../../pki/materials.ts'
import { isProblem } from '../../pki/pki-problem.ts'
import { issuedBy } from '../../pki/x509/certificate-checks.ts'
import type { CertificateRequest, IssuedCertificate } from '../../pki/x509/certificate-request.ts'
import { type CertificateDescription, readCertificate } from '../../pki/x509/read-certificate.ts'
import { requestDigest } from '../../pki/x509/request-digest.ts'
import { type Authority, chainOf } from '../../topology/authority.ts'
import type { Topology } from '../../topology/topology.ts'
import { authorityCertificates } from '../issuance/authority-certificates.ts'
import { nameOf, planCertificates } from '../issuance/plan-certificates.ts'
import { renewLists } from '../issuance/revocation-lists.ts'
import { type RevokedReasons, revokedReasons } from '../issuance/revocations.ts'
import type { MaterialStore, StoredKey } from '../store/material-store.ts'
import { type FileOutcome, refusal } from './file-outcome.ts'
import { importKeys, type KeyFor } from './import-keys.ts'
import { importLists } from './import-lists.ts'
import { changeState, type LifeContext, type LifeOptions, type LifeResult } from './life-cycle.ts'
import { type Match, matchCertificates } from './match-certificates.ts'
import type { Credentials } from './read-credentials.ts'

export interface ImportWish {
  readonly credentials: Credentials
  /** The certificate that the one in the files shall be. */
  readonly as?: CertificateId
  /** Also where there is another that is still good. */
  readonly replace: boolean
}

/** Good ones are taken in, whatever becomes of the others. Outcomes in the order: authorities, others, lists, refusals. */
export function importCertificates(
  topology: Topology,
  wish: ImportWish,
  options: LifeOptions,
): Promise<LifeResult<readonly FileOutcome[]>> {
  return changeState(topology, options, (context) => {
    const { credentials } = wish
    const keys = importKeys(credentials, context.store)
    const { matches, refused } = matchCertificates(credentials, wish.as, keys, context)
    const outcomes = importInTurn(matches, keys, wish.replace, context)
    const lists = importLists(credentials.lists, context)
    if (lists.some(({ did }) => did !== 'refuse')) renewLists(context)
    return [...outcomes, ...lists, ...keys.unused(), ...refused, ...credentials.refused]
  })
}

/** Authorities first: what they have signed can be told then. */
function importInTurn(
  matches: readonly Match[],
  keyFor: KeyFor,
  replace: boolean,
  context: LifeContext,
): readonly FileOutcome[] {
  const order = new Map(context.wanted.map(({ id }, i) => [id, i]))
  const position = ({ request }: Match) => order.get(request.id) ?? 0
  const awaited = new Set(planCertificates(context).flatMap((step) => (step.do === 'await' ? [step.id] : [])))
  const { topology, store } = context
  const scene: ImportScene = {
    ...{ ...context, keyFor, replace, awaited, ownerOf: certificateOwners(topology) },
    revoked: revokedReasons(topology.authorities, store),
    rotating: new Set(Array.from(store.rotation.entries(), ([, { authorities }]) => authorities).flat()),
    issuers: new Map(),
  }
  return matches.toSorted((a, b) => position(a) - position(b)).map((match) => importOne(match, scene))
}

interface ImportScene extends LifeContext {
  readonly keyFor: KeyFor
  readonly replace: boolean
  /** Ids. */
  readonly awaited: ReadonlySet<string>
  readonly ownerOf: ReturnType<typeof certificateOwners>
  readonly revoked: RevokedReasons
  /** Names of authorities. */
  readonly rotating: ReadonlySet<string>
  /** By id, those that were asked for: an authority is taken in before what it has signed. */
  readonly issuers: Map<string, readonly IssuerCertificate[]>
}

interface IssuerCertificate {
  readonly description: CertificateDescription
  readonly keyId: string
}

function importOne(match: Match, scene: ImportScene): FileOutcome {
  const { file, certificate, request } = match
  const { store, now } = scene
  const { selector } = scene.ownerOf(request.id)
  const stored = store.certificate(request.id)
  const { serial, notAfter, fingerprint } = certificate
  const facts = { file, selector, serial, notAfter }
  if (stored?.fingerprint === fingerprint) return { ...facts, did: 'keep' }
  const issuer = issuerOf(certificate, request, scene)
  const key = request.csr === true ? undefined : scene.keyFor.find(request.id, certificate)
  const problem =
    certificateMisfit(certificate, request, {
      ...issuer,
      levelsBelow: levelsBelow(request.id, scene),
      now,
    }) ??
    revokedProblem(certificate, scene) ??
    keyProblem(key, match, scene) ??
    standingProblem(match, scene)
  if (problem !== undefined) return refusal(file, problem, selector)
  putImported(match, key, issuer.keyId, scene)
  return { ...facts, did: stored === undefined ? 'import' : 'replace' }
}

interface SigningIssuer {
  readonly issuers: readonly CertificateDescription[]
  /** Of the one that has signed it. */
  readonly keyId: string | undefined
}

function issuerOf(
  certificate: CertificateDescription,
  { issuer = '' }: CertificateRequest,
  scene: ImportScene,
): SigningIssuer {
  const known = scene.issuers.get(issuer) ?? issuerCertificates(issuer, scene)
  scene.issuers.set(issuer, known)
  const own = known.find(({ description }) => issuedBy(certificate, description))
  return { issuers: known.map(({ description }) => description), keyId: own?.keyId }
}

function issuerCertificates(id: string, { topology, store }: LifeContext): readonly IssuerCertificate[] {
  const authority = topology.authorities.find(({ name }) => authorityCertificateId(name) === id)
  if (authority === undefined || !hasCertificate(authority, store)) return []
  return authorityCertificates(store)
    .trusted(authority)
    .flatMap(({ der, keyId }) => {
      const description = readCertificate(Buffer.from(der))
      return isProblem(description) ? [] : [{ description, keyId }]
    })
}

function hasCertificate({ name, certificatePem }: Authority, { certificate }: MaterialStore): boolean {
  return certificatePem !== undefined || certificate(authorityCertificateId(name)) !== undefined
}

/** How many authorities stand one below the other below this one. */
function levelsBelow(id: string, { topology: { authorities } }: LifeContext): number {
  const depths = authorities.map((each) =>
    chainOf(each).findIndex(({ name }) => authorityCertificateId(name) === id),
  )
  return Math.max(0, ...depths)
}

function revokedProblem(
  { serial, issuer }: CertificateDescription,
  { revoked }: ImportScene,
): string | undefined {
  const reason = revoked({ serial, issuer: issuer.text })
  return reason === undefined ? undefined : `it is revoked (${reason})`
}

function keyProblem(
  key: StoredKey | undefined,
  { certificate, request }: Match,
  { deviceRequests }: LifeContext,
): string | undefined {
  if (request.csr !== true) {
    if (key !== undefined) return undefined
    return 'its private key is neither given nor in the vault; give the file of the key too, or say "csr: true" in the profile of a device that keeps it'
  }
  const asked = deviceRequests.get(request.id)
  if (asked?.spki === undefined || asked.keyId === keyIdOf(certificate)) return undefined
  return 'its key is not that of the request that the spec names'
}

/** A certificate that is good stays, unless another one was asked for. */
function standingProblem(
  { certificate, request: { id } }: Match,
  { store, replace, awaited, rotating }: ImportScene,
): string | undefined {
  const name = nameOf(id)
  if (id === authorityCertificateId(name) && rotating.has(name))
    return `authority ${quoted(name)} is being rotated; end that first`
  const stored = store.certificate(id)
  const isAsked = store.pendingKey.get(id)?.keyId === keyIdOf(certificate)
  if (stored === undefined || replace || isAsked || awaited.has(id)) return undefined
  const day = stored.notAfter.toISOString().slice(0, 10)
  return `there is another one, until ${day}; --replace puts this one in its place`
}

function keyIdOf({ publicKey: { bits } }: CertificateDescription): string {
  return subjectKeyId(bits).toString('hex')
}

function putImported(
  { certificate, request }: Match,
  key: StoredKey | undefined,
  issuerKeyId: string | undefined,
  { store, deviceRequests, now }: ImportScene,
): void {
  const { id, kind } = request
  const isAuthority = kind === 'root' || kind === 'intermediate'
  const keyId = isAuthority ? (certificate.subjectKeyId ?? '') : keyIdOf(certificate)
  const csr =
    request.csr === true
      ? (deviceRequests.get(id)?.digest ?? hash('sha256', certificate.publicKey.spki))
      : undefined
  if (key === undefined) store.key.remove(id)
  else store.key.put(id, { ...key, keyId })
  store.pendingKey.remove(id)
  store.putCertificate(id, importedFrom(certificate, request, keyId, issuerKeyId), now, csr)
}

function importedFrom(
  certificate: CertificateDescription,
  request: CertificateRequest,
  keyId: string,
  issuerKeyId: string | undefined,
): IssuedCertificate {
  const { subject, issuer, serial, publicKey, notBefore, notAfter, fingerprint, der } = certificate
  return {
    requestDigest: requestDigest(request),
    ...{ subject: subject.text, issuer: issuer.text, serial, notBefore, notAfter, fingerprint, der },
    subjectKeyId: keyId,
    ...(issuerKeyId === undefined ? {} : { authorityKeyId: issuerKeyId }),
    keyAlgorithm: publicKey.algorithm,
    origin: 'imported',
  }
}
