import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { fileReader } from '../../src/state/file-reader.ts'
import { nodeFileSystem } from '../../src/state/file-system.ts'
import { knownFindings, noteFindings } from '../../src/state/stamp/known-findings.ts'
import { tempFolder } from '../state/support/temp-folder.ts'
import { commandLine } from './command-line.ts'

const spec = (devices: number, grants = '') => `mqttopia: 1
name: shed
brokers:
  hub: { listeners: { mqtts: { port: 8883, tls: { profile: server }, auth: [password] } } }
fleets:
  f:
    forEach: { range: { from: 1, to: ${devices} } }
    username: "d\${each.n}"
    at: hub
    auth: { password: { generate: {} } }
    publish: ["d/\${username}"]
${grants}`
/** Without effect, which a rule finds. */
const DENY = '    deny: [{ publish: x }]\n'

const known = (text: string) => JSON.parse(text.slice(64)) as { found: object[] }[]

describe('a spec that the rules have looked at', () => {
  test('is looked at again when it, or its environment, is another one', async () => {
    const environments = `environments:\n  dev: { fleets: { f: { deny: [{ publish: y }] } } }\n`
    const { mqttopia, write } = commandLine({ 'topology.yaml': spec(1000, environments) })
    const said = async (...argv: readonly string[]) => (await mqttopia('validate', ...argv)).stderr
    await mqttopia('compile')
    expect(await said()).not.toContain('warning')
    expect(await said('--env', 'dev')).toContain('warning')
    write({ 'topology.yaml': spec(1000, DENY) })
    const warned = await said()
    expect(warned).toContain('warning')
    expect(await said()).toBe(warned)
    write({ 'topology.yaml': spec(1001) })
    for (const _ of ['first', 'second']) expect(await said()).not.toContain('warning')
  }, 30_000)

  test('is remembered with what was found, where there is a state folder, and many users', async () => {
    const { mqttopia, path, write } = commandLine({ 'topology.yaml': spec(1000) })
    await mqttopia('validate')
    expect(existsSync(path('.mqttopia'))).toBe(false)
    await mqttopia('compile')
    await mqttopia('validate')
    const counts = () =>
      known(readFileSync(path('.mqttopia/cache/findings'), 'utf8')).map(({ found }) => found.length)
    expect(counts()).toEqual([0])
    write({ 'topology.yaml': spec(3) })
    await mqttopia('validate')
    expect(counts()).toEqual([0])
    write({ 'topology.yaml': spec(1000, DENY) })
    await mqttopia('validate')
    expect(counts()).toEqual([1, 0])
  }, 30_000)

  test('is looked at again when it is named in full, since findings name its files so', async () => {
    const text = spec(1000).replace('{ generate: {} }', '{ file: secret }')
    const { mqttopia, path } = commandLine({ 'topology.yaml': text, '.mqttopia/cache/.gitignore': '*\n' })
    const said = async (...argv: readonly string[]) => (await mqttopia('validate', ...argv)).stderr
    expect(await said()).toContain('share one secret, from the file "secret"')
    expect(await said(path('topology.yaml'))).toContain(`share one secret, from the file "${path('secret')}"`)
  }, 30_000)

  test('is not shown to them, unless it has an error', async () => {
    const { path, write } = commandLine({ 'topology.yaml': spec(1000, DENY) })
    const options = { now: new Date(), folderName: 'shed', findings: () => [] }
    const found = async () =>
      (await compile(path('topology.yaml'), fileReader(path('.')), options)).diagnostics.map(
        ({ code }) => code,
      )
    expect(await found()).toEqual([])
    write({ 'topology.yaml': spec(1000, `${DENY}    roles: [none]\n`) })
    expect(await found()).toEqual(['deny-without-effect', 'unknown-reference'])
  })
})

describe('what is noted of a spec', () => {
  const place = () => ({ fs: nodeFileSystem, folder: tempFolder() })
  const found = [{ code: 'c', severity: 'warning', message: 'm', at: { path: ['a', 0] } } as const]
  const noted = { digest: 'a', madeMs: 10, dueMs: 20, found }

  test('holds from the time when it was checked until something is due', () => {
    const at = place()
    noteFindings(at, noted)
    expect([9, 10, 19, 20].map((now) => knownFindings(at, 'a', now))).toEqual([
      undefined,
      found,
      found,
      undefined,
    ])
    expect(knownFindings(at, 'b', 10)).toBeUndefined()
  })

  test('is kept for the last few', () => {
    const at = place()
    const digests = Array.from({ length: 10 }, (_, i) => `spec ${i}`)
    for (const digest of digests) noteFindings(at, { ...noted, digest })
    expect(digests.filter((digest) => knownFindings(at, digest, 10))).toEqual(digests.slice(-8))
  })

  test('is forgotten where it was damaged', () => {
    const at = place()
    noteFindings(at, noted)
    const file = `${at.folder}/findings`
    writeFileSync(file, readFileSync(file, 'utf8').replace('"a"', '"b"'))
    expect(['a', 'b'].map((digest) => knownFindings(at, digest, 10))).toEqual([undefined, undefined])
  })

  test('is nothing where there is no folder for it', () => {
    const at = { fs: nodeFileSystem, folder: `${tempFolder()}/cache` }
    noteFindings(at, noted)
    expect(existsSync(at.folder)).toBe(false)
  })
})
