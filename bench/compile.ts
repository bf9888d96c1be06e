/**
 * Times whole compiles of fleets with mutual TLS and one zip archive of bundles, each in a process of its own: the
 * first (keys, certificates, files), a second one without changes, one after a device was added in the middle of the
 * table, and one after a device was renamed. `npm run bench:compile [-- SIZE ...]`. On a machine that others use too,
 * the seconds of CPU say more than those of the clock; signatures are made on a second core.
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
function timed(folder: string): Timing {
  const report = join(folder, 'report.json')
  const preload = `data:text/javascript,${encodeURIComponent(
    `import { writeFileSync } from 'node:fs'
     process.on('exit', () => writeFileSync(${JSON.stringify(report)}, JSON.stringify(process.resourceUsage())))`,
  )}`
  const start = performance.now()
  const child = spawnSync(process.execPath, ['--import', preload, MAIN, 'compile', '--quiet'], {
    cwd: folder,
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

interface Timings {
  readonly first: Timing
  readonly again: Timing
  readonly added: Timing
  readonly renamed: Timing
}

function timings(size: number): Timings {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-bench-'))
  const devices = join(folder, 'devices.csv')
  try {
    writeFileSync(join(folder, 'topology.yaml'), spec(size))
    writeFileSync(devices, table(size))
    const [first, again] = [timed(folder), timed(folder)]
    const middle = `\n${String(size >> 1).padStart(8, '0')}`
    writeFileSync(devices, table(size).replace(middle, `${middle}-added${middle}`))
    const added = timed(folder)
    writeFileSync(devices, table(size).replace(middle, `${middle}-renamed`))
    return { first, again, added, renamed: timed(folder) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const given = process.argv.slice(2).map(Number).filter(Number.isInteger)
let smallest: number | undefined
const start = timings(10)
process.stdout.write('devices  compile    seconds     CPU s   peak MB   us/device   growth   x bare crypto\n')
for (const size of given.length > 0 ? given : SIZES) {
  const bare = bareCryptography()
  const measured = timings(size)
  for (const name of ['first', 'again', 'added', 'renamed'] as const) {
    const { seconds, cpuSeconds, megabytes } = measured[name]
    const each = Math.max(0, cpuSeconds - start[name].cpuSeconds) / size
    if (name === 'first') smallest ??= each
    const cells = [
      String(size).padStart(7),
      name.padEnd(8),
      seconds.toFixed(2).padStart(9),
      cpuSeconds.toFixed(2).padStart(9),
      megabytes.toFixed(0).padStart(9),
      (each * 1e6).toFixed(0).padStart(11),
      (name === 'first' ? (each / (smallest ?? each)).toFixed(2) : '').padStart(8),
      (name === 'first' ? (each / bare).toFixed(1) : '').padStart(15),
    ]
    process.stdout.write(`${cells.join(' ').trimEnd()}\n`)
  }
}
