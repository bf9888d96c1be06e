/** What a compile says to people when it is done. */

import { byteCount, counted } from '../diagnostics/counted.ts'
import { manifestName } from '../files/manifest.ts'
import { shownWord } from '../files/shown-word.ts'
import type { IssuanceCounts } from '../state/materials/prepare-materials.ts'
import { isUnchanged, type OutputChange } from '../state/output/write-output.ts'
import { brokerFolder } from '../targets/mosquitto/install-paths.ts'
import type { Topology } from '../topology/topology.ts'

export interface CompileFacts {
  readonly topology: Topology
  readonly issued: IssuanceCounts
  readonly change: OutputChange
  /** Nothing was written. */
  readonly check: boolean
  /** Brokers run from the output folder. */
  readonly runsHere: boolean
  /** The output folder as shown to people. */
  readonly folder: string
}

/** Commands shown to start brokers with; a screen has only so many lines. */
const MOST_COMMANDS = 5

export function compileReport(facts: CompileFacts): string {
  const done = [
    topologyLine(facts.topology),
    ...(facts.check ? [] : [issuanceLine(facts.issued)]),
    outputLine(facts),
  ]
  const next = facts.runsHere && !facts.check ? ['', ...nextLines(facts)] : []
  return `${[...done, ...next].join('\n')}\n`
}

/** The same, where nothing was issued. */
export function publicReport(facts: Omit<CompileFacts, 'issued' | 'runsHere'>): string {
  return `${topologyLine(facts.topology)}\n${outputLine(facts)}\n`
}

function topologyLine({ name, brokers, bridges, users }: Topology): string {
  const parts = [counted(brokers.length, 'broker'), counted(users.length, 'user')]
  if (bridges.length > 0) parts.splice(1, 0, counted(bridges.length, 'bridge'))
  return `${name}: ${parts.join(', ')}`
}

function issuanceLine({ issued, renewed, kept, awaited }: IssuanceCounts): string {
  const parts = [
    [issued, 'issued'],
    [renewed, 'renewed'],
    [kept, 'kept'],
    [awaited, 'awaited'],
  ] as const
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${counted(n)} ${what}`)
  return `certificates: ${said.length === 0 ? 'none' : said.join(', ')}`
}

function outputLine({ change, check, folder }: Pick<CompileFacts, 'change' | 'check' | 'folder'>): string {
  const size = `${counted(change.fileCount, 'file')}, ${byteCount(change.byteCount)}`
  if (isUnchanged(change)) return `${folder}: up to date, ${size}`
  const differences = differencesOf(change)
  return check ? `${folder}: not up to date: ${differences}` : `${folder}: ${size} (${differences})`
}

/** The manifest changes with everything else, so it is told of only where it is all that changed. */
function differencesOf({ added, changed, removed, foreign }: OutputChange): string {
  const counts = [
    [added, 'new'],
    [changed, 'changed'],
    [removed, 'removed'],
    [foreign, 'not of mqttopia'],
  ] as const
  const said = counts
    .map(([paths, what]) => [paths.filter((path) => path !== manifestName).length, what] as const)
    .filter(([n]) => n > 0)
    .map(([n, what]) => `${counted(n)} ${what}`)
  return said.length === 0 ? `only ${manifestName}` : said.join(', ')
}

function nextLines({ topology: { brokers, users }, folder }: CompileFacts): string[] {
  const commands = brokers
    .slice(0, MOST_COMMANDS)
    .map(({ name }) => `  mosquitto -c ${shownWord(`${folder}/${brokerFolder(name)}/mosquitto.conf`)}`)
  const more = brokers.length - commands.length
  const withBundles = users.filter(({ bundles }) => bundles.length > 0)
  const places = [
    ...(withBundles.some(({ fleet }) => fleet === undefined) ? [`${folder}/clients/`] : []),
    ...(withBundles.some(({ fleet }) => fleet !== undefined) ? [`${folder}/fleets/`] : []),
  ]
  return [
    `Start ${brokers.length === 1 ? 'the broker' : 'the brokers, each in a terminal of its own'}:`,
    ...commands,
    ...(more > 0 ? [`  and ${more} more in ${folder}/brokers/`] : []),
    places.length > 0
      ? `What clients need to connect is in ${places.join(' and ')}: begin with a README.txt there.`
      : 'Then make what a client needs to connect: mqttopia bundle USER --format pem',
  ]
}
