/** What mqttopia issues, judged by OpenSSL, GnuTLS and Java. */

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toPem } from '../../src/pki/der/pem.ts'
import { createCrl } from '../../src/pki/x509/create-crl.ts'
import type { KeyAlgorithm } from '../../src/topology/authority.ts'
import { day, type TestPki, testPki } from '../support/pki-fixtures.ts'
import { type Workplace, workplace } from '../support/pki-program.ts'
import { describeWithPeers } from '../support/real-peer.ts'

const keyAlgorithms: readonly KeyAlgorithm[] = ['p256', 'p384', 'rsa2048', 'ed25519']

interface Hierarchy extends Workplace {
  readonly pki: TestPki
  readonly now: Date
}

const built = new Map<KeyAlgorithm, TestPki>()

/** Root, intermediates, server, client, revoked client and three revocation lists, as PEM files. */
function hierarchy(keyAlgorithm: KeyAlgorithm): Hierarchy {
  const place = workplace()
  const pki = built.get(keyAlgorithm) ?? testPki(keyAlgorithm)
  built.set(keyAlgorithm, pki)
  const { now, root, clients, servers, issueClient, issueServer } = pki
  const certificate = (name: string, ...ders: readonly Buffer[]) =>
    place.file(name, ders.map((der) => toPem('CERTIFICATE', der)).join(''))
  const rootDer = root.certificate.der
  const [client, revoked] = [issueClient(), issueClient({ commonName: 'stolen' })]
  certificate('root.pem', rootDer)
  certificate('clients.pem', clients.certificate.der)
  certificate('servers.pem', servers.certificate.der)
  certificate('client.pem', client.issued.der)
  certificate('revoked.pem', revoked.issued.der)
  certificate('server.pem', issueServer().issued.der)
  certificate('client-chain.pem', client.issued.der, clients.certificate.der, rootDer)
  const list = (authority: typeof root, serials: readonly string[]) => {
    const revoked = serials.map((serial) => ({ serial, revokedAt: now, reason: 'keyCompromise' as const }))
    const nextUpdate = new Date(now.getTime() + 30 * day * 1000)
    return toPem('X509 CRL', createCrl(authority, { revoked, number: 1n, thisUpdate: now, nextUpdate }))
  }
  const lists = [list(root, []), list(clients, [revoked.issued.serial]), list(servers, [])]
  place.file('crls.pem', lists.join(''))
  return { ...place, pki, now }
}

describeWithPeers(['openssl'], 'OpenSSL', () => {
  const strict = ['verify', '-x509_strict', '-crl_check_all', '-CAfile', 'root.pem', '-CRLfile', 'crls.pem']
  const asClient = [...strict, '-untrusted', 'clients.pem', '-purpose', 'sslclient']
  const asServer = [...strict, '-untrusted', 'servers.pem', '-purpose', 'sslserver']

  test.each(keyAlgorithms)('accepts a %s hierarchy, strictly and with all revocation lists', (algorithm) => {
    const { succeed } = hierarchy(algorithm)
    succeed('openssl', ...asClient, 'client.pem')
    succeed('openssl', ...asServer, '-verify_hostname', 'mqtt.plant.example', 'server.pem')
    succeed('openssl', ...asServer, '-verify_ip', '10.0.0.5', 'server.pem')
    succeed('openssl', ...asServer, '-verify_ip', '2001:db8::5', 'server.pem')
  })

  test.each(keyAlgorithms)('refuses the misuse of a %s hierarchy', (algorithm) => {
    const { run, now } = hierarchy(algorithm)
    const later = String(Math.floor(now.getTime() / 1000) + 398 * day)
    const refusal = (...args: readonly string[]) =>
      /error \d+ .*: (.*)/.exec(run('openssl', ...args).output)?.[1]
    expect(refusal(...asClient, 'revoked.pem')).toBe('certificate revoked')
    expect(refusal(...asServer, '-untrusted', 'clients.pem', 'client.pem')).toMatch(/certificate purpose/)
    expect(refusal(...asServer, '-verify_hostname', 'other.example', 'server.pem')).toBe('hostname mismatch')
    expect(
      refusal('verify', '-CAfile', 'root.pem', '-untrusted', 'clients.pem', '-attime', later, 'client.pem'),
    ).toBe('certificate has expired')
  })

  test('an intermediate for clients gives no certificate that OpenSSL takes for a server', () => {
    const place = hierarchy('p256')
    const { issued } = place.pki.issueClient({
      kind: 'server',
      usages: ['server auth'],
      dnsNames: ['localhost'],
    })
    place.file('rogue.pem', toPem('CERTIFICATE', issued.der))
    const { output } = place.run('openssl', ...asServer, '-untrusted', 'clients.pem', 'rogue.pem')
    expect(output).toMatch(/error 26 at 1 depth lookup: unsuitable certificate purpose/)
  })

  test('prints the profile as RFC 5280 has it', () => {
    const { succeed } = hierarchy('rsa2048')
    const text = (file: string) => succeed('openssl', 'x509', '-in', file, '-noout', '-text')
    expect(text('root.pem')).toMatch(/Basic Constraints: critical\n\s+CA:TRUE\n/)
    expect(text('root.pem')).toMatch(/Key Usage: critical\n\s+Certificate Sign, CRL Sign\n/)
    expect(text('root.pem')).not.toMatch(/Extended Key Usage|Authority Key/)
    expect(text('clients.pem')).toMatch(/CA:TRUE, pathlen:0\n/)
    expect(text('clients.pem')).toMatch(/Extended Key Usage: \n\s+TLS Web Client Authentication\n/)
    expect(text('server.pem')).toMatch(/Key Usage: critical\n\s+Digital Signature, Key Encipherment\n/)
    expect(text('server.pem')).toMatch(/DNS:mqtt.plant.example, DNS:localhost, IP Address:10.0.0.5/)
    expect(text('client.pem')).toMatch(/CA:FALSE\n[\s\S]*URI:urn:mqttopia:plant:client:press-1/)
  })
})

