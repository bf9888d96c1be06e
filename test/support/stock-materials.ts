/**
 * Material that real programs read, without the time to make it: one key, certificate and revocation list stand for all.
 * Who is told from whom is for other tests.
 */

import type { Materials } from '../../src/pki/materials.ts'
import { createCrl } from '../../src/pki/x509/create-crl.ts'
import type { Topology } from '../../src/topology/topology.ts'
import { fixedMaterials } from './fixed-materials.ts'
import { day, testPki } from './pki-fixtures.ts'

export function stockMaterials(now: Date): (topology: Topology) => Materials {
  const pki = testPki('p256', now)
  const { issued, key } = pki.issueServer()
  const nextUpdate = new Date(now.getTime() + 30 * day * 1000)
  const crl = createCrl(pki.servers, { revoked: [], number: 1n, thisUpdate: now, nextUpdate })
  const material = {
    certificate: issued.der,
    chain: [pki.servers.certificate.der],
    root: pki.root.certificate.der,
    privateKey: key.pkcs8,
  }
  return (topology) => ({
    ...fixedMaterials(topology),
    certificate: () => material,
    trusted: () => [material.root],
    crls: () => [crl],
  })
}
