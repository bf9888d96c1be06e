import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { build } from '../../../src/build.ts'
import { nodeFileSystem } from '../../../src/state/file-system.ts'
import { factsDigest, folderFacts } from '../../../src/state/folder-facts.ts'
import { type OutputChange, writeOutput } from '../../../src/state/output/write-output.ts'
import { packageTexts } from '../../../src/state/package-files.ts'
import { divideLock } from '../support/divided-lock.ts'
import { daysLater, type Scene, scene } from '../support/prepared.ts'
import { readFolder } from '../support/temp-folder.ts'

interface Fleet {
  readonly devices: readonly string[]
  /** A cell of each row, which a layout may name. */
  readonly site: string
  /** Devices whose cell is another one. */
  readonly away: readonly string[]
  readonly port: number
  readonly topic: string
  readonly layout: string
  readonly format: string
  readonly others: number
  readonly day: number
  /** Whether the lock file is in parts from now on. */
  readonly divided: boolean
}

const first: Fleet = {
  devices: ['d1', 'd2', 'd3'],
  away: [],
  ...{ site: 'hall', port: 8883, topic: 'up', layout: '${username}/', format: 'zip', others: 0, day: 0 },
  divided: false,
}

/** Devices that every fleet has, so that a sample of its parts is not all of them. */
const crowd = Array.from({ length: 20 }, (_, i) => `c${i}`)

function namesOf({ devices: [first, ...others] }: Fleet): readonly string[] {
  return [...(first === undefined ? [] : [first]), ...crowd, ...others]
}

function siteOf({ site, away }: Fleet, name: string): string {
  if (away.includes(name)) return 'away'
  return crowd.includes(name) ? name : site
}

function specOf(fleet: Fleet): string {
  const { port, topic, layout, format, others } = fleet
  const rows = namesOf(fleet).map(
    (name) => `{ serial: ${JSON.stringify(name)}, site: ${siteOf(fleet, name)} }`,
  )
  const users = Array.from(
    { length: others },
    (_, i) => `  u${i}: { at: hub, auth: { certificate: client } }`,
  )
  return `brokers:
  hub:
    listeners:
      tls: { port: ${port}, tls: { profile: server, clientAuth: required }, auth: [certificate] }
roles:
  device: { publish: ["d/\${username}/${topic}"] }
fleets:
  f:
    forEach: { items: [${rows.join(', ')}], key: serial }
    username: "\${each.serial}"
    at: hub
    auth: { certificate: client }
    roles: [device]
    bundles: [archive, report]
users:
  backend: { at: hub, auth: { certificate: client }, subscribe: ["d/#"] }
${users.join('\n')}
bundles:
  archive: { format: zip, layout: ${JSON.stringify(layout)} }
  report: { format: ${format} }
`
}

interface Written {
  readonly change: OutputChange
  /** The output as it is, and as it is without anything remembered. */
  readonly files: Record<string, string>
  readonly fresh: Record<string, string>
}

/** Names of the devices that are in both, where nothing but rows differs. */
function unchangedDevices(before: Fleet, after: Fleet): ReadonlySet<string> {
  const rest = (fleet: Fleet) => JSON.stringify({ ...fleet, devices: [], away: [], site: '' })
  if (rest(before) !== rest(after)) return new Set()
  const isSame = (name: string) =>
    namesOf(before).includes(name) && siteOf(before, name) === siteOf(after, name)
  return new Set(namesOf(after).filter(isSame))
}

/**
 * Compiles with a memory into `build`, and without one into `fresh`.
 *
 * @param before what was compiled last, if the devices that have not changed since shall be told.
 */
