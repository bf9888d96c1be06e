import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import {
  firstCommonName,
  subjectText,
} from '../../../../src/broker/transport/certificate/certificate-names.ts'
import { describeWithPeers, needPeer } from '../../../support/real-peer.ts'
import { pki } from '../tls-fixtures.ts'

/** Subjects as `openssl req -subj` takes them, and the first CN. */
const subjects: readonly [string, string | undefined][] = [
  ['/C=GB/ST=Derbyshire/L=Derby/O=Plant/OU=Press/CN=test client', 'test client'],
  ['/CN=first/O=Plant/CN=second', 'first'],
  ['/O=Plant', undefined],
  ['/O=Plant+CN=with O/C=GB', 'with O'],
  ['/CN=a,b+c"d\\\\e<f>g;h=i', undefined],
  ['/CN= leading and trailing ', ' leading and trailing '],
  ['/CN=#1', '#1'],
  ['/CN=Prüfstand 4 Ω 🏭', 'Prüfstand 4 Ω 🏭'],
  ['/CN=tab\there', 'tab\there'],
  ['/CN=del\x7f', 'del\x7f'],
  ['/DC=example/DC=plant/UID=press-1/CN=x/emailAddress=a@plant.example', 'x'],
  ['/serialNumber=42/SN=Doe/GN=Jo/title=Dr/street=1, Road/postalCode=1/CN=y', 'y'],
  ['/1.2.3.4.5=unknown/CN=z', 'z'],
  ['/CN=a + b', undefined],
  ['/CN=Łódź', undefined],
]

describeWithPeers(['openssl'], 'names of subjects, as openssl prints them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-names-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const openssl = (...words: string[]) =>
    execFileSync(needPeer('openssl'), words, {
      cwd: folder,
      encoding: 'latin1',
      stdio: ['ignore', 'pipe', 'pipe'],
    })

  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'key.pem')

  const variants = subjects.flatMap(([subject, cn]) =>
    (['utf8only', 'default', 'nombstr'] as const).map((mask) => [subject, mask, cn] as const),
  )

  test.each(variants)('%j with strings of kind %s', (subject, mask, commonName) => {
    const escaped = subject.replace(/ \+ | b\+c/g, (plus) => plus.replace('+', '\\+'))
    try {
      openssl(
        ...['req', '-x509', '-key', 'key.pem', '-out', 'one.pem', '-days', '1', '-utf8', '-multivalue-rdn'],
        ...['-config', configOf(mask), '-subj', escaped],
      )
    } catch {
      expect(subject).toMatch(/[Ωź]/) // the kind of string cannot hold these characters
      return
    }
    const printed = openssl('x509', '-in', 'one.pem', '-noout', '-subject', '-nameopt', 'RFC2253')
    const certificate = new X509Certificate(readFileSync(join(folder, 'one.pem')))
    expect(subjectText(certificate)).toBe(printed.replace(/^subject=/, '').replace(/\n$/, ''))
    if (commonName !== undefined) expect(firstCommonName(certificate)).toBe(commonName)
  })

  function configOf(mask: string): string {
    const path = join(folder, `${mask}.cnf`)
    execFileSync('sh', [
      '-c',
      `printf '[req]\\nstring_mask=${mask}\\ndistinguished_name=dn\\n[dn]\\n' > ${path}`,
    ])
    return path
  }
})

test('a certificate without a CN has no common name', () => {
  const { issued } = pki.issueClient()
  const certificate = new X509Certificate(issued.der)
  expect([firstCommonName(certificate), subjectText(certificate)]).toEqual(['press-1', 'CN=press-1,O=Plant'])
})
