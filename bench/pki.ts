/**
 * P-256 client certificates per second, as ratios measured in one run: against the bare key generation and
 * signature that no certificate can do without, and against an `openssl` command loop.
 *
 *   npx jiti bench/pki.ts
 */

import { spawnSync } from 'node:child_process'
import { createPrivateKey, randomFillSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toPem } from '../src/pki/der/pem.ts'
import { type GeneratedKey, generateKey } from '../src/pki/keys/generate-key.ts'
import { signerFor } from '../src/pki/keys/signer.ts'
import { isProblem, type PkiProblem } from '../src/pki/pki-problem.ts'
import { type Authority, authorityFrom } from '../src/pki/x509/authority.ts'
import type { CertificateRequest } from '../src/pki/x509/certificate-request.ts'
import { createCrl } from '../src/pki/x509/create-crl.ts'
import { certificateIssuer, issueRoot } from '../src/pki/x509/issue-certificate.ts'
import { readCertificate } from '../src/pki/x509/read-certificate.ts'

const rounds = 7
const certificatesPerRound = 4_000
const opensslCertificates = 50

/** Random bytes from a pool, since a system call each would cost as much as a hash. */
let pool = Buffer.alloc(0)
function random(bytes: number): Buffer {
  if (pool.length < bytes) pool = randomFillSync(Buffer.allocUnsafe(65_536))
  const taken = pool.subarray(0, bytes)
  pool = pool.subarray(bytes)
  return taken
}

function needed<T extends object>(result: T | PkiProblem): T {
  if (isProblem(result)) throw new Error(result.message)
  return result
}

function request(i: number, changes: Partial<CertificateRequest> = {}): CertificateRequest {
  return {
    id: `user/press-${i}`,
    kind: 'client',
    commonName: `press-${i}`,
    organization: 'Plant',
    dnsNames: [],
    ipAddresses: [],
    uris: [`urn:mqttopia:plant:client:press-${i}`],
    usages: ['client auth'],
    durationSeconds: 397 * 86_400,
    renewBeforeSeconds: 130 * 86_400,
    keyAlgorithm: 'p256',
    crlUrls: ['http://plant.example/clients.crl'],
    ...changes,
  }
}

function makeAuthority(now: Date): { readonly authority: Authority; readonly key: GeneratedKey } {
  const key = generateKey('p256')
  const keyObject = createPrivateKey({ key: key.pkcs8, format: 'der', type: 'pkcs8' })
  const wanted = request(0, { kind: 'root', uris: [], usages: [], durationSeconds: 20 * 365 * 86_400 })
  const issued = issueRoot(wanted, needed(signerFor(keyObject)), { now, random })
  return { authority: needed(authorityFrom(needed(readCertificate(issued.der)), keyObject)), key }
}

/** Wall and CPU time of one call each, in microseconds. */
interface Cost {
  readonly wall: number
  readonly cpu: number
}

function measure(times: number, work: (i: number) => void): Cost {
  const [start, cpu] = [process.hrtime.bigint(), process.cpuUsage()]
  for (let i = 0; i < times; i += 1) work(i)
  const { user, system } = process.cpuUsage(cpu)
  return { wall: Number(process.hrtime.bigint() - start) / 1000 / times, cpu: (user + system) / times }
}

function median(costs: readonly Cost[]): Cost {
  const middle = (of: (cost: Cost) => number) =>
    costs.map(of).toSorted((a, b) => a - b)[costs.length >> 1] ?? 0
  return { wall: middle(({ wall }) => wall), cpu: middle(({ cpu }) => cpu) }
}

/** Key, request and signature: what a shell script does for every device. */
function opensslLoop(key: GeneratedKey, certificate: Buffer): number {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-bench-'))
  const openssl = (...args: readonly string[]) => {
    const { status, error } = spawnSync('openssl', args, { cwd: folder, stdio: 'ignore' })
    if (error !== undefined || status !== 0) throw new Error(`openssl ${args[0]} failed`, { cause: error })
  }
  writeFileSync(join(folder, 'ca.key'), toPem('PRIVATE KEY', key.pkcs8))
  writeFileSync(join(folder, 'ca.pem'), toPem('CERTIFICATE', certificate))
  writeFileSync(join(folder, 'ext'), 'keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n')
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem']
  const { wall } = measure(opensslCertificates, (i) => {
    openssl('req', '-new', ...newKey, '-subj', `/O=Plant/CN=press-${i}`, '-out', 'csr.pem')
    openssl(
      'x509',
      '-req',
      '-in',
      'csr.pem',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-extfile',
      'ext',
      '-out',
      'c.pem',
    )
  })
  rmSync(folder, { recursive: true })
  return wall
}

function report(label: string, text: string): void {
  process.stdout.write(`${label.padEnd(46)}${text}\n`)
}

const now = new Date()
const { authority, key } = makeAuthority(now)
const caKey = createPrivateKey({ key: key.pkcs8, format: 'der', type: 'pkcs8' })
const issue = certificateIssuer(authority, { now, random })
const [ours, bare]: [Cost[], Cost[]] = [[], []]
for (let round = 0; round <= rounds; round += 1) {
  const issued = measure(certificatesPerRound, (i) => {
    const { spki, pkcs8 } = generateKey('p256')
    toPem('CERTIFICATE', issue(request(i), spki).der)
    toPem('PRIVATE KEY', pkcs8)
  })
  const limit = measure(certificatesPerRound, () => {
    generateKey('p256')
    sign('sha256', authority.certificate.signed.toBeSigned, caKey)
  })
  if (round === 0) continue // the first round warms up
  ours.push(issued)
  bare.push(limit)
}
const [made, limit] = [median(ours), median(bare)]
const perSecond = ({ wall, cpu }: Cost) =>
  `${Math.round(1e6 / wall)}/s, ${Math.round(1e6 / cpu)} per CPU second (${cpu.toFixed(0)} us)`
report('P-256 certificates with keys, all in PEM', perSecond(made))
report('bare key generation and signature', perSecond(limit))
report('certificates cost, against the bare limit', `${(made.cpu / limit.cpu).toFixed(2)} times`)

const opensslWall = opensslLoop(key, authority.certificate.der)
report(`openssl req and x509, ${opensslCertificates} times`, `${Math.round(1e6 / opensslWall)}/s`)
report('certificates are faster than openssl', `${Math.round(opensslWall / made.wall)} times`)

const revoked = Array.from({ length: 100_000 }, () => ({
  serial: random(20).toString('hex'),
  revokedAt: now,
}))
const crl = { revoked, number: 1n, thisUpdate: now, nextUpdate: new Date(now.getTime() + 30 * 86_400_000) }
const written = measure(1, () => createCrl(authority, crl))
report('revocation list of 100,000, verified', `${(written.wall / 1e6).toFixed(2)} s`)
