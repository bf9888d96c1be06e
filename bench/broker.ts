/**
 * Two brokers on the same files and the same load, turn by turn: medians, their ratio, and what is aimed at.
 *
 *   npm run bench:broker -- [NAME ...] [--broker COMMAND] [--against COMMAND] [--rounds N] [--seconds S] [--set LINE]
 *   npm run bench:broker -- --list
 *
 * NAME is a scenario or the start of one's name. COMMAND is `mqttopia`, also with options as in `mqttopia --sync`,
 * `mosquitto`, or words with {conf} among them. --set adds a line to both configurations. --json also writes the
 * figures to a file.
 *
 * "ratio" is what was measured, "a core" what it would be if both brokers had a core of their own all the time (that
 * is, the ratio of messages a second of processor time), which holds on a busy machine too. "CPU" is the processor time
 * for each message or connection. "limit" says who used a whole core, with the shares of broker and load generator.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { connectionScenarios } from './broker/connection-scenarios.ts'
import { flowScenarios } from './broker/flow-scenarios.ts'
import { headLine, reportLine } from './broker/report-line.ts'
import { type Outcome, runScenario } from './broker/run-scenario.ts'
import type { Ground, Scenario } from './broker/scenario.ts'
import { brokerCommand } from './harness/broker-command.ts'
import { makeTlsFiles, type TlsFiles } from './harness/tls-files.ts'
import { buildLoad } from './load/build-load.ts'

const scenarios: readonly Scenario[] = [...flowScenarios, ...connectionScenarios]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    broker: { type: 'string', default: 'mqttopia' },
    against: { type: 'string', default: 'mosquitto' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1.5' },
    set: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
})

/** Those named, in the order of the list; a base that a chosen one needs comes along. */
function chosen(): readonly Scenario[] {
  if (positionals.length === 0) return scenarios
  for (const name of positionals)
    if (!scenarios.some((scenario) => scenario.name.startsWith(name)))
      throw new Error(`no scenario is named ${name}`)
  const named = scenarios.filter(({ name }) =>
    positionals.some((wanted) => name === wanted || (!positionalIsExact(wanted) && name.startsWith(wanted))),
  )
  const bases = new Set(named.map(({ base }) => base))
  return scenarios.filter((scenario) => named.includes(scenario) || bases.has(scenario.name))
}

function positionalIsExact(wanted: string): boolean {
  return scenarios.some(({ name }) => name === wanted)
}

function makeGround(folder: string): Ground {
  let made: TlsFiles | undefined
  return {
    folder,
    tls: () => {
      made ??= makeTlsFiles(folder)
      return made
    },
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function main(): Promise<void> {
  const commands = [brokerCommand(values.against), brokerCommand(values.broker)]
  const options = { rounds: Number(values.rounds), seconds: Number(values.seconds), settings: values.set }
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-bench-'))
  const figures: Record<string, readonly Outcome[]> = {}
  const missed: string[] = []
  try {
    buildLoad()
    const ground = makeGround(folder)
    say(headLine(commands[0]?.name ?? '', commands[1]?.name ?? ''))
    for (const scenario of chosen()) {
      const outcomes = await runScenario(scenario, ground, commands, options)
      figures[scenario.name] = outcomes
      const base = figures[scenario.base ?? '']
      const { text, met, failures } = reportLine(scenario, outcomes, base ?? [])
      say(text)
      for (const failure of failures) say(`  ${failure.trim()}`)
      if (met === 'NO' || failures.length > 0) missed.push(scenario.name)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(figures, undefined, 2))
  say(missed.length === 0 ? 'all aims are met' : `missed: ${missed.join(', ')}`)
}

if (values.list) for (const { name, title } of scenarios) say(`${name.padEnd(22)}${title}`)
else await main()
