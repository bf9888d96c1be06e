/**
 * Times fleets with mutual TLS and one zip archive of bundles, each command in a process of its own: the first compile
 * (keys, certificates, files), a second one without changes, `pki status`, a plan without changes; then a device is added
 * in the middle of the table, which is planned and compiled, and one is renamed. `npm run bench:compile [-- SIZE ...]`.
 * On a machine that others use too, the seconds of CPU say more than those of the clock; signatures are made on a second
 * core.
 *
 * The time per device is CPU time less that of ten devices, which is mostly the start of the program; growth is it
 * relative to the smallest fleet, and cryptography's share its ratio to bare key generation plus signature.
 */

import { spawnSync } from 'node:child_process'
import { createECDH, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SIZES = [1_000, 10_000, 100_000]
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))

interface Timing {
  readonly seconds: number
  /** Of all threads. */
  readonly cpuSeconds: number
  readonly megabytes: number
}

function spec(size: number): string {
  return `mqttopia: 1
name: bench
brokers:
  hub:
    listeners:
      mqtts: { port: 8883, tls: { profile: server, clientAuth: required }, auth: [certificate] }
roles:
  device: { publish: ["d/\${username}/up"], subscribe: ["d/\${username}/down/#"] }
fleets:
  devices:
    forEach: { csv: devices.csv, key: serial }
    username: "\${each.serial}"
    at: hub
    auth: { certificate: client }
    roles: [device]
    bundles: [archive]
users:
  backend: { at: hub, auth: { certificate: client }, subscribe: ["d/+/up"] }
bundles:
  archive: { format: zip, layout: "\${each.serial}/" }
# ${size} devices
`
}

function table(size: number): string {
  return `serial\n${Array.from({ length: size }, (_, i) => String(i).padStart(8, '0')).join('\n')}\n`
}

/** Runs the command line; the child reports its own CPU time and peak memory. */
function timed(folder: string, ...argv: readonly string[]): Timing {
  const report = join(folder, 'report.json')
  const preload = `data:text/javascript,${encodeURIComponent(
    `import { writeFileSync } from 'node:fs'
     process.on('exit', () => writeFileSync(${JSON.stringify(report)}, JSON.stringify(process.resourceUsage())))`,
  )}`
  const start = performance.now()
  const child = spawnSync(process.execPath, ['--import', preload, MAIN, ...argv], {
    ...{ cwd: folder, maxBuffer: 1024 ** 3 },
  })
  const seconds = (performance.now() - start) / 1000
  if (child.status !== 0) throw new Error(String(child.stderr))
  const usage = JSON.parse(readFileSync(report, 'utf8')) as NodeJS.ResourceUsage
  const cpuSeconds = (usage.userCPUTime + usage.systemCPUTime) / 1e6
  return { seconds, cpuSeconds, megabytes: usage.maxRSS / 1000 }
}

/** Seconds of CPU for a key and a signature, each as fast as Node can. */
function bareCryptography(): number {
  const ecdh = createECDH('prime256v1')
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  const key = { key: privateKey, format: 'der', type: 'pkcs8' } as const
  const text = Buffer.alloc(500)
  const rounds = 2_000
  const imported = createPrivateKey(key)
  const start = process.cpuUsage()
  for (let i = 0; i < rounds; i++) {
    ecdh.generateKeys()
    sign('sha256', text, imported)
  }
  return process.cpuUsage(start).user / 1e6 / rounds
}

type Timings = ReadonlyMap<string, Timing>

/** Those of which the growth with the size of the fleet is of interest. */
const GROWING: readonly string[] = ['first compile', 'one added: both']

function timings(size: number): Timings {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-bench-'))
  const devices = join(folder, 'devices.csv')
  const compile = () => timed(folder, 'compile', '--quiet')
  const plan = () => timed(folder, 'plan', '--quiet')
  try {
    writeFileSync(join(folder, 'topology.yaml'), spec(size))
    writeFileSync(devices, table(size))
    const rows = new Map([
      ['first compile', compile()],
      ['same: compile', compile()],
      ['same: plan', plan()],
      ['pki status', timed(folder, 'pki', 'status', '--quiet')],
    ])
    const middle = `\n${String(size >> 1).padStart(8, '0')}`
    writeFileSync(devices, table(size).replace(middle, `${middle}-added${middle}`))
    const [planned, compiled] = [plan(), compile()]
    rows.set('one added: plan', planned).set('one added: compile', compiled)
    rows.set('one added: both', together(planned, compiled))
    writeFileSync(devices, table(size).replace(middle, `${middle}-renamed`))
    return rows.set('one renamed: compile', compile())
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function together(one: Timing, other: Timing): Timing {
  return {
    seconds: one.seconds + other.seconds,
    cpuSeconds: one.cpuSeconds + other.cpuSeconds,
    megabytes: Math.max(one.megabytes, other.megabytes),
  }
}

const given = process.argv.slice(2).map(Number).filter(Number.isInteger)
const smallest = new Map<string, number>()
const start = timings(10)
const width = Math.max(...Array.from(start.keys(), (name) => name.length))
process.stdout.write(
  `devices  ${'command'.padEnd(width)}    seconds     CPU s   peak MB   us/device   growth   x bare crypto\n`,
)
for (const size of given.length > 0 ? given : SIZES) {
  const bare = bareCryptography()
  for (const [name, { seconds, cpuSeconds, megabytes }] of timings(size)) {
    const each = Math.max(0, cpuSeconds - (start.get(name)?.cpuSeconds ?? 0)) / size
    const first = smallest.get(name) ?? each
    smallest.set(name, first)
    const cells = [
      String(size).padStart(7),
      ` ${name.padEnd(width)}`,
      seconds.toFixed(2).padStart(9),
      cpuSeconds.toFixed(2).padStart(9),
      megabytes.toFixed(0).padStart(9),
      (each * 1e6).toFixed(0).padStart(11),
      (GROWING.includes(name) ? (each / first).toFixed(2) : '').padStart(8),
      (name === 'first compile' ? (each / bare).toFixed(1) : '').padStart(15),
    ]
    process.stdout.write(`${cells.join(' ').trimEnd()}\n`)
  }
}
