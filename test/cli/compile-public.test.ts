import { existsSync, readFileSync, rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readFolder } from '../state/support/temp-folder.ts'
import { commandLine, GOOD_SPEC } from './command-line.ts'

const files = { 'topology.yaml': GOOD_SPEC }

describe('compile --public', () => {
  test('needs neither vault nor identity, and makes what is public as the whole compile does', async () => {
    const { mqttopia, path } = commandLine(files)
    await mqttopia('compile', '-q')
    await mqttopia('vault', 'encrypt', '--generate-identity', 'key.txt', '-q')
    rmSync(path('.mqttopia/vault'), { recursive: true })
    const state = readFolder(path('.mqttopia'))
    const { exitCode, stdout, stderr } = await mqttopia('compile', '--public')
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    expect(stderr).toMatch(
      /public-build: 5 files.*\nleft out: 2 secret files, bundles of 1 client \(a compile without/,
    )
    const { 'manifest.json': _, ...made } = readFolder(path('public-build'))
    const whole = readFolder(path('build'))
    expect(made).toEqual(Object.fromEntries(Object.keys(made).map((name) => [name, whole[name]])))
    expect(Object.keys(made)).toEqual(
      expect.arrayContaining([
        'brokers/shed/mosquitto.conf',
        'brokers/shed/acl',
        'brokers/shed/tls/server.crt',
        'pki/servers.crt',
      ]),
    )
    expect(readFolder(path('.mqttopia'))).toEqual(state)
    expect((await mqttopia('compile', '--public', '--check')).exitCode).toBe(0)
  })

  test('says what is still to be issued, and leaves it out', async () => {
    const { mqttopia, path } = commandLine(files)
    const { exitCode, stderr } = await mqttopia('compile', '--public')
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(
      /left out: 2 secret files, 3 files with certificates that are not issued yet, .*; 3 certificates to issue or renew/,
    )
    expect(Object.keys(readFolder(path('public-build')))).toEqual([
      'brokers/shed/acl',
      'brokers/shed/mosquitto.conf',
      'manifest.json',
    ])
    expect(existsSync(path('.mqttopia'))).toBe(false)
  })

  test('never takes the place of a whole compile', async () => {
    const { mqttopia, path } = commandLine(files)
    await mqttopia('compile', '-q')
    const before = readFolder(path('build'))
    const { exitCode, stderr } = await mqttopia('compile', '--public', '--out', 'build')
    expect(stderr).toMatch(
      /^mqttopia: .*build holds the secret files of a whole compile; name another folder/,
    )
    expect(exitCode).toBe(1)
    expect(readFolder(path('build'))).toEqual(before)
  })

  test('shows what changes who may do what', async () => {
    const { mqttopia, write, path } = commandLine(files)
    await mqttopia('compile', '--public', '-q')
    write({ 'topology.yaml': GOOD_SPEC.replace('subscribe: [shed/door]', 'subscribe: [shed/window]') })
    const { exitCode, stdout } = await mqttopia('compile', '--public', '--check')
    expect([exitCode, stdout]).toEqual([2, '~ brokers/shed/acl\n~ manifest.json\n'])
    expect(readFileSync(path('public-build/brokers/shed/acl'), 'utf8')).toContain('shed/door')
  })
})
