/** Signs the requests of devices that keep their keys: whose they are, the spec says. */

import { hash } from 'node:crypto'
import { quoted } from '../../diagnostics/quoted.ts'
import type { IssuanceStep } from '../../pki/issuance/issuance-step.ts'
import { type RequestNames, requestNames } from '../../pki/issuance/request-names.ts'
import { subjectKeyId } from '../../pki/keys/public-key.ts'
import { userCertificateId } from '../../pki/materials.ts'
import { isProblem, problemText } from '../../pki/pki-problem.ts'
import { readSigningRequest } from '../../pki/x509/signing-request.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import type { GivenFile, UnreadableFile } from '../given-files.ts'
import { authorityCertificates } from '../issuance/authority-certificates.ts'
import { nameOf, planCertificates } from '../issuance/plan-certificates.ts'
import { revokedReasons } from '../issuance/revocations.ts'
import type { DeviceRequest } from '../issuance/signing-requests.ts'
import type { MaterialStore } from '../store/material-store.ts'
import { type FileOutcome, refusal } from './file-outcome.ts'
import { changeState, type LifeContext, type LifeOptions, type LifeResult } from './life-cycle.ts'

export interface SignWish {
  readonly files: Iterable<GivenFile | UnreadableFile>
  /** Whose the one request is, whatever it says. */
  readonly user?: string
  /** Also for another key than that of the certificate that there is. */
  readonly replace: boolean
}

export interface SignedRequest extends FileOutcome {
  readonly did: 'sign' | 'renew' | 'keep'
  readonly username: string
  /** The certificate, then the authorities between it and the root, in DER. */
  readonly chain: readonly Uint8Array[]
}

export interface SigningReport {
  /** In the order of the files. */
  readonly signed: readonly SignedRequest[]
  readonly refused: readonly FileOutcome[]
}

/** Good requests are signed, whatever becomes of the others. A dry run has no chains. */
export function signRequests(
  topology: Topology,
  wish: SignWish,
  options: LifeOptions,
): Promise<LifeResult<SigningReport>> {
  return changeState(topology, options, async (context) => {
    const { accepted, refused } = judgedRequests(wish, context)
    const requests = Array.from(accepted, ([id, { request }]) => [id, request] as const)
    const deviceRequests = new Map([...context.deviceRequests, ...requests])
    const planned = planCertificates({ ...context, deviceRequests })
    const steps = new Map(planned.map((step) => [step.id, step]))
    const asked = planned.filter((step) => accepted.has(step.id) || isNewAuthority(step))
    if (options.dryRun !== true) await context.issue(asked, deviceRequests)
    const outcome = signingOutcomes(context, steps, options.dryRun === true)
    const outcomes = Array.from(accepted, ([id, request]) => outcome(id, request))
    const isSigned = (each: FileOutcome): each is SignedRequest => each.did !== 'refuse'
    return {
      signed: outcomes.filter(isSigned),
      refused: [...refused, ...outcomes.filter((each) => !isSigned(each))],
    }
  })
}

function isNewAuthority(step: IssuanceStep): boolean {
  return step.do === 'issue' && step.because === 'new' && step.id.startsWith('authority/')
}

interface AcceptedRequest {
  readonly file: string
  readonly user: User
  readonly request: DeviceRequest
}

interface JudgedRequests {
  /** By certificate id. */
  readonly accepted: ReadonlyMap<string, AcceptedRequest>
  readonly refused: readonly FileOutcome[]
}

function judgedRequests({ files, ...wish }: SignWish, context: LifeContext): JudgedRequests {
  const accepted = new Map<string, AcceptedRequest>()
  const refused: FileOutcome[] = []
  const judge = requestJudge(wish, context)
  for (const file of files) {
    const judged = 'problem' in file ? refusal(file.name, file.problem) : judge(file)
    if ('did' in judged) refused.push(judged)
    else accepted.set(userCertificateId(judged.user.name), judged)
  }
  return { accepted, refused }
}

type Judge = (file: GivenFile) => AcceptedRequest | FileOutcome