describeWithPeers(['certtool'], 'GnuTLS', () => {
  const verify = ['--verify', '--load-ca-certificate', 'root.pem', '--infile']

  test.each(keyAlgorithms)('accepts a %s hierarchy', (algorithm) => {
    const { succeed, file, pki } = hierarchy(algorithm)
    const server = [pki.issueServer().issued.der, pki.servers.certificate.der]
    file('server-chain.pem', server.map((der) => toPem('CERTIFICATE', der)).join(''))
    const clientAuth = ['--verify-purpose', '1.3.6.1.5.5.7.3.2']
    expect(succeed('certtool', ...verify, 'client-chain.pem', ...clientAuth)).toMatch(/Chain .* trusted/)
    const serverAuth = ['--verify-purpose', '1.3.6.1.5.5.7.3.1', '--verify-hostname', 'mqtt.plant.example']
    expect(succeed('certtool', ...verify, 'server-chain.pem', ...serverAuth)).toMatch(/Chain .* trusted/)
  })

  test.each(keyAlgorithms)('refuses a revoked client of a %s hierarchy', (algorithm) => {
    const { run, file, pki, now } = hierarchy(algorithm)
    const { issued } = pki.issueClient({ commonName: 'stolen' })
    const chain = [issued.der, pki.clients.certificate.der].map((der) => toPem('CERTIFICATE', der))
    file('stolen-chain.pem', chain.join(''))
    const crl = createCrl(pki.clients, {
      revoked: [{ serial: issued.serial, revokedAt: now }],
      number: 2n,
      thisUpdate: now,
      nextUpdate: new Date(now.getTime() + day * 1000),
    })
    file('clients.crl', toPem('X509 CRL', crl))
    expect(run('certtool', ...verify, 'stolen-chain.pem').status).toBe(0)
    const checked = run('certtool', ...verify, 'stolen-chain.pem', '--load-crl', 'clients.crl')
    expect(checked.status).not.toBe(0)
    expect(checked.output).toMatch(/revoked/)
  })
})

describeWithPeers(['java', 'javac'], 'Java', () => {
  const validator = join(import.meta.dirname, '../support/pki-validate.java')

  test.each(keyAlgorithms)('validates the paths of a %s hierarchy, with revocation lists', (algorithm) => {
    const { succeed } = hierarchy(algorithm)
    const paths = [
      ['root.pem', 'client.pem', 'clients.pem', 'crls.pem'],
      ['root.pem', 'server.pem', 'servers.pem', 'crls.pem'],
      ['root.pem', 'revoked.pem', 'clients.pem', 'crls.pem'],
      ['root.pem', 'client.pem', 'servers.pem', 'crls.pem'],
    ]
    expect(
      succeed('java', validator, ...paths.flat())
        .trim()
        .split('\n'),
    ).toEqual(['accepted', 'accepted', 'refused REVOKED', expect.stringMatching(/^refused/)])
  })
})
