import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IssuanceStep } from '../../../src/pki/issuance/issuance-step.ts'
import { planIssuance } from '../../../src/pki/issuance/plan-issuance.ts'
import { generateKey } from '../../../src/pki/keys/generate-key.ts'
import { authorityFrom } from '../../../src/pki/x509/authority.ts'
import type { CertificateRequest, IssuedCertificate } from '../../../src/pki/x509/certificate-request.ts'
import { nameText } from '../../../src/pki/x509/distinguished-name.ts'
import { certificateIssuer, issueRoot } from '../../../src/pki/x509/issue-certificate.ts'
import { readCertificate } from '../../../src/pki/x509/read-certificate.ts'
import { requestDigest } from '../../../src/pki/x509/request-digest.ts'
import { day, expectRead, importKey, request, seededRandom, signerOf } from '../../support/pki-fixtures.ts'

const start = new Date('2026-01-01T00:00:00Z')
const onDay = (days: number) => new Date(start.getTime() + days * day * 1000)

const authority = { uris: [], durationSeconds: 3650 * day, renewBeforeSeconds: 365 * day }
const { issuer: _, ...selfSigned } = request({ ...authority, kind: 'root', commonName: 'Root', usages: [] })
const root: CertificateRequest = { ...selfSigned, id: 'root' }
const clients = request({
  ...authority,
  id: 'clients',
  kind: 'intermediate',
  issuer: 'root',
  commonName: 'Clients',
})
const press = request({
  id: 'press',
  issuer: 'clients',
  durationSeconds: 90 * day,
  renewBeforeSeconds: 30 * day,
})
const all = [root, clients, press]

type Issued = ReadonlyMap<string, IssuedCertificate>

/** Does what a plan says, with names for keys, and without cryptography. */
function applied(steps: readonly IssuanceStep[], before: Issued, now: Date): Map<string, IssuedCertificate> {
  const result = new Map(before)
  for (const step of steps) {
    if (step.do === 'retire') result.delete(step.id)
    if (step.do === 'issue' || step.do === 'renew') result.set(step.id, imagined(step, result, now))
  }
  return result
}

let keys = 0

function imagined(
  { request, key, replaces }: Extract<IssuanceStep, { do: 'issue' | 'renew' }>,
  issued: Issued,
  now: Date,
): IssuedCertificate {
  const issuer = request.issuer === undefined ? undefined : issued.get(request.issuer)
  keys += 1
  const end = now.getTime() + request.durationSeconds * 1000
  return {
    requestDigest: requestDigest(request),
    subject: nameText(request),
    issuer: issuer?.subject ?? nameText(request),
    serial: `${keys}`,
    subjectKeyId: key === 'reuse' && replaces ? replaces.subjectKeyId : `key ${keys}`,
    ...(issuer === undefined ? {} : { authorityKeyId: issuer.subjectKeyId }),
    keyAlgorithm: request.keyAlgorithm,
    notBefore: now,
    notAfter: new Date(Math.min(end, issuer?.notAfter.getTime() ?? end)),
    fingerprint: '',
    der: Buffer.alloc(0),
  }
}

function plan(wanted: readonly CertificateRequest[], issued: Issued, now = start): IssuanceStep[] {
  return planIssuance({ wanted, issued, now })
}

/** `press: renew reuse expiring`. */
function lines(steps: readonly IssuanceStep[]): string[] {
  return steps.map((step) =>
    'key' in step
      ? `${step.id}: ${step.do} ${step.key} ${step.because}`
      : `${step.id}: ${step.do}${'because' in step ? ` ${step.because}` : ''}`,
  )
}

const existing = applied(plan(all, new Map()), new Map(), start)

