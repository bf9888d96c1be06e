/** Carries out an issuance plan: makes keys, signs, and puts both into the store. */

import { Failure } from '../../diagnostics/failure.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { IssuanceStep } from '../../pki/issuance/issuance-step.ts'
import { generateKey } from '../../pki/keys/generate-key.ts'
import { signerFor } from '../../pki/keys/signer.ts'
import { isProblem, type PkiProblem } from '../../pki/pki-problem.ts'
import type { CertificateRequest } from '../../pki/x509/certificate-request.ts'
import {
  certificateIssuerLater,
  type IssueCertificateLater,
  issueRoot,
} from '../../pki/x509/issue-certificate.ts'
import { issuanceProblem } from '../../pki/x509/request-problem.ts'
import type { KeyAlgorithm } from '../../topology/authority.ts'
import { certificateUnsuitable } from '../codes.ts'
import type { OnProgress } from '../progress.ts'
import type { RandomBytes } from '../secrets/random-pool.ts'
import { type IssuingAuthorities, issuingAuthorities } from './issuing-authorities.ts'
import { type KeyPair, keyPairOf, privateKeyOf, spkiOfCertificate, storedKey } from './key-pair.ts'
import { isSlow, makeSlowKeys } from './make-slow-keys.ts'
import { nameOf, type PlanContext, placeOf } from './plan-certificates.ts'

export interface IssuanceCounts {
  /** New certificates, and such that took the place of one that said something else. */
  readonly issued: number
  /** The same again, with a later end. */
  readonly renewed: number
  readonly kept: number
  /** Stored, but wanted no more. */
  readonly retired: number
  /** Wanted, but somebody else has to do something first. */
  readonly awaited: number
}

export interface IssueContext extends PlanContext {
  readonly random: RandomBytes
  readonly onProgress: OnProgress
  /** Of clients whose certificates are of one kind, only the first is issued one; the others get the same. */
  readonly samples: boolean
  /** Saves what has been made so far, from time to time. */
  readonly checkpoint: () => Promise<void>
}

type IssuingStep = Extract<IssuanceStep, { do: 'issue' | 'renew' }>
type KeepingStep = Extract<IssuanceStep, { do: 'keep' }>

/**
 * Issuers come before what they issue, as in the plan.
 *
 * @throws Failure when the store has lost a key that is needed.
 */
export async function issueCertificates(
  steps: readonly IssuanceStep[],
  context: IssueContext,
): Promise<IssuanceCounts> {
  const issuing = steps.filter((step) => step.do === 'issue' || step.do === 'renew')
  for (const step of steps) if (step.do === 'keep') expectKey(step, context)
  const { first, others } = context.samples ? samplesOf(issuing) : { first: issuing, others: [] }
  await makeSlowKeys(first, context)
  await issueAll(first, context)
  for (const [step, sample] of others) copyCertificate(step.id, sample.id, context)
  return countSteps(steps)
}

function samplesOf(steps: readonly IssuingStep[]) {
  const first = new Map<string, IssuingStep>()
  const others: (readonly [step: IssuingStep, sample: IssuingStep])[] = []
  for (const step of steps) {
    const { id, key, request } = step
    const kind = request.kind === 'client' ? `${request.issuer} ${request.keyAlgorithm} ${key === 'csr'}` : id
    const sample = first.get(kind)
    if (sample === undefined) first.set(kind, step)
    else others.push([step, sample])
  }
  return { first: [...first.values()], others }
}

function copyCertificate(id: string, from: string, { store, now }: IssueContext): void {
  const [issued, key] = [store.certificate(from), store.key.get(from)]
  if (issued !== undefined) store.putCertificate(id, issued, now)
  if (key !== undefined) store.key.put(id, key)
}

/** Enough that the thread pool never runs dry, and few enough to be nothing in memory. */
const atOnce = 256

/** While one lot is being signed on the thread pool, the next is put together here. */
async function issueAll(steps: readonly IssuingStep[], context: IssueContext): Promise<void> {
  const issue = issuer(context)
  let signing: Promise<unknown> = Promise.resolve()
  for (let start = 0; start < steps.length; start += atOnce) {
    const lot: Promise<void>[] = []
    for (const step of steps.slice(start, start + atOnce)) {
      const issued = issue(step)
      // Who issues others must be there before them; the plan has it first.
      if (isAuthority(step)) await issued
      else lot.push(issued)
    }
    await signing
    signing = Promise.all(lot)
    await context.checkpoint()
    context.onProgress({ phase: 'certificates', done: start, total: steps.length })
  }
  await signing
  await context.checkpoint()
  context.onProgress({ phase: 'certificates', done: steps.length, total: steps.length })
}