async function compileTwice(at: Scene, fleet: Fleet, before?: Fleet): Promise<Written> {
  if (fleet.divided && existsSync(at.stateFolder)) await divideLock(at.stateFolder)
  const prepare = () => at.prepare(specOf(fleet), { now: daysLater(fleet.day) })
  const { materials, topology } = await prepare()
  const templates = packageTexts('templates')
  const unchanged = before === undefined ? new Set() : unchangedDevices(before, fleet)
  const sameDevices = new Set(topology.users.filter(({ name }) => unchanged.has(name)))
  const artifacts = () => build({ topology, materials, templates, sameDevices })
  const [folder, fresh] = [join(at.folder, 'build'), join(at.folder, 'fresh')]
  const memory = { folder: join(at.stateFolder, 'cache'), producer: '1' }
  const lastDigest = factsDigest(folderFacts(nodeFileSystem, folder))
  const options = { folder, memory, lastDigest }
  const foreseen = await writeOutput(artifacts(), { ...options, check: true, unmeasured: true })
  const change = await writeOutput(artifacts(), options)
  expect(foreseen).toMatchObject({ added: change.added, changed: change.changed, removed: change.removed })
  rmSync(fresh, { recursive: true, force: true })
  rmSync(join(at.stateFolder, 'cache/tables'), { recursive: true, force: true })
  const again = await prepare()
  await writeOutput(build({ topology, materials: again.materials, templates }), { folder: fresh })
  await prepare()
  return { change, files: bytesOf(folder), fresh: bytesOf(fresh) }
}

function bytesOf(folder: string): Record<string, string> {
  const paths = Object.keys(readFolder(folder))
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'latin1')]))
}

const archive = 'build/fleets/f/archive.zip'
const randomEdits = Number(process.env.MQTTOPIA_RANDOM_EDITS ?? 3)
const longTest = 60_000 + randomEdits * 10_000

