/** A small PKI for tests: two roots, their intermediates, and whatever leaf a test asks for. */

import { createHash, createPrivateKey, type KeyObject } from 'node:crypto'
import { type GeneratedKey, generateKey } from '../../src/pki/keys/generate-key.ts'
import { type Signer, signerFor } from '../../src/pki/keys/signer.ts'
import { isProblem, type PkiProblem } from '../../src/pki/pki-problem.ts'
import { type Authority, authorityFrom } from '../../src/pki/x509/authority.ts'
import type { CertificateRequest, IssuedCertificate } from '../../src/pki/x509/certificate-request.ts'
import { certificateIssuer, issueRoot } from '../../src/pki/x509/issue-certificate.ts'
import { type CertificateDescription, readCertificate } from '../../src/pki/x509/read-certificate.ts'
import type { KeyAlgorithm } from '../../src/topology/authority.ts'

export const day = 24 * 60 * 60

/** Random bytes that are the same in every run: SHA-256 in counter mode. */
export function seededRandom(seed: string): (bytes: number) => Buffer {
  let counter = 0
  return (bytes) => {
    const blocks: Buffer[] = []
    for (let i = 0; i < Math.ceil(bytes / 32); i += 1) {
      blocks.push(createHash('sha256').update(`${seed} ${counter}`).digest())
      counter += 1
    }
    return Buffer.concat(blocks).subarray(0, bytes)
  }
}

/** What a reader returned, where the test wants no problem. */
export function expectRead<T extends object>(result: T | PkiProblem): T {
  if (isProblem(result)) throw new Error(`${result.problem}: ${result.message}`)
  return result
}

export function importKey({ pkcs8 }: GeneratedKey): KeyObject {
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
}

export function signerOf(key: GeneratedKey): Signer {
  return expectRead(signerFor(importKey(key)))
}

/** A client's request, in which a test replaces what it is about. */
export function request(changes: Partial<CertificateRequest> = {}): CertificateRequest {
  return {
    id: 'user/press-1',
    kind: 'client',
    issuer: 'authority/clients',
    commonName: 'press-1',
    organization: 'Plant',
    dnsNames: [],
    ipAddresses: [],
    uris: ['urn:mqttopia:plant:client:press-1'],
    usages: ['client auth'],
    durationSeconds: 397 * day,
    renewBeforeSeconds: 130 * day,
    keyAlgorithm: 'p256',
    ...changes,
  }
}

export interface Leaf {
  readonly issued: IssuedCertificate
  readonly certificate: CertificateDescription
  readonly key: GeneratedKey
}

export interface TestPki {
  readonly now: Date
  readonly root: Authority
  readonly clients: Authority
  readonly servers: Authority
  readonly keys: Readonly<Record<'root' | 'clients' | 'servers', GeneratedKey>>
  readonly issueClient: (changes?: Partial<CertificateRequest>) => Leaf
  /** A client's certificate for a key that is not ours. */
  readonly certifyClient: (spki: Buffer) => IssuedCertificate
  readonly issueServer: (changes?: Partial<CertificateRequest>) => Leaf
}

/** One root over two intermediates, all with keys of one kind. RSA takes a second. */
export function testPki(keyAlgorithm: KeyAlgorithm, now = new Date()): TestPki {
  const context = { now, random: seededRandom(keyAlgorithm) }
  const keys = {
    root: generateKey(keyAlgorithm),
    clients: generateKey(keyAlgorithm),
    servers: generateKey(keyAlgorithm),
  }
  const common = { keyAlgorithm, uris: [], durationSeconds: 3650 * day, renewBeforeSeconds: 365 * day }
  const rootRequest = request({ ...common, kind: 'root', commonName: 'Plant Root', usages: [] })
  const root = joined(issueRoot(rootRequest, signerOf(keys.root), context), keys.root)
  const issueAuthority = certificateIssuer(root, context)
  const intermediate = (commonName: string, usage: 'client auth' | 'server auth', key: GeneratedKey) => {
    const wanted = request({ ...common, kind: 'intermediate', commonName, usages: [usage] })
    return joined(issueAuthority(wanted, key.spki), key)
  }
  const clients = intermediate('Plant Clients CA', 'client auth', keys.clients)
  const servers = intermediate('Plant Servers CA', 'server auth', keys.servers)
  const issueClient = leafIssuer(clients, context, { keyAlgorithm })
  const issueServer = leafIssuer(servers, context, {
    ...{ keyAlgorithm, kind: 'server', commonName: 'mqtt.plant.example', usages: ['server auth'], uris: [] },
    ...{ dnsNames: ['mqtt.plant.example', 'localhost'], ipAddresses: ['10.0.0.5', '2001:db8::5'] },
  })
  const certifyClient = (spki: Buffer) => certificateIssuer(clients, context)(request({ csr: true }), spki)
  return { now, root, clients, servers, keys, issueClient, certifyClient, issueServer }
}

function joined(issued: IssuedCertificate, key: GeneratedKey): Authority {
  return expectRead(authorityFrom(expectRead(readCertificate(issued.der)), importKey(key)))
}

function leafIssuer(
  authority: Authority,
  context: Parameters<typeof certificateIssuer>[1],
  defaults: Partial<CertificateRequest>,
): (changes?: Partial<CertificateRequest>) => Leaf {
  const issue = certificateIssuer(authority, context)
  return (changes = {}) => {
    const wanted = request({ ...defaults, ...changes })
    const key = generateKey(wanted.keyAlgorithm)
    const issued = issue(wanted, key.spki)
    return { issued, certificate: expectRead(readCertificate(issued.der)), key }
  }
}
