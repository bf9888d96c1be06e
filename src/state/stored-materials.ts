/** What emitters read: the store and the given secrets, seen as the materials of one topology. */

import { quoted } from '../diagnostics/quoted.ts'
import type { CertificateRequest } from '../pki/certificate-request.ts'
import { passwordFromBytes } from '../pki/generated-secret.ts'
import { authorityCertificateId, type CertificateMaterial, type Materials } from '../pki/materials.ts'
import { isProblem } from '../pki/pki-problem.ts'
import { readCertificate } from '../pki/read-certificate.ts'
import { type Authority, chainOf } from '../topology/authority.ts'
import { PASSWORD_LENGTH } from '../topology/resolve-secret.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import { derivedBytes } from './generated-secrets.ts'
import { type GivenSecrets, isGiven } from './given-secrets.ts'
import type { MaterialStore } from './material-store.ts'
import { authoritiesWithList } from './revocation-lists.ts'

export interface MaterialSources {
  readonly topology: Topology
  readonly wanted: readonly CertificateRequest[]
  readonly store: MaterialStore
  readonly given: GivenSecrets
}

/** The store must hold everything that the topology wants; asking for anything else throws. */
export function storedMaterials({ topology, wanted, store, given }: MaterialSources): Materials {
  const users = new Map(topology.users.map((user) => [user.name, user]))
  const lists = new Set(authoritiesWithList(topology).map(({ name }) => name))
  const secretKind = (username: string) => users.get(username)?.authentication.kind
  const bundles = new Map(topology.bundles.map((bundle) => [bundle.name, bundle]))
  return {
    certificate: certificateLookup(topology, wanted, store),
    crl(authority) {
      const crl = lists.has(authority) ? store.crl.get(authority) : undefined
      return found(crl, 'revocation list', authority).der
    },
    passwordHash(username) {
      const hash = secretKind(username) === 'password' ? store.passwordHash.get(username) : undefined
      return found(hash, 'password hash', username).hash
    },
    password(username) {
      const isWanted = secretKind(username) === 'password'
      return found(isWanted ? passwordOf(users.get(username), store, given) : undefined, 'password', username)
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
  { authorities }: Topology,
  wanted: readonly CertificateRequest[],
  store: MaterialStore,
): Materials['certificate'] {
  const requests = new Map<string, CertificateRequest>()
  for (const request of wanted) requests.set(request.id, request)
  const byId = new Map(authorities.map((authority) => [authorityCertificateId(authority.name), authority]))
  const ownDer = (authority: Authority) => authorityDer(authority, store)
  const chains = new Map<string, Pick<CertificateMaterial, 'chain' | 'root'>>()
  const chainFrom = (issuer: Authority) => {
    const above = chainOf(issuer).map(ownDer)
    const root = found(above.pop(), 'root above', issuer.name)
    return { chain: above, root }
  }
  const chainAbove = (issuerId: string) => {
    const chain = chains.get(issuerId) ?? chainFrom(found(byId.get(issuerId), 'authority', issuerId))
    chains.set(issuerId, chain)
    return chain
  }
  const servers = new Map<string, CertificateMaterial>() // every client asks for its broker's
  return (id) => {
    const authority = byId.get(id)
    if (authority !== undefined) return authorityMaterial(authority, ownDer, chainFrom, store)
    const known = servers.get(id)
    if (known !== undefined) return known
    const { kind, issuer } = found(requests.get(id), 'certificate', id)
    const { der } = found(store.certificate(id), 'certificate', id)
    const chain = chainAbove(found(issuer, 'issuer of', id))
    const material = { certificate: der, ...chain, ...privateKeyOf(id, store) }
    if (kind === 'server') servers.set(id, material)
    return material
  }
}

function authorityMaterial(
  authority: Authority,
  ownDer: (authority: Authority) => Uint8Array,
  chainFrom: (issuer: Authority) => Pick<CertificateMaterial, 'chain' | 'root'>,
  store: MaterialStore,
): CertificateMaterial {
  const certificate = ownDer(authority)
  const above =
    authority.issuer === undefined ? { chain: [], root: certificate } : chainFrom(authority.issuer)
  const id = authorityCertificateId(authority.name)
  return { certificate, ...above, ...(authority.source === 'generated' ? privateKeyOf(id, store) : {}) }
}

function authorityDer({ name, certificatePem }: Authority, store: MaterialStore): Uint8Array {
  if (certificatePem === undefined) {
    return found(store.certificate(authorityCertificateId(name)), 'certificate of authority', name).der
  }
  const certificate = readCertificate(certificatePem)
  if (isProblem(certificate)) throw new Error(`authority ${quoted(name)}: ${certificate.message}`)
  return certificate.der
}

function privateKeyOf(id: string, { key }: MaterialStore): Pick<CertificateMaterial, 'privateKey'> {
  const privateKey = key.data(id)
  return privateKey === undefined ? {} : { privateKey }
}