describe('planIssuance', () => {
  test.each<{ name: string; wanted?: CertificateRequest[]; now?: Date; steps: string[] }>([
    { name: 'keeps what is as wanted', steps: ['root: keep', 'clients: keep', 'press: keep'] },
    {
      name: 'renews inside renewBefore, with the same key',
      now: onDay(61),
      steps: ['root: keep', 'clients: keep', 'press: renew reuse expiring'],
    },
    { name: 'does not renew before', now: onDay(59), steps: ['root: keep', 'clients: keep', 'press: keep'] },
    {
      name: 'says when it is too late',
      now: onDay(90),
      steps: ['root: keep', 'clients: keep', 'press: renew reuse expired'],
    },
    {
      name: 'makes a new key where that is wanted',
      wanted: [root, clients, { ...press, rotate: 'always' }],
      now: onDay(61),
      steps: ['root: keep', 'clients: keep', 'press: renew generate expiring'],
    },
    {
      name: 'asks the device where it keeps its key',
      wanted: [root, clients, { ...press, csr: true }],
      steps: ['root: keep', 'clients: keep', 'press: issue csr request-changed'],
    },
    {
      name: 'issues again for other names',
      wanted: [root, clients, { ...press, dnsNames: ['a.example'] }],
      steps: ['root: keep', 'clients: keep', 'press: issue reuse request-changed'],
    },
    {
      name: 'makes a new key for another algorithm',
      wanted: [root, clients, { ...press, keyAlgorithm: 'p384' }],
      steps: ['root: keep', 'clients: keep', 'press: issue generate request-changed'],
    },
    {
      name: 'leaves alone what only renews at another time',
      wanted: [root, clients, { ...press, renewBeforeSeconds: 60 * day }],
      steps: ['root: keep', 'clients: keep', 'press: keep'],
    },
    {
      name: 'issues everything below a new key of an authority',
      wanted: [{ ...root, keyAlgorithm: 'p384' }, clients, press],
      steps: ['root: issue generate request-changed', 'clients: issue reuse issuer-changed', 'press: keep'],
    },
    {
      name: 'issues everything below a rotated authority',
      wanted: [root, { ...clients, rotate: 'always', durationSeconds: 3000 * day }, press],
      steps: ['root: keep', 'clients: issue generate request-changed', 'press: issue reuse issuer-changed'],
    },
    {
      name: 'issues everything below a renamed authority',
      wanted: [root, { ...clients, commonName: 'Devices' }, press],
      steps: ['root: keep', 'clients: issue reuse request-changed', 'press: issue reuse issuer-changed'],
    },
    {
      name: 'keeps everything below a renewed authority',
      now: onDay(10),
      wanted: [{ ...root, renewBeforeSeconds: 3645 * day }, clients, press],
      steps: ['root: renew reuse expiring', 'clients: keep', 'press: keep'],
    },
    {
      name: 'retires what is no longer wanted',
      wanted: [root],
      steps: ['root: keep', 'clients: retire', 'press: retire'],
    },
    {
      name: 'moves a certificate to another authority',
      wanted: [root, clients, { ...press, issuer: 'root' }],
      steps: ['root: keep', 'clients: keep', 'press: issue reuse issuer-changed'],
    },
    {
      name: 'issues parents first, in whatever order they are wanted',
      wanted: [
        press,
        { ...press, id: 'new', issuer: 'devices' },
        { ...clients, id: 'devices' },
        clients,
        root,
      ],
      steps: [
        'root: keep',
        'clients: keep',
        'press: keep',
        'devices: issue generate new',
        'new: issue generate new',
      ],
    },
  ])('$name', ({ wanted = all, now = start, steps }) => {
    expect(lines(plan(wanted, existing, now))).toEqual(steps)
  })

  test('does not renew what would end at the same time again', () => {
    const issued = new Map(existing)
    const limit = onDay(70)
    for (const id of ['clients', 'press']) {
      const certificate = issued.get(id)
      if (certificate !== undefined) issued.set(id, { ...certificate, notAfter: limit })
    }
    const frozen = { ...clients, renewBeforeSeconds: 1 }
    expect(lines(plan([root, frozen, press], issued, onDay(65)))).toEqual([
      'root: keep',
      'clients: keep',
      'press: keep',
    ])
  })

  test('renews at two thirds where renewBefore is longer than the certificate lasts', () => {
    const wanted = [root, clients, { ...press, renewBeforeSeconds: 1000 * day }]
    expect(lines(plan(wanted, existing, onDay(59)))).toContain('press: keep')
    expect(lines(plan(wanted, existing, onDay(61)))).toContain('press: renew reuse expiring')
  })

  test('issues below an authority that was imported', () => {
    const imported = new Map([['corp', { subject: 'CN=Corp', subjectKeyId: 'c0', notAfter: onDay(1000) }]])
    const below = { ...press, issuer: 'corp' }
    const input = { wanted: [below], imported, now: start }
    expect(lines(planIssuance({ ...input, issued: new Map() }))).toEqual(['press: issue generate new'])
    const certificate = existing.get('press')
    if (certificate === undefined) throw new Error('not in the fixture')
    const issued = new Map([['press', { ...certificate, issuer: 'CN=Corp', authorityKeyId: 'c0' }]])
    expect(lines(planIssuance({ ...input, issued }))).toEqual(['press: keep'])
    const other = new Map([['corp', { subject: 'CN=Corp', subjectKeyId: 'c1', notAfter: onDay(1000) }]])
    expect(lines(planIssuance({ ...input, issued, imported: other }))).toEqual([
      'press: issue reuse issuer-changed',
    ])
  })

  test.each([
    { name: 'an unknown issuer', wanted: [press], message: 'unknown' },
    { name: 'a circle', wanted: [{ ...root, issuer: 'clients' }, clients], message: 'circle' },
    {
      name: 'an issuer that is a client',
      wanted: [...all, { ...press, id: 'b', issuer: 'press' }],
      message: 'not an authority',
    },
  ])('$name is our own fault', ({ wanted, message }) => {
    expect(() => plan(wanted, new Map())).toThrow(message)
  })

  test('a hundred thousand devices have a hundred thousand steps', () => {
    const fleet = Array.from({ length: 100_000 }, (_, i) => ({ ...press, id: `d${i}`, commonName: `d${i}` }))
    const wanted = [...fleet, root, clients]
    const steps = plan(wanted, new Map())
    expect(steps).toHaveLength(100_002)
    expect(lines(steps.slice(0, 3))).toEqual([
      'root: issue generate new',
      'clients: issue generate new',
      'd0: issue generate new',
    ])
    const issued = applied(steps, new Map(), start)
    expect(plan(wanted, issued).every((step) => step.do === 'keep')).toBe(true)
  })
})

