/** Finds out which wanted certificate each given one is: by its key where that is known, else by its names. */

import { isForServer, sharesName } from '../../pki/issuance/certificate-misfit.ts'
import { certificateOwners } from '../../pki/issuance/certificate-owner.ts'
import { subjectKeyId } from '../../pki/keys/public-key.ts'
import type { CertificateId } from '../../pki/materials.ts'
import { issuedBy } from '../../pki/x509/certificate-checks.ts'
import type { CertificateRequest } from '../../pki/x509/certificate-request.ts'
import type { CertificateDescription } from '../../pki/x509/read-certificate.ts'
import { type FileOutcome, refusal } from './file-outcome.ts'
import type { KeyFor } from './import-keys.ts'
import type { LifeContext } from './life-cycle.ts'
import type { Credentials } from './read-credentials.ts'

export interface Match {
  readonly file: string
  readonly certificate: CertificateDescription
  readonly request: CertificateRequest
}

export interface Matches {
  readonly matches: readonly Match[]
  readonly refused: readonly FileOutcome[]
}

type Given = Credentials['certificates'][number]

/** Certificates of authorities that nobody wants here are the chains of others, and passed over. */
export function matchCertificates(
  { certificates }: Credentials,
  as: CertificateId | undefined,
  keys: KeyFor,
  context: LifeContext,
): Matches {
  if (as !== undefined) return matchNamed(certificates, as, keys, context)
  const finder = requestFinder(context)
  const matches: Match[] = []
  const refused: FileOutcome[] = []
  const taken = new Map<CertificateId, string>()
  for (const { file, certificate } of certificates) {
    const found = finder(certificate, keys.isGiven(certificate))
    if (found === undefined) continue
    const rival = typeof found === 'string' ? undefined : taken.get(found.id)
    if (typeof found === 'string') refused.push(refusal(file, found))
    else if (rival !== undefined) refused.push(refusal(file, `${rival} holds a certificate for the same`))
    else {
      taken.set(found.id, file)
      matches.push({ file, certificate, request: found })
    }
  }
  return { matches, refused }
}

function matchNamed(
  certificates: readonly Given[],
  as: CertificateId,
  keys: KeyFor,
  { wanted }: LifeContext,
): Matches {
  const request = wanted.find(({ id }) => id === as)
  const refuse = (because: string) => ({
    matches: [],
    refused: certificates.slice(0, 1).map(({ file }) => refusal(file, because)),
  })
  if (request === undefined)
    return refuse(
      'the spec says where the certificate of this authority comes from: nothing is imported for it',
    )
  const isAuthority = request.kind === 'root' || request.kind === 'intermediate'
  const fitting = certificates.filter(({ certificate }) => certificate.isAuthority === isAuthority)
  const withKey = fitting.filter(({ certificate }) => keys.find(as, certificate) !== undefined)
  const lowest = fitting.filter(({ certificate }) => !hasIssued(certificate, fitting))
  const [only, ...more] = [withKey, lowest, fitting].find(({ length }) => length > 0) ?? []
  if (only === undefined)
    return refuse(isAuthority ? 'it is not that of an authority' : 'it is that of an authority')
  if (more.length > 0) return refuse('several certificates are given that this could be; name one file')
  return { matches: [{ ...only, request }], refused: [] }
}

function hasIssued(issuer: CertificateDescription, others: readonly Given[]): boolean {
  return others.some(({ certificate }) => certificate !== issuer && issuedBy(certificate, issuer))
}

/** The request; why there is none; `undefined` where nobody expects one. */
type RequestFinder = (
  certificate: CertificateDescription,
  isKeyGiven: boolean,
) => CertificateRequest | string | undefined

function requestFinder(context: LifeContext): RequestFinder {
  const byKey = requestsByKey(context)
  const named = nameFinder(context)
  return (certificate, isKeyGiven) => {
    const { isAuthority, publicKey, subjectKeyId: ownId = '' } = certificate
    const known = byKey.get(subjectKeyId(publicKey.bits).toString('hex')) ?? byKey.get(ownId)
    if (known !== undefined) return known
    if (!isAuthority) return named(certificate)
    return isKeyGiven ? 'it is that of an authority: say which, as in --as authority:NAME' : undefined
  }
}

/** By the identifiers of the keys that are in use, wait for a certificate, or are those of devices. */
function requestsByKey({
  wanted,
  store,
  deviceRequests,
}: LifeContext): ReadonlyMap<string, CertificateRequest> {
  const byKey = new Map<string, CertificateRequest>()
  for (const request of wanted) {
    const { id } = request
    const [inUse, pending, device] = [
      store.key.text(id, 'keyId'),
      store.pendingKey.get(id),
      deviceRequests.get(id),
    ]
    for (const keyId of [inUse, pending?.keyId, device?.keyId])
      if (keyId !== undefined) byKey.set(keyId, request)
  }
  return byKey
}

function nameFinder({
  topology,
  wanted,
}: LifeContext): (certificate: CertificateDescription) => CertificateRequest | string {
  const ownerOf = certificateOwners(topology)
  const servers = wanted.filter(({ kind }) => kind === 'server')
  const clients = new Map(
    wanted.flatMap((request) => (request.kind === 'client' ? [[request.commonName, request] as const] : [])),
  )
  return (certificate) => {
    const client = clients.get(certificate.subject.commonName ?? '')
    const serving = servers.filter((request) => isForServer(certificate, request))
    const isClient = client !== undefined && (serving.length === 0 || allowsClient(certificate))
    const fitting = isClient ? [client, ...serving] : serving
    if (fitting.length > 1)
      return `it could be that of ${fitting.map(({ id }) => ownerOf(id).selector).join(' or ')}: say which with --as`
    const near = fitting[0] ?? servers.find((request) => sharesName(certificate, request))
    return near ?? `nobody in the spec has its name (${certificate.subject.text})`
  }
}

function allowsClient({ extKeyUsage }: CertificateDescription): boolean {
  return extKeyUsage === undefined || extKeyUsage.includes('client auth')
}