function isAuthority({ request: { kind } }: IssuingStep): boolean {
  return kind === 'root' || kind === 'intermediate'
}

function countSteps(steps: readonly IssuanceStep[]): IssuanceCounts {
  const counts = { issue: 0, renew: 0, keep: 0, retire: 0, await: 0 }
  for (const step of steps) counts[step.do] += 1
  const { issue, renew, keep, retire } = counts
  return { issued: issue, renewed: renew, kept: keep, retired: retire, awaited: counts.await }
}

/** Without its key a certificate that stays is worth nothing, and a silent replacement would lock devices out. */
function expectKey({ id, issued }: KeepingStep, { store, deviceRequests }: IssueContext): void {
  if (deviceRequests.has(id) || store.key.text(id, 'keyId') === issued.subjectKeyId) return
  throw lostKey(id)
}

function lostKey(id: string): Failure {
  return new Failure(
    `the state folder has the certificate of ${quoted(nameOf(id))} but not its private key; bring the vault back from a backup, or remove the state folder to make everything anew`,
  )
}

type Issue = (step: IssuingStep) => Promise<void>

function issuer(context: IssueContext): Issue {
  const { store, now, random } = context
  const authorities = issuingAuthorities(context)
  const issuers = new Map<string, IssueCertificateLater>()
  return async (step) => {
    const { id, request } = step
    const problem =
      request.issuer === undefined ? undefined : authorityProblem(request, request.issuer, authorities, now)
    if (problem !== undefined) return reportProblem(request, problem, context)
    const key = keyFor(step, context)
    const issued =
      request.issuer === undefined
        ? issueRoot(request, rootSigner(key), { now, random })
        : await issuerFor(request.issuer, { now, random }, authorities, issuers)(request, key.spki)
    if (key.stored === undefined) store.key.remove(id)
    else store.key.put(id, key.stored)
    if (isSlow(request.keyAlgorithm)) store.pendingKey.remove(id)
    store.putCertificate(id, issued, now, context.deviceRequests.get(id)?.digest)
  }
}

function issuerFor(
  id: string,
  context: Pick<IssueContext, 'now' | 'random'>,
  authorities: IssuingAuthorities,
  issuers: Map<string, IssueCertificateLater>,
): IssueCertificateLater {
  const known = issuers.get(id)
  if (known !== undefined) return known
  const issue = certificateIssuerLater(authorities(id), context)
  issuers.set(id, issue)
  return issue
}

function authorityProblem(
  request: CertificateRequest,
  issuerId: string,
  authorities: IssuingAuthorities,
  now: Date,
): PkiProblem | undefined {
  return issuanceProblem(request, authorities(issuerId), now)
}

function reportProblem(
  { id }: CertificateRequest,
  { message, hint }: PkiProblem,
  context: IssueContext,
): void {
  context.findings.report(certificateUnsuitable, {
    message: `no certificate can be issued for ${quoted(nameOf(id))}: ${message}`,
    at: { path: placeOf(id, context.topology) },
    ...(hint === undefined ? {} : { hint }),
  })
}

function rootSigner({ stored }: KeyPair) {
  if (stored === undefined) throw new Error('a root cannot be issued without its key')
  const signer = signerFor(privateKeyOf(stored))
  if (isProblem(signer)) throw new Error(`a root cannot be issued: ${signer.message}`)
  return signer
}

/** The key pair that a step asks for. `stored` is absent where a device keeps its key. */
function keyFor(step: IssuingStep, { store, deviceRequests }: IssueContext): KeyPair {
  const { id, key, request, replaces } = step
  if (key === 'csr') {
    const spki = deviceRequests.get(id)?.spki ?? (replaces && spkiOfCertificate(replaces))
    if (spki === undefined) throw new Error(`the signing request of ${quoted(id)} was not read`)
    return { spki }
  }
  if (key === 'reuse' && replaces !== undefined) {
    const stored = store.key.get(id)
    if (stored?.keyId !== replaces.subjectKeyId) throw lostKey(id)
    return { spki: spkiOfCertificate(replaces), stored }
  }
  const pending = isSlow(request.keyAlgorithm) ? store.pendingKey.get(id) : undefined
  if (pending?.algorithm === request.keyAlgorithm) return keyPairOf(pending)
  return newKeyPair(request.keyAlgorithm)
}

function newKeyPair(algorithm: KeyAlgorithm): KeyPair {
  const key = generateKey(algorithm)
  return { spki: key.spki, stored: storedKey(key) }
}
