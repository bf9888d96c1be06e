import { existsSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readFolder } from '../state/support/temp-folder.ts'
import { BAD_SPEC, commandLine } from './command-line.ts'

const SPEC = `mqttopia: 1
name: shed
brokers:
  shed:
    listeners:
      mqtts: { port: 8883, tls: { profile: server, clientAuth: required }, auth: [certificate] }
roles:
  meter: { publish: ["shed/\${username}/reading"] }
users:
  alice: { at: shed, auth: { certificate: client }, subscribe: [shed/+/reading], bundles: [files, options] }
  bob: { at: shed, auth: { certificate: client }, subscribe: [shed/+/reading] }
fleets:
  meters:
    forEach: { items: [{ serial: "0001" }, { serial: "0002" }] }
    username: "\${each.serial}"
    at: shed
    auth: { certificate: client }
    roles: [meter]
    bundles: [archive]
bundles:
  files: { format: pem }
  options: { format: mosquitto }
  archive: { format: zip }
`

const files = { 'topology.yaml': SPEC }

describe('bundle', () => {
  test('makes all bundles that the spec gives a user', async () => {
    const { mqttopia, path } = commandLine(files)
    expect(await mqttopia('bundle', 'alice')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'bundle-alice: 10 files for alice; keep them secret\n',
    })
    const made = Object.keys(readFolder(path('bundle-alice')))
    expect(made).toEqual(
      expect.arrayContaining(['clients/alice/files/client.key', 'clients/alice/options/mosquitto_pub']),
    )
    expect(statSync(path('bundle-alice/clients/alice/files/client.key')).mode & 0o777).toBe(0o600)
  })

  test('holds the same key and certificate that compile has written', async () => {
    const { mqttopia, path } = commandLine(files)
    await mqttopia('compile')
    await mqttopia('bundle', 'alice', '--out', 'again', '-q')
    const [compiled, again] = [readFolder(path('build/clients')), readFolder(path('again/clients'))]
    expect(again).toEqual(compiled)
    expect(await mqttopia('compile', '--check')).toMatchObject({ exitCode: 0 })
  })

  test('makes that of one device of a fleet', async () => {
    const { mqttopia, path } = commandLine(files)
    expect(await mqttopia('bundle', '0002')).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^bundle-0002: 1 file for 0002; /),
    })
    expect(Object.keys(readFolder(path('bundle-0002')))).toEqual([
      'clients/0002/archive.zip',
      'manifest.json',
    ])
  })

  test.each([
    ['pem', 'pem/client.key'],
    ['pkcs12', 'pkcs12/client.p12'],
    ['zip', 'zip.zip'],
    ['mosquitto', 'mosquitto/mosquitto_sub'],
    ['mqttx', 'mqttx/README.txt'],
    ['c-header', 'c-header/mqtt_client_config.h'],
    ['python', 'python/client.py'],
    ['nodejs', 'nodejs/client.mjs'],
  ])('makes a %s whatever the spec says', async (format, file) => {
    const { mqttopia, path } = commandLine(files)
    for (const name of ['bob', '0001']) {
      const { exitCode, stderr } = await mqttopia('bundle', name, '--format', format)
      expect(stderr).toMatch(/; keep them secret\n$/)
      expect(exitCode).toBe(0)
      expect(existsSync(path(`bundle-${name}/clients/${name}/${file}`)), file).toBe(true)
    }
  })

  test('gives a PKCS#12 file the same password each time', async () => {
    const { mqttopia, path } = commandLine(files)
    await mqttopia('bundle', 'bob', '--format', 'pkcs12', '--out', 'one')
    await mqttopia('bundle', 'bob', '--format', 'pkcs12', '--out', 'two')
    expect(readFolder(path('one'))).toEqual(readFolder(path('two')))
    expect(readFileSync(path('one/clients/bob/pkcs12/client.p12.password'), 'utf8')).toMatch(/^\S{16,}/)
  })

  test('writes OwnTracks files that phones read, where a user has a place to publish to', async () => {
    const spec = SPEC.replace('subscribe: [shed/+/reading] }', 'publish: ["owntracks/bob/#"] }')
    const { mqttopia, path } = commandLine({ 'topology.yaml': spec })
    expect(await mqttopia('bundle', 'bob', '--format', 'otrc')).toMatchObject({ exitCode: 0 })
    expect(Object.keys(readFolder(path('bundle-bob'))).some((name) => name.endsWith('.otrc'))).toBe(true)
  })
})

describe('bundle refuses', () => {
  test.each([
    [['alise'], 'there is no user "alise"; did you mean "alice"?'],
    [['0003'], 'there is no user "0003"; did you mean "0001"?'],
    [['nobody at all'], 'there is no user "nobody at all"'],
    [['bob'], 'the spec gives "bob" no bundles; name a format, as in "--format pem"'],
  ])('%j as a usage error, and makes nothing', async (argv, says) => {
    const { mqttopia, folder } = commandLine(files)
    expect(await mqttopia('bundle', ...argv)).toEqual({
      exitCode: 64,
      stdout: '',
      stderr: `mqttopia: ${says}\n`,
    })
    expect(readFolder(folder)).toEqual(files)
  })

  test('a spec with errors, as compile does', async () => {
    const { mqttopia, path } = commandLine({ 'topology.yaml': BAD_SPEC })
    const { exitCode, stdout } = await mqttopia('bundle', 'alice', '-o', 'json')
    expect(exitCode).toBe(3)
    expect(JSON.parse(stdout).diagnostics[0].code).toBe('unknown-reference')
    expect(existsSync(path('bundle-alice'))).toBe(false)
  })

  test('a format that cannot hold what the user has, with a finding', async () => {
    const spec = SPEC.replace(
      'mqtts: {',
      'psk: { port: 8885, tls: { psk: { hint: h } }, auth: [psk] }\n      mqtts: {',
    ).replace(
      'bob: { at: shed, auth: { certificate: client }',
      'bob: { at: shed, auth: { psk: { generate: {} } }',
    )
    const { mqttopia, path } = commandLine({ 'topology.yaml': spec })
    const { exitCode, stderr } = await mqttopia('bundle', 'bob', '--format', 'pkcs12')
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/error: .*\[bundle-auth-unsupported\]/)
    expect(existsSync(path('bundle-bob'))).toBe(false)
  })

  test('to replace files of somebody else', async () => {
    const { mqttopia } = commandLine({ ...files, 'bundle-alice/thesis.tex': 'mine' })
    expect(await mqttopia('bundle', 'alice')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('it holds files that mqttopia did not make'),
    })
  })
})
