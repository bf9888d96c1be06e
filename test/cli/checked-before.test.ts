import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { fileReader } from '../../src/state/file-reader.ts'
import { nodeFileSystem } from '../../src/state/file-system.ts'
import { isChecked, noteChecked } from '../../src/state/stamp/checked-specs.ts'
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
const CACHE = '.mqttopia/cache'

describe('a spec in which nothing was found', () => {
  test('is looked at again when it, or its environment, is another one', async () => {
    const environments = `environments:\n  dev: { fleets: { f: { deny: [{ publish: y }] } } }\n`
    const { mqttopia, write } = commandLine({ 'topology.yaml': spec(1000, environments) })
    const said = async (...argv: readonly string[]) => (await mqttopia('validate', ...argv)).stderr
    await mqttopia('compile')
    expect(await said()).not.toContain('warning')
    expect(await said('--env', 'dev')).toContain('warning')
    write({ 'topology.yaml': spec(1000, DENY) })
    for (const _ of ['first', 'second']) expect(await said()).toContain('warning')
    write({ 'topology.yaml': spec(1001) })
    for (const _ of ['first', 'second']) expect(await said()).not.toContain('warning')
  }, 30_000)

  test('is remembered where there is a state folder, and many users', async () => {
    const { mqttopia, path, write } = commandLine({ 'topology.yaml': spec(1000) })
    await mqttopia('validate')
    expect(existsSync(path('.mqttopia'))).toBe(false)
    await mqttopia('compile')
    await mqttopia('validate')
    const digests = () =>
      (JSON.parse(readFileSync(path(`${CACHE}/checked`), 'utf8').slice(64)) as object[]).length
    expect(digests()).toBe(1)
    write({ 'topology.yaml': spec(3) })
    await mqttopia('validate')
    expect(digests()).toBe(1)
    write({ 'topology.yaml': spec(1000, DENY) })
    await mqttopia('validate')
    expect(digests()).toBe(1)
  }, 30_000)

  test('is not shown to the rules', async () => {
    const { path, write } = commandLine({ 'topology.yaml': spec(1000, DENY) })
    const options = { now: new Date(), folderName: 'shed' }
    const compiled = (isChecked: boolean) =>
      compile(path('topology.yaml'), fileReader(path('.')), { ...options, isChecked: () => isChecked })
    expect((await compiled(false)).diagnostics).not.toEqual([])
    expect((await compiled(true)).diagnostics).toEqual([])
    write({ 'topology.yaml': spec(1000, '    roles: [none]\n') })
    expect((await compiled(true)).diagnostics).not.toEqual([])
  })
})

describe('what is noted of a spec', () => {
  const place = () => ({ fs: nodeFileSystem, folder: tempFolder() })
  const noted = { digest: 'a', madeMs: 10, dueMs: 20 }

  test('holds from the time when it was checked until something is due', () => {
    const at = place()
    noteChecked(at, noted)
    expect([9, 10, 19, 20].map((now) => isChecked(at, 'a', now))).toEqual([false, true, true, false])
    expect(isChecked(at, 'b', 10)).toBe(false)
  })

  test('is kept for the last few', () => {
    const at = place()
    const digests = Array.from({ length: 10 }, (_, i) => `spec ${i}`)
    for (const digest of digests) noteChecked(at, { ...noted, digest })
    expect(digests.filter((digest) => isChecked(at, digest, 10))).toEqual(digests.slice(-8))
  })

  test('is forgotten where it was damaged', () => {
    const at = place()
    noteChecked(at, noted)
    const file = `${at.folder}/checked`
    writeFileSync(file, readFileSync(file, 'utf8').replace('"a"', '"b"'))
    expect([isChecked(at, 'a', 10), isChecked(at, 'b', 10)]).toEqual([false, false])
  })

  test('is nothing where there is no folder for it', () => {
    const at = { fs: nodeFileSystem, folder: `${tempFolder()}/cache` }
    noteChecked(at, noted)
    expect(existsSync(at.folder)).toBe(false)
  })
})
