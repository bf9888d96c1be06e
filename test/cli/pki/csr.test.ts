import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readFrom } from '../../support/pki-program.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import { OUTSIDE_SPEC, outsideAuthority, outsideScene } from './outside-authority.ts'

const textOf = ({ succeed }: ReturnType<typeof outsideAuthority>, file: string) =>
  succeed('openssl', 'req', '-in', file, '-noout', '-text', '-verify')

describeWithPeers(['openssl'], 'pki csr', () => {
  test('a compile builds all but what waits, and says what to do about that', async () => {
    const scene = outsideScene(outsideAuthority())
    const { exitCode, stderr } = await scene.mqttopia('compile', '--root')
    expect(exitCode).toBe(0)
    expect(stderr).toContain(
      'topology.yaml:5:5: warning: the certificates of "core/server", "alice" are awaited: the key of authority "corp" lives elsewhere',
    )
    expect(stderr).toContain('hint: write requests with "mqttopia pki csr"')
    expect(stderr).toContain('2 awaited')
    const files = readdirSync(scene.path('build/brokers/core'), { recursive: true })
    expect(files).toEqual(expect.arrayContaining(['mosquitto.conf', 'acl']))
    expect(files.filter((file) => /server\.(crt|key)/.test(String(file)))).toEqual([])
    expect(files.some((file) => /own\.crt/.test(String(file)))).toBe(true)
    expect(existsSync(scene.path('build/clients/clerk'))).toBe(true)
    expect(existsSync(scene.path('build/clients/alice'))).toBe(false)
    expect((await scene.mqttopia('plan', '--detailed-exitcode', '--root')).exitCode).toBe(0)
    const status = await scene.mqttopia('pki', 'status', 'user:alice', '--within', '1d')
    expect(status).toMatchObject({
      exitCode: 5,
      stdout: expect.stringContaining('awaited: have it signed: pki csr user:alice'),
    })
    expect(await scene.mqttopia('apply', '--dir', 'etc')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(
        'listener "mqtts" of broker "core" has no certificate yet, so nothing was installed',
      ),
    })
    expect(existsSync(scene.path('etc'))).toBe(false)
    expect(await scene.mqttopia('bundle', 'alice', '--format', 'pem')).toMatchObject({ exitCode: 1 })
  })

  test('writes requests that openssl takes, for what the spec says, and keeps the keys', async () => {
    const corp = outsideAuthority()
    const scene = outsideScene(corp)
    const ran = await scene.mqttopia('pki', 'csr', '--out', 'requests')
    expect(ran).toMatchObject({
      exitCode: 0,
      stdout: 'request broker:core/server of corp (a new key)\nrequest user:alice of corp (a new key)\n',
    })
    const [server, alice] = [
      scene.path('requests/broker/core/server.csr.pem'),
      scene.path('requests/user/alice.csr.pem'),
    ]
    const text = textOf(corp, server)
    for (const part of [
      /Subject: O = plant, CN = core\.example/,
      /DNS:core\.example, IP Address:10\.0\.0\.5/,
      /X509v3 Key Usage: critical\s+Digital Signature\s/,
      /Extended Key Usage: \s*TLS Web Server Authentication\s/,
      /CA:FALSE/,
      /verify OK/,
    ])
      expect(text).toMatch(part)
    expect(textOf(corp, alice)).toMatch(/TLS Web Client Authentication/)
    const files = readdirSync(scene.path('requests'), { recursive: true }).map(String)
    expect(files.filter((file) => file.includes('.')).sort()).toEqual([
      'broker/core/server.csr.pem',
      'user/alice.csr.pem',
    ])
    expect(readFileSync(alice, 'utf8')).not.toContain('PRIVATE')
    const first = readFileSync(alice, 'utf8')
    const again = await scene.mqttopia('pki', 'csr', '--out', 'requests')
    expect(again.stdout).toContain('request user:alice of corp (the key that waits for it)')
    expect(again.stderr).toContain('requests: 2 requests, 0 written')
    expect(readFileSync(alice, 'utf8')).toBe(first)
    const publicKey = () => corp.succeed('openssl', 'req', '-in', alice, '-noout', '-pubkey')
    const key = publicKey()
    await scene.mqttopia('pki', 'csr', 'user:alice', '--new-key', '--out', 'requests')
    expect(publicKey()).not.toBe(key)
  })

  test('an intermediate asks to be an authority, and an RSA key is made once', async () => {
    const corp = outsideAuthority()
    const spec = OUTSIDE_SPEC.replace(
      '  profiles:\n',
      '    clients: { issuer: corp, privateKey: { algorithm: RSA, size: 2048 } }\n  profiles:\n',
    ).replace('client: { issuer: corp', 'client: { issuer: clients')
    const scene = outsideScene(corp, spec)
    const { stderr } = await scene.mqttopia('compile', '--root')
    expect(stderr).toContain('the certificates of "clients", "core/server" are awaited')
    const one = await scene.mqttopia('pki', 'csr', 'authority:clients')
    corp.file('a.csr', one.stdout)
    expect(textOf(corp, 'a.csr')).toMatch(
      /CA:TRUE, pathlen:0[\s\S]*Certificate Sign, CRL Sign[\s\S]*Client Auth/,
    )
    const same = corp.file('b.csr', (await scene.mqttopia('pki', 'csr', 'authority:clients')).stdout)
    const keyOf = (file: string) => corp.succeed('openssl', 'req', '-in', file, '-noout', '-pubkey')
    expect(keyOf(same)).toBe(keyOf('a.csr'))
    expect(readFrom(corp, 'a.csr').length).toBeGreaterThan(0)
    expect((await scene.mqttopia('pki', 'csr', 'authority:corp', '--dry-run')).stdout).toBe(
      'request authority:clients of corp (the key that waits for it)\nrequest broker:core/server of corp (a new key)\n',
    )
  })

  test('refuses what mqttopia signs itself, and what there is not', async () => {
    const scene = outsideScene(outsideAuthority())
    for (const [selector, exitCode, message] of [
      ['broker:core/own', 1, 'is signed by "servers" here: "mqttopia compile" issues it'],
      ['authority:servers-root', 1, 'is a root, which signs itself'],
      ['user:alcie', 64, 'did you mean "alice"?'],
    ] as const)
      expect(await scene.mqttopia('pki', 'csr', selector)).toMatchObject({
        exitCode,
        stderr: expect.stringContaining(message),
      })
  })
})
