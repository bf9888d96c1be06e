/**
 * What compiles without errors, Mosquitto takes: mutated specs on the real broker, each started, seen to listen, and
 * stopped. MQTTOPIA_FUZZ_BROKERS sets how many brokers, MQTTOPIA_FUZZ_SEED which.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { build } from '../../src/build.ts'
import { compile, hasErrors } from '../../src/compile.ts'
import type { Artifact } from '../../src/files/artifact.ts'
import { artifactChunks } from '../../src/files/artifact-bytes.ts'
import { artifactMode } from '../../src/files/artifact-mode.ts'
import { digestArtifacts } from '../../src/files/digest.ts'
import { packageTexts } from '../../src/state/package-files.ts'
import { changedValues } from '../support/changed-values.ts'
import { memoryReader } from '../support/memory-reader.ts'
import { freePort, MosquittoRefusal, startMosquitto } from '../support/mosquitto-broker.ts'
import { type ConfListener, listenersOf } from '../support/mosquitto-conf.ts'
import { mutatedSpec } from '../support/mutated-spec.ts'
import { describeWithPeers } from '../support/real-peer.ts'
import { stockMaterials } from '../support/stock-materials.ts'
import { FUZZED_FILES, FUZZED_SPECS } from './fuzzed-specs.ts'

const COUNT = Number(process.env.MQTTOPIA_FUZZ_BROKERS ?? 100)
const SEED = Number(process.env.MQTTOPIA_FUZZ_SEED ?? 20_261_126)
/** At the same time, since a start is mostly waiting. */
const AT_ONCE = 3
const NOW = new Date()
const ROOT = '/srv/mqttopia'
const templates = packageTexts('templates')
const materials = stockMaterials(NOW)
const folder = mkdtempSync(join(tmpdir(), 'mqttopia-fuzz-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Counts {
  specs: number
  /** Specs without errors. */
  valid: number
  started: number
  /** Of another version than the installed one, without a listener, or the same as one before. */
  skipped: number
  /** Named an address or a host that this machine has not, or somebody took the port in between. */
  elsewhere: number
}

interface Case {
  readonly name: string
  readonly spec: string
  /** Of one broker, below its folder. */
  readonly files: readonly Artifact[]
}

describeWithPeers(['mosquitto'], 'what compiles without errors', () => {
  test(`mosquitto takes it: ${COUNT} brokers of mutated specs (seed ${SEED})`, async () => {
    const counts: Counts = { specs: 0, valid: 0, started: 0, skipped: 0, elsewhere: 0 }
    const refused: string[] = []
    const queue = cases(counts)
    const work = async (place: string) => {
      for await (const made of queue) {
        const problem = await startProblem(made, place, counts)
        if (problem !== undefined) refused.push(`${made.name}\n${problem}\n${made.spec}`)
        if (refused.length > 9) return
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => work(join(folder, String(i)))))
    console.log(JSON.stringify(counts))
    expect(refused.join('\n\n')).toBe('')
    expect(counts.elsewhere).toBeLessThan(counts.started / 4)
  }, 3_600_000)
})

/** Broken specs seldom reach a broker, and those that do are often the same. */
const brokenOrChanged = fc.oneof(
  { weight: 1, arbitrary: mutatedSpec(FUZZED_SPECS) },
  { weight: 4, arbitrary: changedValues(FUZZED_SPECS) },
)

/** As many as wanted, each different. */
async function* cases(counts: Counts): AsyncGenerator<Case> {
  const seen = new Set<string>()
  for (let round = 0; ; round += 1) {
    const drawn = fc.sample(brokenOrChanged, { numRuns: 500, seed: SEED + round })
    for (const [i, spec] of drawn.entries()) {
      counts.specs += 1
      const brokers = await compiledBrokers(spec).catch((cause: unknown) => {
        throw new Error(`spec ${i} of seed ${SEED + round} does not build:\n${spec}`, { cause })
      })
      if (brokers === undefined) continue
      counts.valid += 1
      for (const [broker, files] of brokers) {
        if (counts.started >= COUNT) return
        const digest = digestArtifacts(files)
        if (seen.has(digest) || !hasListeners(files)) counts.skipped += 1
        else yield { name: `broker ${broker} of spec ${i} of seed ${SEED + round}`, spec, files }
        seen.add(digest)
      }
    }
  }
}

/** The files of each broker for the installed version; `undefined` for a spec with errors. */
async function compiledBrokers(spec: string): Promise<ReadonlyMap<string, readonly Artifact[]> | undefined> {
  const reader = memoryReader({ ...FUZZED_FILES, 'topology.yaml': spec })
  const compilation = await compile('topology.yaml', reader, { now: NOW, folderName: 'fuzz' })
  const { topology } = compilation
  if (topology === undefined || hasErrors(compilation)) return undefined
  const built = [...build({ topology, materials: materials(topology), templates, root: ROOT })]
  const old = topology.brokers.filter(({ engine }) => engine.version === '2.0')
  return new Map(
    old.map(({ name }) => {
      const start = `brokers/${name}/`
      const own = built.filter(({ path }) => path.startsWith(start))
      return [name, own.map((file) => ({ ...file, path: file.path.slice(start.length) }))]
    }),
  )
}

function hasListeners(files: readonly Artifact[]): boolean {
  return files.some(
    ({ path, content }) => path === 'mosquitto.conf' && listenersOf(String(content)).length > 0,
  )
}

/** What this machine lacks is no fault of the configuration. */
const ELSEWHERE =
  /Address already in use|Cannot assign requested address|Name or service not known|Temporary failure in name resolution/

/** Places the files, starts the broker and stops it; gives what went wrong. */
async function startProblem({ files }: Case, place: string, counts: Counts): Promise<string | undefined> {
  rmSync(place, { recursive: true, force: true })
  mkdirSync(join(place, 'data'), { recursive: true })
  for (const file of files) writeFile(file, place)
  const conf = join(place, 'mosquitto.conf')
  const [main] = files.filter(({ path }) => path === 'mosquitto.conf')
  const ports = await freePorts(listenersOf(String(main?.content ?? '')))
  try {
    const broker = await startMosquitto({ conf, ports, append: LOG_TO_STDERR })
    counts.started += 1
    const complaints = await broker.complaints().finally(() => broker.stop())
    const status = await broker.stop()
    const faults = complaints.filter((line) => !EXPECTED.test(line))
    return status === 0 && faults.length === 0 ? undefined : `status ${status}\n${faults.join('\n')}`
  } catch (error) {
    if (error instanceof MosquittoRefusal && ELSEWHERE.test(error.log)) {
      counts.elsewhere += 1
      return undefined
    }
    return error instanceof Error ? error.message : String(error)
  }
}

/** The system may name a free port twice. */
async function freePorts(listeners: readonly ConfListener[]): Promise<ReadonlyMap<number, number>> {
  const ports = new Map<number, number>()
  for (const listener of listeners) {
    if (!('port' in listener) || listener.port === 0) continue
    let free = await freePort()
    while ([...ports.values()].includes(free)) free = await freePort()
    ports.set(listener.port, free)
  }
  return ports
}

const LOG_TO_STDERR =
  'log_dest stderr\nlog_type error\nlog_type warning\nlog_type notice\nlog_type information\n'
/** Said of what somebody asked for. */
const EXPECTED =
  /doing local SUBSCRIBE|Error resolving bridge address|recommended to replace `message_size_limit`/

/** Paths of the local run, and of sockets, are moved into `place`. */
function writeFile(file: Artifact, place: string): void {
  const path = join(place, file.path)
  mkdirSync(dirname(path), { recursive: true })
  const bytes = Buffer.concat([...artifactChunks(file)])
  let sockets = 0
  const moved = file.path.endsWith('.conf')
    ? bytes
        .toString()
        .replaceAll(new RegExp(`${ROOT}-data/[^/\\n]*`, 'g'), join(place, 'data'))
        .replaceAll(new RegExp(`${ROOT}/brokers/[^/\\n]*`, 'g'), place)
        .replaceAll(/^listener 0 .*$/gm, () => `listener 0 ${join(place, `s${sockets++}`)}`)
    : bytes
  writeFileSync(path, moved, { mode: artifactMode(file) })
}