function requestJudge({ user, replace }: Omit<SignWish, 'files'>, context: LifeContext): Judge {
  const { topology } = context
  const users = new Map(topology.users.map((each) => [each.name, each]))
  const problemOf = requestProblems(replace, context)
  return ({ name: file, content }) => {
    const request = readSigningRequest(content)
    if (isProblem(request)) return refusal(file, problemText(request))
    const names = user === undefined ? requestNames(request, topology.name) : { names: [user], subject: user }
    const meant = userMeant(names, users)
    if (typeof meant === 'string') return refusal(file, meant)
    const { spki, bits } = request.publicKey
    const keyId = subjectKeyId(bits).toString('hex')
    const problem = profileProblem(meant) ?? problemOf(userCertificateId(meant.name), keyId, file)
    if (problem !== undefined) return refusal(file, problem, `user:${meant.name}`)
    return { file, user: meant, request: { digest: hash('sha256', content), keyId, spki } }
  }
}

/** What keeps the key of a request from being certified under this id; remembers those before. */
function requestProblems(
  replace: boolean,
  { topology, store }: LifeContext,
): (id: string, keyId: string, file: string) => string | undefined {
  const keyOwners = new Map(
    Array.from(store.certificates(), ([id, { subjectKeyId }]) => [subjectKeyId, id] as const),
  )
  const filesById = new Map<string, string>()
  const revoked = revokedReasons(topology.authorities, store)
  return (id, keyId, file) => {
    const [owner, stored] = [keyOwners.get(keyId), store.certificate(id)]
    if (owner !== undefined && owner !== id) return `${nameOf(owner)} has the same key`
    if (filesById.has(id)) return `${filesById.get(id)} is a request of the same user`
    const problem = stored && standingProblem(stored, { keyId, replace, reason: revoked(stored) })
    if (problem !== undefined) return problem
    filesById.set(id, file)
    keyOwners.set(keyId, id)
    return undefined
  }
}

/** The user, or why it is nobody. */
function userMeant({ names, subject }: RequestNames, users: ReadonlyMap<string, User>): User | string {
  const found = names.flatMap((name) => users.get(name) ?? [])
  const [user, other] = found
  if (other !== undefined) return `it names two users: ${quoted(user?.name ?? '')} and ${quoted(other.name)}`
  return user ?? `nobody in the spec has its name (${subject === '' ? 'it has none' : subject})`
}

function profileProblem({ authentication }: User): string | undefined {
  if (authentication.kind !== 'certificate') return 'this user does not come in with a certificate'
  const { profile, csrFile } = authentication
  if (!profile.csr)
    return `mqttopia makes the key of this user; say "csr: true" in profile ${quoted(profile.name)}, or name one that does`
  if (csrFile !== undefined)
    return `the spec names ${quoted(csrFile)} as its request; "mqttopia compile" signs that`
  return undefined
}

function standingProblem(
  stored: NonNullable<ReturnType<MaterialStore['certificate']>>,
  {
    keyId,
    replace,
    reason,
  }: { readonly keyId: string; readonly replace: boolean; readonly reason: string | undefined },
): string | undefined {
  const isSameKey = stored.subjectKeyId === keyId
  if (isSameKey && reason !== undefined)
    return `the certificate for this key is revoked (${reason}); let the device make a new one`
  if (isSameKey || replace || stored.csr === undefined) return undefined
  return 'there is a certificate for another key; --replace issues one for this key, and the other stays valid until it is revoked'
}

function signingOutcomes(
  { store }: LifeContext,
  steps: ReadonlyMap<string, IssuanceStep>,
  dryRun: boolean,
): (id: string, request: AcceptedRequest) => SignedRequest | FileOutcome {
  const { above } = authorityCertificates(store)
  return (id, { file, user }) => {
    const selector = `user:${user.name}`
    const step = steps.get(id)
    const { authentication } = user
    if (step === undefined || step.do === 'await' || authentication.kind !== 'certificate')
      return refusal(file, awaitText(step), selector)
    const did = step.do === 'issue' ? 'sign' : step.do === 'renew' ? 'renew' : 'keep'
    const stored = dryRun ? undefined : store.certificate(id)
    if (stored === undefined) return { file, did, selector, username: user.name, chain: [] }
    const { serial, notAfter, der, authorityKeyId } = stored
    const chain = [der, ...above(authentication.profile.issuer, authorityKeyId).map((each) => each.der)]
    return { file, did, selector, serial, notAfter, username: user.name, chain: chain.slice(0, -1) }
  }
}

function awaitText(step: IssuanceStep | undefined): string {
  return step?.do === 'await' && step.because === 'external-issuer'
    ? 'the key of its authority lives elsewhere: give the request to that, and its answer to "mqttopia pki import"'
    : 'the certificate of its authority is awaited'
}
