/** A compile that is killed: the first, one after a change, one that takes something away, one that looks at one row alone. */

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { manifestName, parseManifest } from '../../src/files/manifest.ts'
import { type Facts, type KillScenario, type Place, runProgram } from './kill-scenario.ts'

export interface Shape {
  readonly devices: readonly string[]
  readonly topic: string
  readonly port: number
}

export function specOf({ devices, topic, port }: Shape): string {
  return `mqttopia: 1
name: shed
brokers:
  hub:
    host: localhost
    listeners:
      mqtts: { port: ${port}, tls: { profile: server, clientAuth: required, crl: true }, auth: [certificate] }
      ws: { port: 9443, transport: websocket, tls: { profile: server }, auth: [password] }
users:
  alice: { at: hub, auth: { password: { generate: {} } }, subscribe: ["${topic}/#"], bundles: [files] }
fleets:
  f:
    forEach: { items: [${devices.map((name) => `{ serial: ${name} }`).join(', ')}], key: serial }
    username: "\${each.serial}"
    at: hub
    auth: { certificate: client }
    publish: ["${topic}/\${username}"]
    bundles: [archive, files]
bundles:
  archive: { format: zip }
  files: { format: pem }
`
}

export const small: Shape = { devices: ['d1', 'd2'], topic: 'a', port: 8883 }
const large: Shape = { devices: ['d1', 'd2', 'd3'], topic: 'b', port: 8884 }

export function write(place: Place, shape: Shape): void {
  writeFileSync(place.path('topology.yaml'), specOf(shape))
}

/** The rows of the fleet in a table. */
function writeTable(place: Place, devices: readonly string[]): void {
  writeFileSync(place.path('f.csv'), `serial\n${devices.join('\n')}\n`)
}

async function compiled(place: Place, shape: Shape): Promise<void> {
  write(place, shape)
  await place.mqttopia('compile', '-q')
}

export const compileScenarios: readonly KillScenario[] = [
  {
    name: 'the first compile',
    command: ['compile', '-q'],
    prepare: (place) => write(place, large),
    check: checkKilled,
    checkEnd: checkCompiled,
  },
  {
    name: 'a compile after a change',
    command: ['compile', '-q'],
    async prepare(place) {
      await compiled(place, small)
      write(place, large)
    },
    check: checkKilled,
    checkEnd: checkCompiled,
  },
  {
    name: 'a compile that goes on from the one before',
    command: ['compile', '-q'],
    async prepare(place) {
      writeTable(place, small.devices)
      const spec = specOf(small).replace(/items: \[.*?\]/, 'csv: f.csv')
      writeFileSync(place.path('topology.yaml'), spec)
      await place.mqttopia('compile', '-q')
    },
    ready(place) {
      runProgram(place, 'compile', '-q')
      writeTable(place, large.devices)
    },
    check: checkKilled,
    checkEnd: checkCompiled,
  },
  {
    name: 'a compile that takes a device away',
    command: ['compile', '-q'],
    async prepare(place) {
      await compiled(place, large)
      write(place, small)
    },
    check: checkKilled,
    // Nothing is issued, so it must be the bytes of the run that nobody disturbed.
    async checkEnd(place, facts) {
      await checkCompiled(place, facts)
      expect(filesIn(place.path('build'))).toEqual(filesIn(facts.after.path('build')))
    },
  },
]

/** The output is the old one, a new one, or lies beside its place in the middle of the swap. */
function checkKilled(place: Place, { before }: Facts): void {
  const [found, old] = [filesIn(place.path('build')), filesIn(before.path('build'))]
  if (old !== undefined && found === undefined) {
    expect(filesIn(place.path('.build.mqttopia/old'))).toEqual(old)
  } else if (found !== undefined && !same(found, old)) {
    expectWhole(place.path('build'))
  }
}

/** Everybody has what they had before, and the output is right. */
async function checkCompiled(place: Place, { before, after }: Facts): Promise<void> {
  expectWhole(place.path('build'))
  const [found, wanted] = [filesIn(place.path('build')) ?? {}, filesIn(after.path('build')) ?? {}]
  expect(Object.keys(found)).toEqual(Object.keys(wanted))
  for (const [path, content] of Object.entries(filesIn(before.path('build')) ?? {})) {
    if (/\.(pem|key|crt|password)$/.test(path) && path in wanted) expect(found[path], path).toBe(content)
  }
  await place.mqttopia('compile', '-q', '--check', '--no-cache')
  expect(readdirSync(place.folder).sort()).toEqual(readdirSync(after.folder).sort())
  expect(readdirSync(place.path('.mqttopia')).sort()).toEqual(readdirSync(after.path('.mqttopia')).sort())
}

function same(a: Files, b: Files | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** It is what its manifest says: of one build, all of it and nothing else. */
export function expectWhole(folder: string): void {
  const entries = parseManifest(readFileSync(join(folder, manifestName), 'utf8'))
  const files = Object.entries(filesIn(folder) ?? {}).filter(([path]) => path !== manifestName)
  const digests = files.map(([path, content]) => [
    path,
    createHash('sha256').update(content, 'latin1').digest('hex'),
  ])
  expect(digests).toEqual(entries?.map(({ path, sha256 }) => [path, sha256]))
}

type Files = Readonly<Record<string, string>>

/** Path to content, sorted; `undefined` where there is no such folder. */
function filesIn(folder: string): Files | undefined {
  if (!existsSync(folder)) return undefined
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort()
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'latin1')]))
}
