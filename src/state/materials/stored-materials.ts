/** What emitters read: the store and the given secrets, seen as the materials of one topology. */

import { quoted } from '../../diagnostics/quoted.ts'
import { digestBytes, digestText } from '../../files/digest.ts'
import { passwordFromBytes } from '../../pki/generated-secret.ts'
import { clientRequests } from '../../pki/issuance/wanted-certificates.ts'
import {
  authorityCertificateId,
  type CertificateMaterial,
  type Materials,
  usernameOf,
} from '../../pki/materials.ts'
import type { CertificateRequest } from '../../pki/x509/certificate-request.ts'
import type { Authority } from '../../topology/authority.ts'
import { findUser } from '../../topology/find-user.ts'
import { PASSWORD_LENGTH } from '../../topology/resolve-secret.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import {
  type AuthorityCertificate,
  type AuthorityCertificates,
  authorityCertificates,
} from '../issuance/authority-certificates.ts'
import { authoritiesWithForeignList } from '../issuance/foreign-lists.ts'
import { authoritiesWithList, otherListName } from '../issuance/revocation-lists.ts'
import { derivedBytes } from '../secrets/generated-secrets.ts'
import { type GivenSecrets, isGiven } from '../secrets/given-secrets.ts'
import type { MaterialStore } from '../store/material-store.ts'

export interface MaterialSources {
  readonly topology: Topology
  /** May lack certificates of users, which then follow from the topology. */
  readonly wanted: readonly CertificateRequest[]
  readonly store: MaterialStore
  readonly given: GivenSecrets
  /** Ids of certificates that others have to sign first. */
  readonly awaited: ReadonlySet<string>
}

/** The store must hold everything else that the topology wants; asking for anything more throws. */
export function storedMaterials({ topology, wanted, store, given, awaited }: MaterialSources): Materials {
  const userNamed: UserNamed = (name) => findUser(topology.users, name)
  const lists = new Set(authoritiesWithList(topology).map(({ name }) => name))
  const foreign = new Set(authoritiesWithForeignList(topology).map(({ name }) => name))
  const secretKind = (username: string) => userNamed(username)?.authentication.kind
  const bundles = new Map(topology.bundles.map((bundle) => [bundle.name, bundle]))
  const authorities = new Map(topology.authorities.map((authority) => [authority.name, authority]))
  const certificates = authorityCertificates(store)
  return {
    awaited,
    ...certificateLookup({ topology, wanted, store }, userNamed, certificates),
    trusted(name) {
      if (awaited.has(authorityCertificateId(name))) return []
      return certificates.trusted(found(authorities.get(name), 'authority', name)).map(({ der }) => der)
    },
    crls(authority) {
      if (awaited.has(authorityCertificateId(authority))) return []
      if (foreign.has(authority)) return [store.crl.get(authority)?.der ?? []].flat()
      const ids = [authority, otherListName(authority, store)]
      const crls = lists.has(authority) ? ids.flatMap((id) => store.crl.get(id ?? '') ?? []) : []
      found(crls[0], 'revocation list', authority)
      return crls.map(({ der }) => der)
    },
    passwordHash(username) {
      const hash = secretKind(username) === 'password' ? store.passwordHash.get(username) : undefined
      return found(hash, 'password hash', username).hash
    },
    password(username) {
      const isWanted = secretKind(username) === 'password'
      return found(isWanted ? passwordOf(userNamed(username), store, given) : undefined, 'password', username)
    },
    psk(username) {
      const isWanted = secretKind(username) === 'psk'
      const psk = isWanted ? (given.psks.get(username) ?? store.psk.get(username)?.value) : undefined
      return found(psk, 'pre-shared key', username)
    },
    bundlePassword(name, username) {
      const bundle = found(bundles.get(name), 'bundle', name)
      const length = bundle.password?.from === 'generate' ? bundle.password.length : PASSWORD_LENGTH
      const derived = () =>
        passwordFromBytes(derivedBytes(store, `bundle-password ${name} ${username}`, length), length)
      return given.bundlePasswords.get(name) ?? derived()
    },
    salt: (purpose, length) => derivedBytes(store, `salt ${purpose}`, length),
  }
}

type UserNamed = (name: string) => User | undefined

