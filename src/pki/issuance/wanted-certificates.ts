/** Which certificates a topology needs. Follows from the topology alone. */

import { type Authority, type CertificateUsage, chainOf, type Profile } from '../../topology/authority.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import type { Authentication, User } from '../../topology/user.ts'
import { authorityCertificateId, serverCertificateId, userCertificateId } from '../materials.ts'
import type { CertificateRequest } from '../x509/certificate-request.ts'

/**
 * Those of generated authorities, one for each profile that a broker's listeners use, and one for each of these users
 * (devices and bridges too) that identifies itself by certificate; in this order, issuers first.
 */
export function wantedCertificates(
  topology: Topology,
  users: Iterable<User> = topology.users,
): CertificateRequest[] {
  const { authorities, brokers } = topology
  const usages = authorityUsages(topology)
  const shared = sharedParts(topology)
  const ofUser = clientRequests(topology, shared)
  return [
    ...authorities
      .filter(({ source }) => source === 'generated')
      .map((authority) => authorityRequest(authority, usages.get(authority) ?? none, topology.organization)),
    ...brokers.flatMap((broker) =>
      profilesOf(broker).map((profile) => serverRequest(broker, profile, shared)),
    ),
    ...Array.from(users, ofUser).filter((request) => request !== undefined),
  ]
}

const none: readonly never[] = []

/** What the certificates below an authority are for, near or far: it may issue nothing else. */
function authorityUsages({ profiles }: Topology): ReadonlyMap<Authority, readonly CertificateUsage[]> {
  const usages = new Map<Authority, Set<CertificateUsage>>()
  for (const profile of profiles) {
    for (const authority of chainOf(profile.issuer)) {
      const found = usages.get(authority) ?? new Set()
      usages.set(authority, found)
      for (const usage of profile.usages) found.add(usage)
    }
  }
  return new Map(Array.from(usages, ([authority, found]) => [authority, [...found].sort()]))
}

function authorityRequest(
  authority: Authority,
  usages: readonly CertificateUsage[],
  organization: string,
): CertificateRequest {
  const { issuer, commonName, durationSeconds, renewBeforeSeconds, keyAlgorithm, pathLen } = authority
  return {
    id: authorityCertificateId(authority.name),
    ...{ commonName, organization, usages, durationSeconds, renewBeforeSeconds, keyAlgorithm },
    ...{ dnsNames: none, ipAddresses: none, uris: none },
    ...(issuer === undefined
      ? { kind: 'root' }
      : { kind: 'intermediate', issuer: authorityCertificateId(issuer.name), ...crlUrlsOf(issuer) }),
    ...(pathLen === undefined ? {} : { pathLen }),
  }
}

function crlUrlsOf({ crl: { url } }: Authority): Pick<CertificateRequest, 'crlUrls'> {
  return url === undefined ? {} : { crlUrls: [url] }
}

/** The part of a request that follows from its profile; one object for all requests of a profile. */
type SharedPart = Omit<CertificateRequest, 'id' | 'kind' | 'commonName' | 'dnsNames' | 'ipAddresses' | 'uris'>
type SharedParts = (profile: Profile) => SharedPart

function sharedParts({ organization }: Topology): SharedParts {
  const parts = new Map<Profile, SharedPart>()
  return (profile) => {
    const part = parts.get(profile) ?? sharedPart(profile, organization)
    parts.set(profile, part)
    return part
  }
}

function sharedPart(profile: Profile, organization: string): SharedPart {
  const { issuer, usages, durationSeconds, renewBeforeSeconds, keyAlgorithm, rotationPolicy } = profile
  return {
    issuer: authorityCertificateId(issuer.name),
    ...{ organization, usages, durationSeconds, renewBeforeSeconds, keyAlgorithm, rotate: rotationPolicy },
    ...crlUrlsOf(issuer),
  }
}

function profilesOf({ listeners }: Broker): readonly Profile[] {
  const used = listeners.flatMap(({ tls }) => (tls?.kind === 'certificate' ? [tls.profile] : []))
  return [...new Set(used)]
}

function serverRequest(broker: Broker, profile: Profile, shared: SharedParts): CertificateRequest {
  const { dnsNames, ipAddresses } = broker
  return {
    id: serverCertificateId(broker.name, profile.name),
    kind: 'server',
    commonName: serverCommonName(broker),
    ...{ dnsNames, ipAddresses, uris: none },
    ...shared(profile),
  }
}

/** RFC 5280 A.1, ub-common-name. */
const longestCommonName = 64

/** For people only: clients compare the alternative names. */
function serverCommonName({ name, host, dnsNames, ipAddresses }: Broker): string {
  const names = [host, ...dnsNames, ...ipAddresses]
  return names.find((text) => text !== '' && text.length <= longestCommonName) ?? name
}

/** What a user's certificate is, if it has one. */
export function clientRequests(
  topology: Topology,
  shared: SharedParts = sharedParts(topology),
): (user: User) => CertificateRequest | undefined {
  return ({ name, authentication }) =>
    authentication.kind === 'certificate'
      ? clientRequest(name, authentication, topology.name, shared)
      : undefined
}

function clientRequest(
  username: string,
  { profile, uris }: Extract<Authentication, { kind: 'certificate' }>,
  topologyName: string,
  shared: SharedParts,
): CertificateRequest {
  return {
    id: userCertificateId(username),
    kind: 'client',
    commonName: username,
    ...{ dnsNames: none, ipAddresses: none, uris: [clientUri(topologyName, username), ...uris] },
    ...shared(profile),
    ...(profile.csr ? { csr: true } : {}),
  }
}

/** `urn:mqttopia:TOPOLOGY:client:NAME`, both percent-encoded (RFC 8141 2.2). */
export function clientUri(topologyName: string, username: string): string {
  return `${clientUriPrefix(topologyName)}${encoded(username)}`
}

/** All of {@link clientUri} that stands before the name. */
export function clientUriPrefix(topologyName: string): string {
  return `urn:mqttopia:${encoded(topologyName)}:client:`
}

function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
}
