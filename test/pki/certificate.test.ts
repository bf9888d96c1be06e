import { createPublicKey, X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { toPem } from '../../src/pki/der/pem.ts'
import { certificateDifferences } from '../../src/pki/issuance/certificate-differences.ts'
import { generateKey } from '../../src/pki/keys/generate-key.ts'
import { authorityFrom } from '../../src/pki/x509/authority.ts'
import { chainProblem, issuedBy, matchesKey, validityProblem } from '../../src/pki/x509/certificate-checks.ts'
import type { CertificateRequest, IssuedCertificate } from '../../src/pki/x509/certificate-request.ts'
import { certificateIssuer, certificateIssuerLater } from '../../src/pki/x509/issue-certificate.ts'
import {
  type CertificateDescription,
  readCertificate,
  readCertificates,
} from '../../src/pki/x509/read-certificate.ts'
import { issuanceProblem, requestProblem } from '../../src/pki/x509/request-problem.ts'
import {
  day,
  expectRead,
  importKey,
  request,
  seededRandom,
  signerOf,
  testPki,
} from '../support/pki-fixtures.ts'

const now = new Date('2026-11-23T09:35:09Z')
const pki = testPki('p256', now)
const other = testPki('p256', now)
const { root, clients, servers } = pki

describe('reading', () => {
  test('tells all that a certificate says', () => {
    const crlUrls = ['http://plant.example/servers.crl']
    const { certificate, issued, key } = pki.issueServer({ emailAddresses: ['ops@plant.example'], crlUrls })
    expect(certificate).toMatchObject({
      subject: {
        text: 'O=Plant, CN=mqtt.plant.example',
        commonName: 'mqtt.plant.example',
        organization: 'Plant',
      },
      issuer: { text: 'O=Plant, CN=Plant Servers CA' },
      notBefore: new Date('2026-11-23T08:35:00Z'),
      notAfter: new Date('2027-12-25T09:35:09Z'),
      isAuthority: false,
      keyUsage: ['digitalSignature'],
      extKeyUsage: ['server auth'],
      dnsNames: ['mqtt.plant.example', 'localhost'],
      ipAddresses: ['10.0.0.5', '2001:db8::5'],
      uris: [],
      emailAddresses: ['ops@plant.example'],
      crlUrls,
      authorityKeyId: servers.certificate.subjectKeyId,
      signatureAlgorithm: 'ecdsa-with-SHA256',
      publicKey: { algorithm: 'p256', spki: key.spki },
      selfSigned: false,
    })
    expect(certificate.pathLen).toBeUndefined()
    expect(servers.certificate).toMatchObject({ isAuthority: true, pathLen: 0, extKeyUsage: ['server auth'] })
    expect(root.certificate).toMatchObject({ isAuthority: true, selfSigned: true, crlUrls: [] })
    expect(issued.authorityKeyId).toBe(servers.certificate.subjectKeyId)
  })

  test('agrees with Node, and with what was noted at the time of issue', () => {
    for (const algorithm of ['p256', 'p384', 'ed25519', 'rsa2048'] as const) {
      const { issued, certificate } = testPki(algorithm, now).issueServer()
      const node = new X509Certificate(issued.der)
      expect(certificate.serial).toBe(node.serialNumber.toLowerCase())
      expect(certificate.fingerprint).toBe(node.fingerprint256.replaceAll(':', '').toLowerCase())
      expect(certificate.notBefore).toEqual(new Date(node.validFrom))
      expect(certificate.notAfter).toEqual(new Date(node.validTo))
      expect(node.subject).toBe('O=Plant\nCN=mqtt.plant.example')
      expect(certificate).toMatchObject({
        serial: issued.serial,
        fingerprint: issued.fingerprint,
        subject: { text: issued.subject },
        issuer: { text: issued.issuer },
        subjectKeyId: issued.subjectKeyId,
        authorityKeyId: issued.authorityKeyId,
        publicKey: { algorithm: issued.keyAlgorithm },
        notBefore: issued.notBefore,
        notAfter: issued.notAfter,
      })
    }
  })

  test('takes a chain from a PEM file, in order', () => {
    const chain = [pki.issueClient().issued.der, clients.certificate.der, root.certificate.der]
    const text = chain.map((der) => `# a comment\r\n${toPem('CERTIFICATE', der)}`).join('\n')
    expect(expectRead(readCertificates(text)).map(({ der }) => der)).toEqual(chain)
    expect(expectRead(readCertificate(Buffer.from(text))).der).toEqual(chain[0])
    expect(expectRead(readCertificates(chain[0] ?? ''))).toHaveLength(1)
  })

  test.each([
    ['nothing', '', /broken/],
    ['a key', toPem('PRIVATE KEY', generateKey('p256').pkcs8), /no certificate/],
    [
      'a broken one after a good one',
      toPem('CERTIFICATE', root.certificate.der) + toPem('CERTIFICATE', Buffer.from('3000', 'hex')),
      /one of/,
    ],
    ['bytes after the end', Buffer.concat([root.certificate.der, Buffer.of(0)]), /broken/],
  ])('finds %s unreadable', (_, input, message) => {
    expect(readCertificates(input)).toMatchObject({
      problem: 'unreadable',
      message: expect.stringMatching(message),
    })
  })
})

describe('who belongs to whom', () => {
  const { certificate, key } = pki.issueClient()

  test('a key belongs to its certificate only', () => {
    expect(matchesKey(certificate, importKey(key))).toBe(true)
    expect(matchesKey(certificate, importKey(generateKey('p256')))).toBe(false)
  })

  test.each([
    { name: 'the client by its authority', leaf: certificate, issuer: clients.certificate, is: true },
    { name: 'the authority by the root', leaf: clients.certificate, issuer: root.certificate, is: true },
    { name: 'the root by itself', leaf: root.certificate, issuer: root.certificate, is: true },
    { name: 'the client by the root', leaf: certificate, issuer: root.certificate, is: false },
    { name: 'the client by a namesake', leaf: certificate, issuer: other.clients.certificate, is: false },
    {
      name: 'the client by another of the same root',
      leaf: certificate,
      issuer: servers.certificate,
      is: false,
    },
  ])('$name: $is', ({ leaf, issuer, is }) => {
    expect(issuedBy(leaf, issuer)).toBe(is)
  })

  test('a certificate that is no authority issues nothing', () => {
    const issuer: CertificateDescription = { ...clients.certificate, isAuthority: false }
    expect(issuedBy(certificate, issuer)).toBe(false)
    expect(issuedBy(certificate, { ...clients.certificate, keyUsage: ['digitalSignature'] })).toBe(false)
  })

  test('an authority of the right key and another name is not the issuer', () => {
    const renamed = { ...clients.certificate, subject: servers.certificate.subject }
    expect(issuedBy(certificate, renamed)).toBe(false)
  })

  test('one changed bit breaks the signature', () => {
    const der = Buffer.from(certificate.der)
    der[der.indexOf('press-1')] = 'P'.charCodeAt(0)
    const changed = expectRead(readCertificate(der))
    expect(changed.subject.commonName).toBe('Press-1')
    expect(issuedBy(changed, clients.certificate)).toBe(false)
  })

  test('a chain names its first break', () => {
    expect(chainProblem([certificate, clients.certificate, root.certificate])).toBeUndefined()
    expect(chainProblem([certificate])).toBeUndefined()
    expect(chainProblem([certificate, root.certificate])).toMatchObject({
      problem: 'not-issued-by',
      message: 'the certificate of O=Plant, CN=press-1 was not issued by O=Plant, CN=Plant Root',
    })
  })

  test('a certificate is good from its first second to its last', () => {
    const at = (time: Date, ms = 0) => validityProblem(certificate, new Date(time.getTime() + ms))?.problem
    expect(at(certificate.notBefore)).toBeUndefined()
    expect(at(certificate.notAfter)).toBeUndefined()
    expect(at(certificate.notBefore, -1)).toBe('outside-validity')
    expect(at(certificate.notAfter, 1)).toBe('outside-validity')
  })
})

describe('authorityFrom', () => {
  const key = importKey(pki.keys.clients)

  test.each([
    { why: 'it is none', changes: { isAuthority: false }, problem: 'not-an-authority' },
    { why: 'it may not sign certificates', changes: { keyUsage: ['cRLSign'] }, problem: 'not-an-authority' },
    { why: 'it may not sign lists', changes: { keyUsage: ['keyCertSign'] }, problem: 'not-an-authority' },
    {
      why: 'the key is that of another',
      changes: { publicKey: servers.certificate.publicKey },
      problem: 'key-mismatch',
    },
  ] as const)('refuses an authority because $why', ({ changes, problem }) => {
    expect(authorityFrom({ ...clients.certificate, ...changes }, key)).toMatchObject({ problem })
  })

  test('refuses an authority without a key identifier', () => {
    const { subjectKeyId: _, ...certificate } = clients.certificate
    expect(authorityFrom(certificate, key)).toMatchObject({ problem: 'not-an-authority' })
  })

  test('takes an authority without a keyUsage extension, as some private ones are', () => {
    const { keyUsage: _, ...certificate } = clients.certificate
    expect(authorityFrom(certificate, key)).toHaveProperty('signer')
  })
})

describe('issuing', () => {
  test('repeats the issuer name byte for byte, whatever its string types', () => {
    // PrintableString where mqttopia would write UTF8String.
    const subject = Buffer.from('300f310d300b06035504030c04726f6f74'.replace('0c04', '1304'), 'hex')
    const certificate = { ...clients.certificate, subject: { ...clients.certificate.subject, der: subject } }
    const issue = certificateIssuer({ ...clients, certificate }, { now, random: seededRandom('name') })
    const { issuer } = expectRead(readCertificate(issue(request(), generateKey('p256').spki).der))
    expect(issuer.der).toEqual(subject)
  })

  test('cuts a certificate at the end of its issuer', () => {
    expect(pki.issueClient({ durationSeconds: 30_000 * day }).certificate.notAfter).toEqual(
      clients.certificate.notAfter,
    )
  })

  test('an RSA server may encipher keys, an RSA client and an EC server need not', () => {
    const usage = (leaf: { certificate: CertificateDescription }) => leaf.certificate.keyUsage
    expect(usage(pki.issueServer({ keyAlgorithm: 'rsa2048' }))).toEqual([
      'digitalSignature',
      'keyEncipherment',
    ])
    expect(usage(pki.issueClient({ keyAlgorithm: 'rsa2048' }))).toEqual(['digitalSignature'])
    expect(usage(pki.issueServer())).toEqual(['digitalSignature'])
  })

  test('one issuer gives every profile its own template', () => {
    const both = pki.issueServer({ usages: ['server auth', 'client auth'] }).certificate
    expect(both.extKeyUsage).toEqual(['server auth', 'client auth'])
    expect(pki.issueServer().certificate.extKeyUsage).toEqual(['server auth'])
    expect(pki.issueServer({ organization: 'Other' }).certificate.subject.organization).toBe('Other')
    expect(pki.issueServer({ durationSeconds: day }).certificate.notAfter).toEqual(
      new Date(now.getTime() + day * 1000),
    )
  })

  test('serial numbers differ', () => {
    const serials = Array.from({ length: 100 }, () => pki.issueClient().certificate.serial)
    expect(new Set(serials).size).toBe(100)
  })

  test('many at once are the same certificates, each with a signature of its own', async () => {
    const requests = Array.from({ length: 20 }, (_, i) => request({ commonName: `press-${i}` }))
    const keys = requests.map(() => generateKey('p256').spki)
    const context = () => ({ now, random: seededRandom('many') })
    const [issue, issueLater] = [
      certificateIssuer(clients, context()),
      certificateIssuerLater(clients, context()),
    ]
    const spki = (i: number) => keys[i] ?? Buffer.alloc(0)
    const one = requests.map((wanted, i) => issue(wanted, spki(i)))
    const many = await Promise.all(requests.map((wanted, i) => issueLater(wanted, spki(i))))
    const facts = ({ der: _, fingerprint: __, ...rest }: IssuedCertificate) => rest
    expect(many.map(facts)).toEqual(one.map(facts))
    for (const { der } of many)
      expect(new X509Certificate(der).verify(createPublicKey(importKey(pki.keys.clients)))).toBe(true)
  })

  test('a key that is none is our own fault', () => {
    const issue = certificateIssuer(clients, { now, random: seededRandom('key') })
    expect(() => issue(request(), Buffer.from('3000', 'hex'))).toThrow(TypeError)
  })
})

describe('certificateDifferences', () => {
  const wanted: CertificateRequest = request({ crlUrls: ['http://plant.example/c.crl'] })
  const { certificate } = pki.issueClient(wanted)
  const against = (changes: Partial<CertificateRequest>, issuer = clients.certificate) =>
    certificateDifferences(certificate, { ...wanted, ...changes }, issuer).map(({ what }) => what)

  test('finds none in what was issued as wanted', () => {
    expect(against({})).toEqual([])
    expect(certificateDifferences(root.certificate, rootRequest())).toEqual([])
    const server = request({
      ...{ kind: 'server', commonName: 'bücher.example', uris: [], usages: ['server auth'] },
      ...{ dnsNames: ['bücher.example'], ipAddresses: ['2001:DB8::1'] },
    })
    expect(certificateDifferences(pki.issueServer(server).certificate, server, servers.certificate)).toEqual(
      [],
    )
  })

  test.each<{ what: string; changes: Partial<CertificateRequest> }>([
    { what: 'subject', changes: { commonName: 'press-2' } },
    { what: 'key algorithm', changes: { keyAlgorithm: 'p384' } },
    { what: 'an end within the duration', changes: { durationSeconds: 30 * day } },
    { what: 'extended key usage', changes: { usages: ['client auth', 'server auth'] } },
    { what: 'DNS names', changes: { dnsNames: ['a.example'] } },
    { what: 'IP addresses', changes: { ipAddresses: ['10.0.0.1'] } },
    { what: 'URIs', changes: { uris: [] } },
    { what: 'email addresses', changes: { emailAddresses: ['a@b.example'] } },
    { what: 'revocation list addresses', changes: { crlUrls: [] } },
  ])('finds another $what', ({ what, changes }) => {
    expect(against(changes)).toEqual([what])
  })

  test('finds a client where an authority is wanted', () => {
    expect(against({ kind: 'intermediate' })).toEqual(['authority', 'path length', 'key usage'])
  })

  test('finds the wrong issuer, even of the same name', () => {
    expect(against({}, other.clients.certificate)).toEqual([
      'signature of the issuer',
      'authority key identifier',
    ])
    expect(against({}, root.certificate)).toContain('issuer')
  })

  test('says both sides', () => {
    expect(
      certificateDifferences(certificate, { ...wanted, commonName: 'press-2' }, clients.certificate),
    ).toEqual([{ what: 'subject', wanted: '"O=Plant, CN=press-2"', found: '"O=Plant, CN=press-1"' }])
  })

  function rootRequest(): CertificateRequest {
    const root = request({ kind: 'root', commonName: 'Plant Root', uris: [], usages: [] })
    return { ...root, durationSeconds: 3650 * day }
  }
})

describe('requestProblem', () => {
  test.each<Partial<CertificateRequest>>([
    { commonName: '' },
    { commonName: 'a\0b' },
    { commonName: '\ud800' },
    { organization: 'a\nb' },
    { dnsNames: ['a b'] },
    { ipAddresses: ['localhost'] },
    { uris: ['urn:grün'] },
    { crlUrls: ['http://a b'] },
    { emailAddresses: ['ä@example'] },
    { durationSeconds: 0 },
  ])('refuses %o', (changes) => {
    expect(requestProblem(request(changes))).toMatchObject({ problem: 'unsuitable-request' })
  })

  test('what it lets pass can be issued', () => {
    const wanted = request({
      commonName: 'ä'.repeat(100),
      dnsNames: ['*.bücher.example'],
      ipAddresses: ['::1'],
    })
    expect(requestProblem(wanted)).toBeUndefined()
    expect(pki.issueClient(wanted).certificate.dnsNames).toEqual(['*.xn--bcher-kva.example'])
  })

  test('an authority past its end issues nothing', () => {
    const late = new Date(clients.certificate.notAfter.getTime())
    expect(issuanceProblem(request(), clients, late)).toMatchObject({ problem: 'outside-validity' })
    expect(issuanceProblem(request(), clients, now)).toBeUndefined()
  })

  test('an authority without room below issues no other authority', () => {
    const below = request({ kind: 'intermediate' })
    expect(issuanceProblem(below, clients, now)).toMatchObject({
      message: expect.stringContaining('path length'),
    })
    expect(issuanceProblem(below, root, now)).toBeUndefined()
  })
})

test('a signer made from a generated key signs for that key', () => {
  const key = generateKey('ed25519')
  expect(signerOf(key).publicKey.spki).toEqual(key.spki)
})
