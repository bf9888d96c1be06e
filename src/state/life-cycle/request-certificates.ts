/** Requests for certificates that others sign: their keys stay in the vault. */

import { join } from 'node:path'
import { Failure, orFail } from '../../diagnostics/failure.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { toPem } from '../../pki/der/pem.ts'
import { certificatePath } from '../../pki/issuance/certificate-path.ts'
import { generateKey } from '../../pki/keys/generate-key.ts'
import { signerFor } from '../../pki/keys/signer.ts'
import { authorityCertificateId, userCertificateId } from '../../pki/materials.ts'
import { isProblem } from '../../pki/pki-problem.ts'
import type { CertificateRequest } from '../../pki/x509/certificate-request.ts'
import { requestExtensions } from '../../pki/x509/request-extensions.ts'
import { requestProblem } from '../../pki/x509/request-problem.ts'
import { createSigningRequest, readSigningRequest } from '../../pki/x509/signing-request.ts'
import type { Topology } from '../../topology/topology.ts'
import { type FileSystem, nodeFileSystem, readPresent } from '../file-system.ts'
import { privateKeyOf, storedKey } from '../issuance/key-pair.ts'
import { isSlow, makeSlowKeys } from '../issuance/make-slow-keys.ts'
import { nameOf, planCertificates } from '../issuance/plan-certificates.ts'
import { placeFiles } from '../output/place-files.ts'
import type { StoredKey } from '../store/material-store.ts'
import { changeState, type LifeContext, type LifeOptions, type LifeResult } from './life-cycle.ts'

export interface RequestWish {
  /** Ids; `undefined`: all that an external authority has to sign now. */
  readonly certificates: readonly string[] | undefined
  /** Make new keys, even where one waits for its certificate. */
  readonly newKeys: boolean
}

export interface MadeRequest {
  /** Of the certificate. */
  readonly id: string
  /** Name of the authority that is to sign it. */
  readonly authority: string
  /** `renew`: for the key in use. */
  readonly key: 'new' | 'renew' | 'waiting'
  /** PKCS#10 in DER; absent in a dry run. */
  readonly der?: Buffer
}

export interface RequestReport {
  readonly requests: readonly MadeRequest[]
  /** The files of the requests of devices that keep their keys. */
  readonly deviceFiles: readonly string[]
}

/** @throws Failure for a certificate that needs nobody outside. */
export function requestCertificates(
  topology: Topology,
  wish: RequestWish,
  options: LifeOptions,
): Promise<LifeResult<RequestReport>> {
  return changeState(topology, options, async (context) => {
    const meant = meantRequests(wish.certificates, context)
    const own = meant.filter(({ csr }) => csr !== true)
    const chosen = own.map((request) => ({ request, ...chosenKey(request, wish.newKeys, context) }))
    if (options.dryRun !== true) await makeKeys(chosen, context)
    const requests = chosen.map(({ request, source }) => ({
      id: request.id,
      authority: nameOf(request.issuer ?? ''),
      key: source,
      ...(options.dryRun === true ? {} : { der: signedRequest(request, source, context) }),
    }))
    return { requests, deviceFiles: deviceFiles(meant, topology) }
  })
}

function meantRequests(
  certificates: readonly string[] | undefined,
  context: LifeContext,
): readonly CertificateRequest[] {
  if (certificates === undefined) {
    return planCertificates(context).flatMap((step) =>
      step.do === 'await' && step.because === 'external-issuer' ? [step.request] : [],
    )
  }
  const ids = new Set(certificates)
  const external = new Set(
    context.topology.authorities
      .filter(({ source }) => source === 'external')
      .map(({ name }) => authorityCertificateId(name)),
  )
  const meant = context.wanted.filter(({ id }) => ids.has(id))
  for (const { id, issuer } of meant) {
    if (issuer !== undefined && external.has(issuer)) continue
    const signer =
      issuer === undefined ? 'is a root, which signs itself' : `is signed by ${quoted(nameOf(issuer))} here`
    throw new Failure(`the certificate of ${quoted(nameOf(id))} ${signer}: "mqttopia compile" issues it`)
  }
  return meant
}