describe('an archive of which parts are remembered', () => {
  const names = fc.uniqueArray(fc.constantFrom('d1', 'd2', 'd3', 'd4', 'D1', 'e/1', 'README.txt', 'ü'), {
    minLength: 1,
  })
  const moved = fc.uniqueArray(fc.constantFrom('d1', 'd2', 'e/1', 'c0', 'c5', 'c13', 'c19'))
  const edits = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ devices: names }) },
      { weight: 2, arbitrary: fc.record({ away: moved }) },
      fc.record({ site: fc.constantFrom('hall', 'yard') }),
      fc.record({ port: fc.constantFrom(8883, 8884) }),
      fc.record({ topic: fc.constantFrom('up', 'down', '${username}') }),
      fc.record({ layout: fc.constantFrom('${username}/', 'x/${each.serial}', '${each.site}') }),
      fc.record({ format: fc.constantFrom('zip', 'pkcs12', 'nodejs', 'otrc') }),
      fc.record({ others: fc.nat(2) }),
      fc.record({ day: fc.constantFrom(0, 380, 800) }),
      { weight: 2, arbitrary: fc.record({ divided: fc.constant(true) }) },
    ),
    { minLength: 1, maxLength: 5 },
  )

  test(
    'is, after any edits, what it is without a memory',
    async () => {
      await fc.assert(
        fc.asyncProperty(edits, fc.boolean(), async (changes, told) => {
          const at = scene()
          let fleet: Fleet | undefined
          for (const change of [{}, ...changes]) {
            const before = fleet
            fleet = { ...(before ?? first), ...change }
            const { files, fresh } = await compileTwice(at, fleet, told ? before : undefined)
            expect(files).toEqual(fresh)
          }
        }),
        { numRuns: randomEdits },
      )
    },
    longTest,
  )

  test('is not touched while nothing changes', async () => {
    const at = scene()
    await compileTwice(at, first)
    const before = statSync(join(at.folder, archive))
    const { change } = await compileTwice(at, first)
    expect(change).toMatchObject({ added: [], changed: [], removed: [] })
    expect(statSync(join(at.folder, archive))).toEqual(before)
  })

  const asZip = (path: string, edit: (bytes: Buffer) => Buffer) =>
    writeFileSync(path, edit(readFileSync(path)))
  test.each<readonly [string, (path: string) => void]>([
    ['edited', (path) => asZip(path, (bytes) => Buffer.concat([bytes, Buffer.from('x')]))],
    [
      'edited, with the length and the times that it had',
      (path) => {
        const { atime, mtime } = statSync(path)
        asZip(path, (bytes) => Buffer.from(bytes.map((byte, i) => (i === 60 ? byte ^ 1 : byte))))
        utimesSync(path, atime, mtime)
      },
    ],
    ['opened to others', (path) => chmodSync(path, 0o644)],
    ['removed', (path) => rmSync(path)],
    [
      'replaced by a folder',
      (path) => {
        rmSync(path)
        mkdirSync(path)
      },
    ],
  ])('is made again where somebody has %s it', async (_, edit) => {
    const at = scene()
    await compileTwice(at, first)
    edit(join(at.folder, archive))
    const { files, fresh, change } = await compileTwice(at, first, first)
    expect(files).toEqual(fresh)
    expect([...change.changed, ...change.added]).toContain('fleets/f/archive.zip')
  })

  test.each<readonly [string, (cache: string) => void]>([
    ['gone', (cache) => rmSync(cache, { recursive: true })],
    ['damaged', (cache) => eachFile(cache, (bytes) => bytes.map((byte, i) => (i === 400 ? byte ^ 1 : byte)))],
    ['cut off', (cache) => eachFile(cache, (bytes) => bytes.subarray(0, 50))],
    ['empty', (cache) => eachFile(cache, () => Buffer.alloc(0))],
  ])('is right where its memory is %s', async (_, spoil) => {
    const at = scene()
    await compileTwice(at, first)
    spoil(join(at.stateFolder, 'cache'))
    const { files, fresh } = await compileTwice(at, { ...first, devices: ['d1', 'd2', 'd4'] }, first)
    expect(files).toEqual(fresh)
  })

  const shared = { layout: '${each.site}', devices: ['d1', 'd2'] }
  test.each<readonly [string, Partial<Fleet>, Partial<Fleet>]>([
    ['at the start is new', {}, { devices: ['d0', 'd1', 'd2', 'd3'] }],
    ['in the middle is new', {}, { devices: ['d1', 'd11', 'd2', 'd3'] }],
    ['at the end is new', {}, { devices: ['d1', 'd2', 'd3', 'd4'] }],
    ['at the start is gone', {}, { devices: ['d2', 'd3'] }],
    ['in the middle is gone', {}, { devices: ['d1', 'd3'] }],
    ['at the end is gone', {}, { devices: ['d1', 'd2'] }],
    ['is renamed', {}, { devices: ['d1', 'e', 'd3'] }],
    ['has changed places with another', {}, { devices: ['d3', 'd2', 'd1'] }],
    ['has another row', {}, { away: ['d2'] }],
    ['of another case is new, so that both paths have marks', {}, { devices: ['d1', 'D1', 'd2', 'd3'] }],
    ['is no longer called as another, so that neither path has a mark', shared, { away: ['d2'] }],
  ])('is right where one device %s, is told which are the same, and back', async (_, usual, change) => {
    const at = scene()
    const before = { ...first, ...usual }
    const after = { ...before, ...change }
    await compileTwice(at, before)
    for (const [from, to] of [
      [before, after],
      [after, before],
    ] as const) {
      const { files, fresh } = await compileTwice(at, to, from)
      expect(files).toEqual(fresh)
    }
  })

  test('is right in a copy of the whole folder, where the memory is of another file', async () => {
    const [at, copy] = [scene(), scene()]
    await compileTwice(at, first)
    cpSync(at.folder, copy.folder, { recursive: true })
    const { files, fresh } = await compileTwice(copy, { ...first, port: 8884 })
    expect(files).toEqual(fresh)
  })

  test('is made anew by another version', async () => {
    const at = scene()
    const { materials, topology } = await at.prepare(specOf(first))
    const artifacts = (say: string) =>
      build({ topology, materials, templates: new Map([...packageTexts('templates'), [README, say]]) })
    const folder = join(at.folder, 'build')
    const memory = (producer: string) => ({ folder: join(at.stateFolder, 'cache'), producer })
    await writeOutput(artifacts('one'), { folder, memory: memory('1') })
    await writeOutput(artifacts('two'), { folder, memory: memory('2') })
    expect(readFileSync(join(at.folder, archive), 'latin1')).toContain('two')
  })
})

const README = 'bundles/pem/README.txt.hbs'

function eachFile(folder: string, edit: (bytes: Buffer) => Uint8Array): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith('.archive'),
  )
  expect(files.length).toBeGreaterThan(0)
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name)
    writeFileSync(path, edit(readFileSync(path)))
  }
}
