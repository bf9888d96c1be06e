import { describe, expect, test } from 'vitest'
import { certificateMisfit, isForServer } from '../../../src/pki/issuance/certificate-misfit.ts'
import type { CertificateRequest } from '../../../src/pki/x509/certificate-request.ts'
import { day, request, testPki } from '../../support/pki-fixtures.ts'

const now = new Date('2027-01-15T12:00:00Z')
const pki = testPki('p256', now)
const clients = { issuers: [pki.clients.certificate], levelsBelow: 0, now }
const servers = { ...clients, issuers: [pki.servers.certificate] }
const server = (changes: Partial<CertificateRequest> = {}) =>
  request({
    ...{ id: 'broker/core/server', kind: 'server', issuer: 'authority/servers', uris: [] },
    ...{ usages: ['server auth'], dnsNames: ['mqtt.plant.example'], ...changes },
  })
const authority = (changes: Partial<CertificateRequest> = {}) =>
  request({ kind: 'intermediate', issuer: 'authority/root', usages: ['client auth'], ...changes })
const above = { issuers: [pki.root.certificate], levelsBelow: 0, now }

describe('what was made elsewhere', () => {
  test('fits where it says what is wanted, and may say more', () => {
    expect(certificateMisfit(pki.issueClient().certificate, request(), clients)).toBeUndefined()
    expect(certificateMisfit(pki.issueServer().certificate, server(), servers)).toBeUndefined()
    expect(certificateMisfit(pki.clients.certificate, authority(), above)).toBeUndefined()
    const root = request({ kind: 'root', usages: [] })
    expect(
      certificateMisfit(pki.root.certificate, root, { ...above, issuers: [], levelsBelow: 5 }),
    ).toBeUndefined()
  })

  test('a wildcard stands for one first label, an address for itself in any spelling', () => {
    const { certificate } = pki.issueServer({ dnsNames: ['*.Plant.example'], ipAddresses: ['2001:db8::5'] })
    const fits = (changes: Partial<CertificateRequest>) => isForServer(certificate, server(changes))
    expect(fits({ dnsNames: ['core.plant.example'], ipAddresses: ['2001:DB8:0::5'] })).toBe(true)
    expect(fits({ dnsNames: ['plant.example'] })).toBe(false)
    expect(fits({ dnsNames: ['a.b.plant.example'] })).toBe(false)
    expect(fits({ dnsNames: [], ipAddresses: [] })).toBe(false)
  })

  test.each([
    [
      'the wrong issuer',
      pki.issueClient().certificate,
      request(),
      servers,
      /^authority "clients" has not signed it, but O=Plant, CN=Plant Clients CA/,
    ],
    [
      'another name',
      pki.issueClient({ commonName: 'x' }).certificate,
      request(),
      clients,
      /^its common name is "x", not "press-1"$/,
    ],
    [
      'a name too few',
      pki.issueServer().certificate,
      server({ ipAddresses: ['10.0.0.6'] }),
      servers,
      /^it is not for 10\.0\.0\.6/,
    ],
    [
      'another usage',
      pki.issueServer({ issuer: 'x' }).certificate,
      server({ usages: ['client auth'] }),
      servers,
      /^it is not for "client auth"/,
    ],
    [
      'an end',
      pki.issueClient({ durationSeconds: day }).certificate,
      request(),
      { ...clients, now: new Date(now.getTime() + 2e8) },
      /expired on/,
    ],
    [
      'a leaf for an authority',
      pki.issueClient().certificate,
      authority({ issuer: 'authority/clients' }),
      clients,
      /is not that of an authority/,
    ],
    [
      'an authority for a leaf',
      pki.clients.certificate,
      request({ issuer: 'authority/root' }),
      above,
      /^it is the certificate of an authority$/,
    ],
    [
      'a path that is too short',
      pki.clients.certificate,
      authority(),
      { ...above, levelsBelow: 1 },
      /^its path length of 0 leaves no room/,
    ],
    [
      'an intermediate for a root',
      pki.clients.certificate,
      request({ kind: 'root' }),
      { ...above, issuers: [] },
      /^it is no root: O=Plant, CN=Plant Root has signed it/,
    ],
    [
      'an intermediate for other usages',
      pki.clients.certificate,
      authority({ usages: ['server auth'] }),
      above,
      /^it is not for "server auth"/,
    ],
  ])('%s is found', (_, certificate, wanted, context, message) => {
    expect(certificateMisfit(certificate, wanted, context)).toMatch(message)
  })
})