describe('a plan that was carried out', () => {
  const leaf = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    issuer: fc.constantFrom('root', 'clients', 'devices'),
    durationSeconds: fc.constantFrom(30 * day, 90 * day, 5000 * day),
    renewBeforeSeconds: fc.constantFrom(day, 60 * day, 6000 * day),
    keyAlgorithm: fc.constantFrom('p256' as const, 'p384' as const),
    rotate: fc.constantFrom('always' as const, 'never' as const),
  })
  const world = fc.record({
    leaves: fc.uniqueArray(leaf, { selector: ({ id }) => id }),
    authorityName: fc.constantFrom('Clients', 'Devices'),
    rotate: fc.constantFrom('always' as const, 'never' as const),
    rootDays: fc.constantFrom(400, 3650),
  })

  function wantedIn({
    leaves,
    authorityName,
    rotate,
    rootDays,
  }: typeof world extends fc.Arbitrary<infer T> ? T : never) {
    return [
      ...leaves.map((changes) => ({ ...press, ...changes })),
      { ...clients, commonName: authorityName, rotate },
      { ...clients, id: 'devices', commonName: `${authorityName} 2` },
      { ...root, durationSeconds: rootDays * day, rotate },
    ]
  }

  test('leaves nothing to do, and every certificate under its issuer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(world, fc.nat({ max: 800 })), { minLength: 1, maxLength: 5 }),
        (history) => {
          let issued: Map<string, IssuedCertificate> = new Map()
          let now = start
          for (const [state, days] of history) {
            now = new Date(now.getTime() + days * day * 1000)
            const wanted = wantedIn(state)
            const steps = plan(wanted, issued, now)
            expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
            issued = applied(steps, issued, now)
            expect(plan(wanted, issued, now).filter((step) => step.do !== 'keep')).toEqual([])
            for (const { id, issuer } of wanted) {
              if (issuer === undefined) continue
              expect(issued.get(id)?.authorityKeyId).toBe(issued.get(issuer)?.subjectKeyId)
              expect(issued.get(id)?.issuer).toBe(issued.get(issuer)?.subject)
            }
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  test('with real certificates leaves nothing to do either', () => {
    const context = { now: start, random: seededRandom('plan') }
    const [rootKey, clientsKey] = [generateKey('p256'), generateKey('p256')]
    const rootIssued = issueRoot(root, signerOf(rootKey), context)
    const read = (issued: IssuedCertificate) => expectRead(readCertificate(issued.der))
    const issueAuthority = certificateIssuer(
      expectRead(authorityFrom(read(rootIssued), importKey(rootKey))),
      context,
    )
    const clientsIssued = issueAuthority(clients, clientsKey.spki)
    const issue = certificateIssuer(
      expectRead(authorityFrom(read(clientsIssued), importKey(clientsKey))),
      context,
    )
    const issued = new Map([
      ['root', rootIssued],
      ['clients', clientsIssued],
      ['press', issue(press, generateKey('p256').spki)],
    ])
    expect(lines(plan(all, issued))).toEqual(['root: keep', 'clients: keep', 'press: keep'])
    expect(lines(plan(all, issued, onDay(3300)))).toEqual([
      'root: renew reuse expiring',
      'clients: renew reuse expiring',
      'press: renew reuse expired',
    ])
  })
})

describe('requestDigest', () => {
  const digest = (changes: Partial<CertificateRequest> = {}) => requestDigest({ ...press, ...changes })

  test.each<Partial<CertificateRequest>>([
    { kind: 'server' },
    { commonName: 'b' },
    { organization: 'b' },
    { dnsNames: ['b'] },
    { ipAddresses: ['10.0.0.1'] },
    { uris: [] },
    { emailAddresses: ['b@b'] },
    { crlUrls: ['http://b'] },
    { usages: [] },
    { durationSeconds: 1 },
    { keyAlgorithm: 'ed25519' },
    { csr: true },
  ])('changes with %o', (changes) => {
    expect(digest(changes)).not.toBe(digest())
  })

  test.each<Partial<CertificateRequest>>([
    { id: 'b' },
    { issuer: 'b' },
    { renewBeforeSeconds: 1 },
    { rotate: 'always' },
    { csr: false },
    { emailAddresses: [] },
    { pathLen: 3 },
  ])('stays with %o', (changes) => {
    expect(digest(changes)).toBe(digest())
  })

  test('does not ask in which order names stand, but in which list', () => {
    expect(digest({ dnsNames: ['a', 'b'] })).toBe(digest({ dnsNames: ['b', 'a'] }))
    expect(digest({ dnsNames: ['a'], uris: [] })).not.toBe(digest({ dnsNames: [], uris: ['a'] }))
    expect(digest({ kind: 'intermediate', pathLen: 1 })).not.toBe(digest({ kind: 'intermediate' }))
  })
})
