/**
 * Times whole compiles of fleets with mutual TLS and one zip archive of bundles, in a process of their own: the first
 * (keys, certificates, files), and a second one without changes. `npm run bench:compile [-- SIZE ...]`. On a machine
 * that others use too, the seconds of CPU say more than those of the clock; signatures are made on a second core.
 *
 * Growth is told as time per device relative to the smallest fleet, and cryptography's share as the ratio to bare key
 * generation plus signature, measured in the same run.
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

/** Seconds for a key and a signature, each as fast as Node can. */
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
  const start = performance.now()
  for (let i = 0; i < rounds; i++) {
    ecdh.generateKeys()
    sign('sha256', text, imported)
  }
  return (performance.now() - start) / 1000 / rounds
}

const given = process.argv.slice(2).map(Number).filter(Number.isInteger)
const bare = bareCryptography()
let first: number | undefined
process.stdout.write(
  'devices   first s     CPU s   peak MB   again s     CPU s   peak MB   us/device   growth   x bare crypto\n',
)
for (const size of given.length > 0 ? given : SIZES) {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-bench-'))
  writeFileSync(join(folder, 'topology.yaml'), spec(size))
  writeFileSync(join(folder, 'devices.csv'), table(size))
  const [cold, warm] = [timed(folder), timed(folder)]
  rmSync(folder, { recursive: true })
  const each = cold.seconds / size
  first ??= each
  const cells = [
    String(size).padStart(7),
    cold.seconds.toFixed(2).padStart(9),
    cold.cpuSeconds.toFixed(2).padStart(9),
    cold.megabytes.toFixed(0).padStart(9),
    warm.seconds.toFixed(2).padStart(9),
    warm.cpuSeconds.toFixed(2).padStart(9),
    warm.megabytes.toFixed(0).padStart(9),
    (each * 1e6).toFixed(0).padStart(11),
    (each / first).toFixed(2).padStart(8),
    (each / bare).toFixed(1).padStart(15),
  ]
  process.stdout.write(`${cells.join(' ')}\n`)
}
