import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { describeWithPeers, needPeer } from '../../support/real-peer.ts'
import { builtFiles, bundle, testMaterials, textOf, topology, user } from '../fixtures.ts'

const alice = (changes = {}) => topology([user('alice', { bundles: [bundle('pkcs12', changes)] })])

describeWithPeers(['openssl'], 'a PKCS#12 bundle', () => {
  test.each(['modern', 'legacy'] as const)('in %s encryption opens with its password', (encryption) => {
    const files = builtFiles(alice({ encryption }))
    const password = textOf(files, 'clients/alice/pkcs12/client.p12.password')
    const content = files.get('clients/alice/pkcs12/client.p12')?.content
    const output = execFileSync(
      needPeer('openssl'),
      [
        'pkcs12',
        '-info',
        '-nodes',
        '-passin',
        `pass:${password}`,
        ...(encryption === 'legacy' ? ['-legacy'] : []),
      ],
      { input: content as Uint8Array, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] },
    )
    expect(output.match(/BEGIN (CERTIFICATE|PRIVATE KEY)/g)).toHaveLength(3)
    expect(output).toContain('friendlyName: alice')
  })
})

test('a new certificate gets new salts, though the password stays', () => {
  const asked: string[] = []
  const watched = () => {
    const materials = testMaterials({}, new Map())
    return {
      ...materials,
      salt(purpose: string, length: number) {
        asked.push(purpose)
        return materials.salt(purpose, length)
      },
    }
  }
  builtFiles(alice(), watched())
  builtFiles(alice(), watched())
  expect(asked.length).toBeGreaterThan(4)
  expect(new Set(asked).size).toBe(asked.length)
})

test('a password from outside that other programs would read differently stops the build in a plain sentence', () => {
  const materials = testMaterials({ bundlePassword: () => 'pässword' })
  expect(() => builtFiles(alice(), materials)).toThrow(
    'bundle "pkcs12": the password of a PKCS#12 file must be printable ASCII',
  )
})
