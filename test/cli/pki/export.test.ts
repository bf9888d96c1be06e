import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readPem } from '../../../src/pki/der/pem.ts'
import { workplace } from '../../support/pki-program.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import type { CommandLine } from '../command-line.ts'
import { compiledScene } from './pki-scene.ts'

const read = ({ path }: CommandLine, file: string) => readFileSync(path(file))
const text = (scene: CommandLine, file: string) => read(scene, file).toString()
const mode = ({ path }: CommandLine, file: string) => statSync(path(file)).mode & 0o777
const PUBLIC = ['exported/user/alice.pem', 'exported/user/alice.ca.pem']

describe('pki export', () => {
  test('writes certificate, chain and trust anchor, without the vault', async () => {
    const scene = await compiledScene()
    renameSync(scene.path('.mqttopia/vault'), scene.path('away'))
    const ran = await scene.mqttopia('pki', 'export', 'user:alice')
    expect(ran).toMatchObject({ exitCode: 0, stdout: `${PUBLIC.join('\n')}\n` })
    expect(text(scene, 'exported/user/alice.pem')).toBe(text(scene, 'build/clients/alice/pem/client.pem'))
    expect(text(scene, 'exported/user/alice.ca.pem')).toBe(text(scene, 'build/pki/clients-root.crt'))
    expect((await scene.mqttopia('pki', 'export', 'user:alice')).stderr).toContain(
      '1 certificate, 0 files written',
    )
  })

  test('--key adds the key, for its owner alone', async () => {
    const scene = await compiledScene()
    const ran = await scene.mqttopia('pki', 'export', 'user:alice', 'broker:gate', '--key', '--out', 'x')
    expect(ran.exitCode).toBe(0)
    expect(text(scene, 'x/user/alice.key.pem')).toBe(text(scene, 'build/clients/alice/pem/client.key'))
    expect(text(scene, 'x/broker/gate/server.key.pem')).toContain('PRIVATE KEY')
    expect([mode(scene, 'x/user/alice.key.pem'), mode(scene, 'x/user/alice.pem')]).toEqual([0o600, 0o644])
    expect(ran.stdout + ran.stderr).not.toContain('BEGIN')
  })

  test('an authority has its list with it, in PEM and DER', async () => {
    const scene = await compiledScene()
    await scene.mqttopia('pki', 'export', 'authority:clients')
    expect(readPem(text(scene, 'exported/authority/clients.crl.pem'))[0]?.label).toBe('X509 CRL')
    await scene.mqttopia('pki', 'export', 'authority:clients', '--format', 'der')
    const der = new X509Certificate(read(scene, 'exported/authority/clients.der'))
    expect(der.raw).toEqual(new X509Certificate(text(scene, 'exported/authority/clients.pem')).raw)
    expect(existsSync(scene.path('exported/authority/clients.crl'))).toBe(true)
  })

  test.each([
    [['user:clerk'], 64, 'user:clerk has no certificate'],
    [['user:alcie'], 64, 'did you mean "alice"?'],
    [['user:alice', '--format', 'pkcs12'], 64, 'a PKCS#12 file holds a key: say --key'],
    [['user:alice', '--format', 'pkcs12', '--key', '--ask-password'], 64, 'there is no terminal'],
    [['user:alice', '--key', '--format', 'pkcs12', '--password-file', 'none'], 1, 'cannot read none'],
  ])('%j is refused', async (argv, exitCode, message) => {
    const scene = await compiledScene()
    expect(await scene.mqttopia('pki', 'export', ...argv)).toMatchObject({
      exitCode,
      stderr: expect.stringContaining(message),
    })
    expect(existsSync(scene.path('exported'))).toBe(false)
  })

  test('says what is not issued yet', async () => {
    const scene = await compiledScene()
    scene.write({
      'topology.yaml': text(scene, 'topology.yaml').replace(
        '  bob:',
        '  carol: { at: gate, auth: { certificate: client }, publish: [gate/carol] }\n  bob:',
      ),
    })
    expect(await scene.mqttopia('pki', 'export', 'user:carol', 'user:bob')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('exported/user/bob.pem'),
      stderr: expect.stringContaining('user:carol has no certificate yet'),
    })
  })
})

describeWithPeers(['openssl', 'keytool'], 'pki export as other programs read it', () => {
  test('PKCS#12 with a password that is given, or made', async () => {
    const scene = await compiledScene({ env: { MQTTOPIA_FILE_PASSWORD: 'swordfish swordfish' } })
    const { succeed, run, file } = workplace()
    const argv = ['pki', 'export', 'user:alice', '--key', '--format', 'pkcs12']
    expect((await scene.mqttopia(...argv)).stdout).toBe('exported/user/alice.p12\n')
    const container = scene.path('exported/user/alice.p12')
    expect(mode(scene, 'exported/user/alice.p12')).toBe(0o600)
    const pass = ['-passin', 'pass:swordfish swordfish']
    const own = succeed('openssl', 'pkcs12', '-in', container, ...pass, '-nodes', '-clcerts')
    expect(own).toContain(text(scene, 'build/clients/alice/pem/client.key'))
    const listed = succeed(
      'keytool',
      '-list',
      '-keystore',
      container,
      '-storepass',
      'swordfish swordfish',
      '-v',
    )
    expect(listed).toMatch(/Entry type: PrivateKeyEntry\s+Certificate chain length: 3/)
    expect(run('openssl', 'pkcs12', '-in', container, '-passin', 'pass:wrong', '-noout').status).not.toBe(0)

    const other = await compiledScene()
    expect((await other.mqttopia(...argv, '--legacy')).stdout).toContain('alice.p12.password')
    const made = file('pw', read(other, 'exported/user/alice.p12.password'))
    expect(mode(other, 'exported/user/alice.p12.password')).toBe(0o600)
    const legacy = ['-in', other.path('exported/user/alice.p12'), '-passin', `file:${made}`]
    expect(succeed('openssl', 'pkcs12', ...legacy, '-info', '-noout')).toContain(
      'pbeWithSHA1And3-KeyTripleDES-CBC',
    )
  })

  test('what is exported verifies, and can be imported elsewhere', async () => {
    const scene = await compiledScene()
    await scene.mqttopia('pki', 'export', 'user:alice', 'authority:clients', '--key')
    const { succeed } = workplace()
    const at = (name: string) => scene.path(`exported/${name}`)
    const verify = ['verify', '-x509_strict', '-crl_check', '-purpose', 'sslclient', '-attime', '1800100000']
    const chain = ['-CAfile', at('user/alice.ca.pem'), '-untrusted', at('user/alice.pem')]
    const list = ['-CRLfile', at('authority/clients.crl.pem')]
    expect(succeed('openssl', ...verify, ...chain, ...list, at('user/alice.pem'))).toContain('OK')
    const fresh = await compiledScene()
    const files = ['authority/clients.pem', 'authority/clients.key.pem'].map(at)
    const ran = await fresh.mqttopia('pki', 'import', ...files, '--as', 'authority:clients')
    expect(ran.stdout).toMatch(/^keep authority:clients/)
  })
})
