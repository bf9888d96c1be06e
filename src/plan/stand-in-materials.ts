/**
 * Materials for comparing two specs where nothing has been issued: each stands for what the spec asks for, and is equal
 * where that is. None is a secret, a key or a certificate; only files of brokers are built with them.
 */

import { digestBytes } from '../files/digest.ts'
import { wantedCertificates } from '../pki/issuance/wanted-certificates.ts'
import type { Materials } from '../pki/materials.ts'
import { requestDigest } from '../pki/x509/request-digest.ts'
import { type Authority, chainOf } from '../topology/authority.ts'
import type { Topology } from '../topology/topology.ts'

/** @param newKeys ids of certificates that get a new key, which no earlier one equals. */
export function standInMaterials(topology: Topology, newKeys: ReadonlySet<string> = new Set()): Materials {
  const { authorities, users } = topology
  const requests = new Map(wantedCertificates(topology).map((request) => [request.id, request]))
  const byName = new Map(authorities.map((authority) => [`authority/${authority.name}`, authority]))
  const secrets = new Map(
    users.flatMap(({ name, authentication }) =>
      'secret' in authentication ? [[name, { ...authentication.secret, path: [] }] as const] : [],
    ),
  )
  const certificateOf = (id: string) => {
    const request = requests.get(id)
    return bytes(
      request === undefined ? byName.get(id)?.certificatePem : [requestDigest(request), request.issuer],
    )
  }
  const ownOf = ({ name }: Authority) => certificateOf(`authority/${name}`)
  return {
    certificate(id) {
      const issuerId = requests.get(id)?.issuer ?? id
      const above = byName.get(issuerId)
      const line = (above === undefined ? [] : chainOf(above)).map(ownOf)
      const root = line.at(-1) ?? bytes(id)
      const key = requests.get(id)
      const privateKey =
        key === undefined || key.csr === true
          ? {}
          : { privateKey: bytes([id, key.keyAlgorithm, newKeys.has(id)]) }
      return { certificate: certificateOf(id), chain: line.slice(0, -1), root, ...privateKey }
    },
    trusted: (authority) => [certificateOf(`authority/${authority}`)],
    crls: (authority) => [
      bytes(
        byName
          .get(`authority/${authority}`)
          ?.revoked.map(({ serial, reason, date }) => [serial, reason, date]),
      ),
    ],
    passwordHash: (username) => `$7$1$${digest(username)}$${digest(secrets.get(username))}`,
    password: (username) => digest(secrets.get(username)),
    psk: (username) => digest(secrets.get(username)),
    bundlePassword: (bundle, username) => digest([bundle, username]),
    salt: (purpose, length) => Buffer.alloc(length, digest(purpose)),
  }
}

function digest(value: unknown): string {
  return digestBytes(Buffer.from(JSON.stringify(value) ?? ''))
}

function bytes(value: unknown): Uint8Array {
  return Buffer.from(digest(value))
}
