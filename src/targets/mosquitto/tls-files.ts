/** Certificates, keys and revocation lists of a broker's listeners and bridges, in PEM. */

import type { Artifact } from '../../files/artifact.ts'
import { toPem } from '../../pki/der/pem.ts'
import {
  type CertificateId,
  type Materials,
  serverCertificateId,
  userCertificateId,
} from '../../pki/materials.ts'
import { type Authority, lineOf, rootOf } from '../../topology/authority.ts'
import type { Bridge } from '../../topology/bridge.ts'
import type { Broker, CertificateTls, Listener } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import { bridgeFiles, listenerTrustFiles, serverCertificateFiles } from './conf/broker-files.ts'

/** Paths are relative to the broker's folder. */
export function* listenerTlsFiles(
  broker: Broker,
  topology: Topology,
  materials: Materials,
): Iterable<Artifact> {
  const profiles = new Set<string>()
  for (const listener of broker.listeners) {
    const { tls } = listener
    if (tls?.kind !== 'certificate') continue
    if (!profiles.has(tls.profile.name)) yield* serverFiles(broker, tls.profile.name, materials)
    profiles.add(tls.profile.name)
    if (tls.clientAuth === 'required') yield* trustFiles(listener, tls, topology, materials)
  }
}

function* serverFiles(broker: Broker, profile: string, materials: Materials): Iterable<Artifact> {
  const paths = serverCertificateFiles(profile)
  yield* certificateFiles(serverCertificateId(broker.name, profile), materials, paths)
}

/** None while the certificate is awaited. The certificate with its issuing authorities, which a peer that knows only the root needs, and its key. */
function* certificateFiles(
  id: CertificateId,
  materials: Materials,
  paths: { readonly certificate: string; readonly key: string },
): Iterable<Artifact> {
  if (materials.awaited?.has(id) === true) return
  const { certificate, chain, privateKey } = materials.certificate(id)
  yield { path: paths.certificate, content: certificatesPem([certificate, ...chain]), secret: false }
  if (privateKey === undefined) return
  yield { path: paths.key, content: toPem('PRIVATE KEY', privateKey), secret: true }
}

/**
 * Mosquitto knows no anchor below a root, so the file holds what leads up to the roots, and what leads down to clients
 * for those that send their own certificate alone. A client whose issuer has no list among the CRLs is refused.
 */
function* trustFiles(
  listener: Listener,
  { trust, crl }: CertificateTls,
  { authorities }: Topology,
  materials: Materials,
): Iterable<Artifact> {
  const paths = listenerTrustFiles(listener)
  const line = lineOf(trust, authorities)
  const certificates = line.flatMap(({ name }) => materials.trusted(name))
  yield { path: paths.authorities, content: certificatesPem(certificates), secret: false }
  if (!crl) return
  const issuing = line.filter((authority) => hasCrl(authority, trust))
  const lists = issuing.flatMap(({ name }) => materials.crls(name).map((list) => toPem('X509 CRL', list)))
  if (lists.length > 0) yield { path: paths.crl, content: lists.join(''), secret: false }
}

/** The list of one whose key lives elsewhere is asked for where its own clients come in. */
function hasCrl(authority: Authority, trust: readonly Authority[]): boolean {
  return authority.source !== 'external' || trust.includes(authority)
}

export function* bridgeTlsFiles(bridge: Bridge, materials: Materials): Iterable<Artifact> {
  const { tls } = bridge.listener
  if (tls?.kind !== 'certificate') return
  const paths = bridgeFiles(bridge)
  const roots = materials.trusted(rootOf(tls.profile.issuer).name)
  yield { path: paths.authority, content: certificatesPem(roots), secret: false }
  if (bridge.user.authentication.kind !== 'certificate') return
  yield* certificateFiles(userCertificateId(bridge.user.name), materials, paths)
}

function certificatesPem(certificates: readonly Uint8Array[]): string {
  return certificates.map((certificate) => toPem('CERTIFICATE', certificate)).join('')
}