function passwordOf(user: User | undefined, store: MaterialStore, given: GivenSecrets): string | undefined {
  if (user?.authentication.kind !== 'password') return undefined
  return isGiven(user.authentication.secret)
    ? given.passwords.get(user.name)
    : store.password.get(user.name)?.value
}

function found<T>(value: T | undefined, what: string, name: string): T {
  if (value === undefined) throw new RangeError(`the topology wants no ${what} ${quoted(name)}`)
  return value
}

function certificateLookup(
  { topology, wanted, store }: Pick<MaterialSources, 'topology' | 'wanted' | 'store'>,
  userNamed: UserNamed,
  { trusted, above }: AuthorityCertificates,
): Pick<Materials, 'certificate' | 'certificateMark'> {
  const requests = new Map<string, CertificateRequest>()
  for (const request of wanted) requests.set(request.id, request)
  const requestOfUser = clientRequests(topology)
  const requestOf = (id: string) => {
    const username = requests.has(id) ? undefined : usernameOf(id)
    const user = username === undefined ? undefined : userNamed(username)
    return found(requests.get(id) ?? (user && requestOfUser(user)), 'certificate', id)
  }
  const byId = new Map(
    topology.authorities.map((authority) => [authorityCertificateId(authority.name), authority]),
  )
  const servers = new Map<string, CertificateMaterial>() // every client asks for its broker's
  const aboveOf = (issuer: string, authorityKeyId: string | undefined) =>
    above(found(byId.get(issuer), 'authority', issuer), authorityKeyId)
  const certificate = (id: string): CertificateMaterial => {
    const authority = byId.get(id)
    if (authority !== undefined) return authorityMaterial(authority, { trusted, above }, store)
    const known = servers.get(id)
    if (known !== undefined) return known
    const { kind, issuer } = requestOf(id)
    const { der, authorityKeyId } = found(store.certificate(id), 'certificate', id)
    const chain = chainMaterial(aboveOf(found(issuer, 'issuer of', id), authorityKeyId))
    const material = { certificate: der, ...chain, ...privateKeyOf(id, store) }
    if (kind === 'server') servers.set(id, material)
    return material
  }
  return {
    certificate,
    certificateMark(id) {
      const { id: known, issuer } = requestOf(id)
      const { fingerprint, authorityKeyId } = found(store.certificate(known), 'certificate', id)
      const chain = chainMark(aboveOf(found(issuer, 'issuer of', id), authorityKeyId))
      return `${fingerprint} ${store.key.text(known, 'keyId')} ${chain}`
    },
  }
}

const chainMarks = new WeakMap<readonly AuthorityCertificate[], string>()

function chainMark(certificates: readonly AuthorityCertificate[]): string {
  const known = chainMarks.get(certificates)
  if (known !== undefined) return known
  const mark = digestText(certificates.map(({ der }) => digestBytes(der)).join(' '))
  chainMarks.set(certificates, mark)
  return mark
}

/** Kept, so that thousands of clients share what they have in common. */
const chainMaterials = new WeakMap<
  readonly AuthorityCertificate[],
  Pick<CertificateMaterial, 'chain' | 'root'>
>()

function chainMaterial(certificates: readonly AuthorityCertificate[]) {
  const known = chainMaterials.get(certificates)
  if (known !== undefined) return known
  const chain = certificates.map(({ der }) => der)
  const root = found(chain.pop(), 'root', '')
  const material = { chain, root }
  chainMaterials.set(certificates, material)
  return material
}

function authorityMaterial(
  authority: Authority,
  { trusted, above }: AuthorityCertificates,
  store: MaterialStore,
): CertificateMaterial {
  const own = found(trusted(authority)[0], 'certificate of authority', authority.name)
  const chain =
    authority.issuer === undefined
      ? { chain: [], root: own.der }
      : chainMaterial(above(authority.issuer, own.issuerKeyId))
  const id = authorityCertificateId(authority.name)
  return {
    certificate: own.der,
    ...chain,
    ...(authority.source === 'generated' ? privateKeyOf(id, store) : {}),
  }
}

function privateKeyOf(id: string, { key }: MaterialStore): Pick<CertificateMaterial, 'privateKey'> {
  const privateKey = key.data(id)
  return privateKey === undefined ? {} : { privateKey }
}
