/** What a compile says to people when it is done. */

import type { IssuanceCounts } from '../state/prepare-materials.ts'
import { isUnchanged, type OutputChange } from '../state/write-output.ts'
import type { Topology } from '../topology/topology.ts'

export interface CompileFacts {
  readonly topology: Topology
  readonly issued: IssuanceCounts
  readonly change: OutputChange
  readonly check: boolean
  /** The output folder as shown to people. */
  readonly folder: string
}

export function compileReport(facts: CompileFacts): string {
  const lines = [topologyLine(facts), ...(facts.check ? [] : [issuanceLine(facts)]), outputLine(facts)]
  return `${lines.join('\n')}\n`
}

function topologyLine({ topology: { name, brokers, bridges, users } }: CompileFacts): string {
  const parts = [counted(brokers.length, 'broker'), counted(users.length, 'user')]
  if (bridges.length > 0) parts.splice(1, 0, counted(bridges.length, 'bridge'))
  return `${name}: ${parts.join(', ')}`
}

function issuanceLine({ issued }: CompileFacts): string {
  const { issued: made, renewed, kept } = issued
  const parts = [
    ...(made > 0 ? [`issued ${number(made)}`] : []),
    ...(renewed > 0 ? [`renewed ${number(renewed)}`] : []),
    `kept ${number(kept)}`,
  ]
  return `certificates: ${parts.join(', ')}`
}

function outputLine({ change, check, folder }: CompileFacts): string {
  const { added, changed, removed, foreign, fileCount, byteCount } = change
  if (isUnchanged(change)) return `${folder}: up to date, ${counted(fileCount, 'file')}, ${bytes(byteCount)}`
  const parts = [
    [added.length, 'new'],
    [changed.length, 'changed'],
    [removed.length, 'removed'],
    [foreign.length, 'not ours'],
  ] as const
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${number(n)} ${what}`)
  const size = `${counted(fileCount, 'file')}, ${bytes(byteCount)}`
  return check ? `${folder}: not up to date: ${said.join(', ')}` : `${folder}: ${size} (${said.join(', ')})`
}

function counted(n: number, what: string): string {
  return `${number(n)} ${what}${n === 1 ? '' : 's'}`
}

/** Digits in groups of three, whatever the locale. */
function number(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',')
}

function bytes(n: number): string {
  if (n < 1_000) return `${n} B`
  return n < 1_000_000 ? `${(n / 1_000).toFixed(1)} kB` : `${(n / 1_000_000).toFixed(1)} MB`
}
