/** Reads the signing requests of devices that keep their keys. */

import { hash } from 'node:crypto'
import { resolve } from 'node:path'
import { failureReason } from '../../diagnostics/failure.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { subjectKeyId } from '../../pki/keys/public-key.ts'
import { userCertificateId } from '../../pki/materials.ts'
import { isProblem } from '../../pki/pki-problem.ts'
import { readSigningRequest } from '../../pki/x509/signing-request.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import { signingRequestUnusable } from '../codes.ts'
import { readUpTo } from '../file-system.ts'
import type { FindingList } from '../finding-list.ts'
import type { SecretSource } from '../secrets/read-secret.ts'
import type { MaterialStore } from '../store/material-store.ts'

export interface DeviceRequest {
  /** SHA-256 of the file, hexadecimal. */
  readonly digest: string
  /** Of the key, hexadecimal. */
  readonly keyId: string
  /** Absent where the certificate issued for the same file still stands: nothing needs to be read from it. */
  readonly spki?: Buffer
}

/** By certificate id. What is wrong with a request is reported, and it is left out. */
export function readSigningRequests(
  { users }: Topology,
  store: MaterialStore,
  source: Pick<SecretSource, 'fs' | 'specFolder'>,
  findings: FindingList,
): ReadonlyMap<string, DeviceRequest> {
  const requests = new Map<string, DeviceRequest>()
  for (const user of users) {
    const { authentication } = user
    if (authentication.kind !== 'certificate' || !authentication.profile.csr) continue
    if (authentication.csrFile === undefined) {
      const known = signedRequest(user, store)
      if (known !== undefined) requests.set(userCertificateId(user.name), known)
      continue
    }
    const content = readRequestFile(user, authentication.csrFile, source, findings)
    if (content === undefined) continue
    const request = readRequest(user, authentication.csrFile, content, store, findings)
    if (request !== undefined) requests.set(userCertificateId(user.name), request)
  }
  return requests
}

/** Of a device whose request was given to `pki sign`, or whose certificate was imported. */
function signedRequest({ name }: User, store: MaterialStore): DeviceRequest | undefined {
  const stored = store.certificate(userCertificateId(name))
  return stored?.csr === undefined ? undefined : { digest: stored.csr, keyId: stored.subjectKeyId }
}

const largestRequestBytes = 64 * 1024

function readRequestFile(
  user: User,
  file: string,
  { fs, specFolder }: Pick<SecretSource, 'fs' | 'specFolder'>,
  findings: FindingList,
): Buffer | undefined {
  try {
    const content = readUpTo(fs, resolve(specFolder, file), largestRequestBytes)
    if (content === undefined)
      report(findings, user, `${quoted(file)} is far too large for a signing request`)
    return content
  } catch (error) {
    const reason = failureReason(error)
    if (reason === undefined) throw error
    report(findings, user, `the signing request ${quoted(file)} cannot be read: ${reason}`)
    return undefined
  }
}

function readRequest(
  user: User,
  file: string,
  content: Buffer,
  store: MaterialStore,
  findings: FindingList,
): DeviceRequest | undefined {
  const digest = hash('sha256', content)
  const stored = store.certificate(userCertificateId(user.name))
  if (stored?.csr === digest) return { digest, keyId: stored.subjectKeyId }
  const request = readSigningRequest(content)
  if (isProblem(request)) {
    report(
      findings,
      user,
      `the signing request ${quoted(file)} cannot be used: ${request.message}`,
      request.hint,
    )
    return undefined
  }
  const { spki, bits } = request.publicKey
  return { digest, keyId: subjectKeyId(bits).toString('hex'), spki }
}

/** A device's place is its row, which has no `auth` of its own. */
function report({ report }: FindingList, { kind, path }: User, message: string, hint?: string): void {
  const at = { path: kind === 'user' ? [...path, 'auth', 'csr'] : path }
  report(signingRequestUnusable, { message, at, ...(hint === undefined ? {} : { hint }) })
}
