/**
 * Load and faults: what a broker does when it is treated badly, with figures.
 *
 *   npm run bench:faults -- [NAME ...] [--broker COMMAND] [--times N]
 *   npm run bench:faults -- --list
 *
 * COMMAND is `mqttopia`, `mosquitto` or words with {conf} among them. It is treated by its configuration file and by
 * signals only. Exits with 1 when a figure is not what it should be.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clock } from './faults/clock.ts'
import { crowdFaults } from './faults/crowd.ts'
import { diskFull } from './faults/disk-full.ts'
import { type Fault, playFault } from './faults/fault.ts'
import { floodFaults } from './faults/flood.ts'
import { kill, restart } from './faults/kill.ts'
import { soak } from './faults/soak.ts'
import { brokerCommand } from './harness/broker-command.ts'
import { buildLoad } from './load/build-load.ts'

const faults: readonly Fault[] = [...crowdFaults, ...floodFaults, soak, diskFull, clock, restart, kill]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    broker: { type: 'string', default: 'mqttopia' },
    times: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
})

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function main(): Promise<void> {
  for (const name of positionals)
    if (!faults.some((fault) => fault.name === name)) throw new Error(`no fault is named ${name}`)
  const command = brokerCommand(values.broker)
  const times = values.times === undefined ? undefined : Number(values.times)
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-faults-'))
  const bad: string[] = []
  try {
    buildLoad()
    for (const fault of faults) {
      if (positionals.length > 0 && !positionals.includes(fault.name)) continue
      const begun = performance.now()
      say(`${fault.name}: ${fault.title}`)
      try {
        const setting = { folder, command, times, say: (text: string) => say(`  .. ${text}`) }
        for (const { what, value, ok } of await playFault(fault, setting)) {
          say(
            `  ${ok === undefined ? '--' : ok ? 'ok' : 'NO'} ${what.padEnd(52)} ${value.toLocaleString('en')}`,
          )
          if (ok === false) bad.push(`${fault.name} (${what})`)
        }
      } catch (error) {
        say(`  NO ${error instanceof Error ? error.message : String(error)}`)
        bad.push(fault.name)
      }
      say(`  -- ${((performance.now() - begun) / 1_000).toFixed(1)} s`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  say(bad.length === 0 ? 'all is as it should be' : `not as it should be: ${bad.join('; ')}`)
  process.exitCode = bad.length === 0 ? 0 : 1
}

if (values.list) for (const { name, title } of faults) say(`${name.padEnd(12)}${title}`)
else await main()
