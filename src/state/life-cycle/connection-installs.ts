/** What clients and brokers have installed at a time, for the proof that they go on trusting each other. */

import { admits } from '../../access/admission.ts'
import type { Connection, Install, Link } from '../../pki/issuance/connection-proof.ts'
import { serverCertificateId, userCertificateId } from '../../pki/materials.ts'
import { type Authority, lineOf, rootOf } from '../../topology/authority.ts'
import type { Broker, CertificateTls, Listener } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import { authorityCertificates } from '../issuance/authority-certificates.ts'
import { authoritiesWithForeignList } from '../issuance/foreign-lists.ts'
import { authoritiesWithList, otherListName } from '../issuance/revocation-lists.ts'
import { revokedReasons } from '../issuance/revocations.ts'
import type { MaterialStore } from '../store/material-store.ts'

/** The files of a compile at one time, as far as certificates go. */
export interface Installs {
  readonly server: (broker: Broker, tls: CertificateTls) => Install
  /** Of a user at a listener; `undefined` where its certificate is revoked or was never issued. */
  readonly client: (user: User, tls: CertificateTls) => Install | undefined
}

/** A snapshot: later changes of the store do not show. */
export function installsOf(topology: Topology, store: MaterialStore): Installs {
  const { above, trusted } = authorityCertificates(store)
  const authorities = topology.authorities.filter(
    ({ certificatePem, name }) => certificatePem !== undefined || hasOwn(name, store),
  )
  for (const authority of authorities) trusted(authority)
  const leaves = leafLinks(topology, store)
  const listKeys = new Map(
    [...authoritiesWithList(topology), ...authoritiesWithForeignList(topology)].map((authority) => [
      authority.name,
      keysOfLists(authority, store),
    ]),
  )
  const presents = (id: string, issuer: Authority): readonly Link[] => {
    const leaf = leaves.get(id)
    return leaf === undefined ? [] : [leaf, ...above(issuer, leaf.issuerKeyId)]
  }
  return {
    server({ name }, { profile, trust, clientAuth, crl }) {
      const line = clientAuth === 'required' ? lineOf(trust, authorities) : []
      const own = {
        presents: presents(serverCertificateId(name, profile.name), profile.issuer),
        trusts: line.flatMap(trusted),
      }
      return crl ? { ...own, lists: new Set(line.flatMap(({ name }) => listKeys.get(name) ?? [])) } : own
    },
    client({ name, authentication }, { profile, clientAuth }) {
      const trusts = trusted(rootOf(profile.issuer))
      if (authentication.kind !== 'certificate' || clientAuth === 'none') return { presents: [], trusts }
      const own = presents(userCertificateId(name), authentication.profile.issuer)
      return own.length === 0 ? undefined : { presents: own, trusts }
    },
  }
}

function hasOwn(name: string, store: MaterialStore): boolean {
  return store.certificate(`authority/${name}`) !== undefined
}

function leafLinks(topology: Topology, store: MaterialStore): ReadonlyMap<string, Link> {
  const revoked = revokedReasons(topology.authorities, store)
  const links = new Map<string, Link>()
  for (const [id, { subject, issuer, serial, subjectKeyId, authorityKeyId }] of store.certificates()) {
    if (id.startsWith('authority/') || revoked({ serial, issuer }) !== undefined) continue
    links.set(id, { subject, issuer, keyId: subjectKeyId, issuerKeyId: authorityKeyId })
  }
  return links
}

function keysOfLists({ name }: Authority, store: MaterialStore): readonly string[] {
  return [name, otherListName(name, store)].flatMap((id) => store.crl.get(id ?? '')?.authorityKeyId ?? [])
}

/** Of connections that are alike, one: a fleet's devices differ in their names, not in who has signed what. */
export function* connectionsBetween(
  topology: Topology,
  before: Installs,
  after: Installs,
): Iterable<Connection> {
  for (const [broker, listener, tls] of tlsListeners(topology)) {
    const [oldBroker, newBroker] = [before.server(broker, tls), after.server(broker, tls)]
    const seen = new Set<string>()
    for (const user of topology.users) {
      if (!user.at.includes(broker) || !admits(listener, user)) continue
      const [oldClient, newClient] = [before.client(user, tls), after.client(user, tls)]
      if (oldClient === undefined || newClient === undefined) continue
      const key = `${signedBy(oldClient)} ${signedBy(newClient)}`
      if (seen.has(key)) continue
      seen.add(key)
      yield {
        name: `${user.name} at ${broker.name}/${listener.name}`,
        before: { broker: oldBroker, client: oldClient },
        after: { broker: newBroker, client: newClient },
      }
    }
  }
}

export function connectionCount(topology: Topology, before: Installs, after: Installs): number {
  return Array.from(connectionsBetween(topology, before, after)).length
}

function signedBy({ presents: [own] }: Install): string {
  return own === undefined ? 'none' : `${own.issuer} ${own.issuerKeyId}`
}

function tlsListeners({ brokers }: Topology): readonly (readonly [Broker, Listener, CertificateTls])[] {
  return brokers.flatMap((broker) =>
    broker.listeners.flatMap((listener) =>
      listener.tls?.kind === 'certificate' ? [[broker, listener, listener.tls] as const] : [],
    ),
  )
}