interface ChosenKey {
  readonly request: CertificateRequest
  readonly source: MadeRequest['key']
}

function chosenKey(
  { id, keyAlgorithm, rotate }: CertificateRequest,
  newKeys: boolean,
  { store }: LifeContext,
): Pick<ChosenKey, 'source'> {
  const fits = (algorithm: string | undefined) => algorithm === keyAlgorithm
  if (newKeys) return { source: 'new' }
  if (fits(store.pendingKey.get(id)?.algorithm)) return { source: 'waiting' }
  const isInUse = store.certificate(id) !== undefined && fits(store.key.text(id, 'algorithm'))
  return { source: isInUse && rotate !== 'always' ? 'renew' : 'new' }
}

/** A key in use stays that until the certificate for the new one is here. */
async function makeKeys(chosen: readonly ChosenKey[], context: LifeContext): Promise<void> {
  const { store } = context
  const fresh = chosen.filter(({ source }) => source === 'new').map(({ request }) => request)
  for (const { id } of fresh) store.pendingKey.remove(id)
  await makeSlowKeys(
    fresh.map((request) => ({ id: request.id, key: 'generate', request })),
    { store, onProgress: () => {}, checkpoint: async () => {} },
  )
  for (const { id, keyAlgorithm } of fresh)
    if (!isSlow(keyAlgorithm)) store.pendingKey.put(id, storedKey(generateKey(keyAlgorithm)))
}

function signedRequest(
  request: CertificateRequest,
  source: MadeRequest['key'],
  { store }: LifeContext,
): Buffer {
  const key: StoredKey | undefined = (source === 'renew' ? store.key : store.pendingKey).get(request.id)
  if (key === undefined) throw new Failure(`the key of ${quoted(nameOf(request.id))} is missing in the vault`)
  const problem = requestProblem(request)
  if (problem !== undefined)
    throw new Failure(`no request can be made for ${quoted(nameOf(request.id))}: ${problem.message}`)
  const signer = signerFor(privateKeyOf(key))
  if (isProblem(signer)) throw new Error(`a request cannot be signed: ${signer.message}`)
  return createSigningRequest(request, signer, requestExtensions(request, signer.publicKey))
}

function deviceFiles(meant: readonly CertificateRequest[], { users }: Topology): readonly string[] {
  const ids = new Set(meant.filter(({ csr }) => csr === true).map(({ id }) => id))
  return users.flatMap(({ name, authentication }) =>
    ids.has(userCertificateId(name)) && authentication.kind === 'certificate'
      ? [authentication.csrFile ?? `that of ${name}`]
      : [],
  )
}

/**
 * Writes each request to a file of its own below `folder`: `user/alice.csr.pem`. One that asks for the same with the
 * same key is left as it is. Gives how many were written.
 */
export function placeRequests(
  folder: string,
  requests: readonly MadeRequest[],
  fs: FileSystem = nodeFileSystem,
): Promise<number> {
  return orFail(`write ${folder}`, () => {
    const changed = requests.flatMap(({ id, der }) => {
      const path = `${certificatePath(id)}.csr.pem`
      if (der === undefined || isSameRequest(readPresent(fs, join(folder, path)), der)) return []
      return [{ path, content: Buffer.from(toPem('CERTIFICATE REQUEST', der)) }]
    })
    return placeFiles(folder, changed, fs)
  })
}

/** Signatures by ECDSA differ each time. */
function isSameRequest(present: Buffer | undefined, der: Buffer): boolean {
  if (present === undefined) return false
  const [old, fresh] = [readSigningRequest(present), readSigningRequest(der)]
  if (isProblem(old) || isProblem(fresh)) return false
  return old.toBeSigned.equals(fresh.toBeSigned)
}
