/**
 * Installs a release and has the broker take it up: journal, files, link, command, probes; and back again where the
 * broker does not come back. Interrupted anywhere, it can be run again: the journal says what is still to be done.
 */

import { Failure } from '../../diagnostics/failure.ts'
import type { ManifestEntry } from '../../files/manifest.ts'
import { brokerChanges, CONF_FILE } from '../../targets/mosquitto/changes/broker-changes.ts'
import { type Effect, strongest } from '../../targets/mosquitto/changes/effect.ts'
import type { ChangedFile } from '../../targets/mosquitto/changes/file-change.ts'
import type { EngineVersion } from '../../topology/broker.ts'
import type { AuditRecord, Journal, Machine } from './machine.ts'
import type { Release } from './release.ts'

export interface ApplyOptions {
  readonly release: Release
  readonly version: EngineVersion
  readonly commands: Readonly<Record<'reload' | 'restart', string>>
  /** What is wrong with the broker as its clients see it, or `undefined`; asks until it is well or patience ends. */
  readonly problem: (release: string) => Promise<string | undefined>
  readonly owner?: string
  /** Old releases to keep. */
  readonly keep: number
  /** Refuses what is installed, by throwing. */
  readonly expect?: (installed: InstalledState) => void
  readonly planId?: string
  /** What the release was compiled from; noted down when it serves. */
  readonly snapshot?: string
  readonly who: string
  readonly now: () => Date
}

export interface InstalledState {
  /** The release in force. */
  readonly release?: string
}

export interface Applied {
  readonly release: string
  readonly previous?: string
  /** `none`: everything was as it should be. */
  readonly effect: Effect
}

/** @throws Failure when the broker does not serve the new release; then the one before is in force again. */
export async function applyRelease(machine: Machine, options: ApplyOptions): Promise<Applied> {
  const unlock = await machine.lock()
  try {
    return await applyLocked(machine, options)
  } finally {
    unlock()
  }
}

async function applyLocked(machine: Machine, options: ApplyOptions): Promise<Applied> {
  const { release, expect, owner, keep } = options
  const current = await machine.current()
  const unfinished = await machine.readJournal()
  expect?.(current === undefined ? {} : { release: current })
  const wanted = strongest([await effectOf(machine, current, options), unfinished?.effect ?? 'none'])
  // A release that was never seen to serve is none to go back to.
  const previous = unfinished === undefined ? current : unfinished.previous
  const named = { release: release.id, ...(previous === undefined ? {} : { previous }) }
  const isPlaced = await machine.install(release, owner)
  // The broker may have read what somebody had made of the release in force.
  const effect = isPlaced && current === release.id ? 'restart' : wanted
  if (effect === 'none' && current === release.id) {
    await noteSnapshot(machine, options)
    return { ...named, effect }
  }
  await machine.writeJournal({ ...named, effect })
  await machine.activate(release.id)
  const trouble = await takeUp(machine, effect, options)
  if (trouble !== undefined) return giveUp(machine, { ...named, effect }, trouble, options)
  await noteSnapshot(machine, options)
  await machine.audit(record({ ...named, effect }, 'applied', options))
  await machine.writeJournal(undefined)
  await machine.prune([release.id, ...(previous === undefined ? [] : [previous])], keep)
  return { ...named, effect }
}

/** The same files may come from another topology: a fleet's users are not among those of a broker. */
async function noteSnapshot(machine: Machine, { snapshot }: ApplyOptions): Promise<void> {
  if (snapshot !== undefined && (await machine.readSnapshot()) !== snapshot)
    await machine.writeSnapshot(snapshot)
}

async function effectOf(
  machine: Machine,
  current: string | undefined,
  { release, version }: ApplyOptions,
): Promise<Effect> {
  const before = current === undefined ? undefined : await machine.entriesOf(current)
  if (current === undefined || before === undefined) return 'restart'
  if (current === release.id) return 'none'
  const changed: ChangedFile[] = []
  for (const path of changedPaths(before, release.entries)) {
    const old = before.some((entry) => entry.path === path)
      ? await machine.readText(current, path)
      : undefined
    const isKept = release.entries.some((entry) => entry.path === path)
    const now = isKept ? { after: release.read(path).toString() } : {}
    changed.push({ path, ...(old === undefined ? {} : { before: old }), ...now })
  }
  return brokerChanges({ version, changed, conf: release.read(CONF_FILE).toString() }).effect
}

/** Of files that have come or gone, or have another content or mode. */
function changedPaths(before: readonly ManifestEntry[], after: readonly ManifestEntry[]): readonly string[] {
  const facts = (entries: readonly ManifestEntry[]) =>
    new Map(entries.map(({ path, sha256, mode }) => [path, `${sha256} ${mode}`]))
  const [was, is] = [facts(before), facts(after)]
  return [...new Set([...was.keys(), ...is.keys()])].filter((path) => was.get(path) !== is.get(path))
}

/** What went wrong, or `undefined`. */
async function takeUp(
  machine: Machine,
  effect: Effect,
  { commands, problem, release }: Pick<ApplyOptions, 'commands' | 'problem' | 'release'>,
): Promise<string | undefined> {
  if (effect === 'reload' || effect === 'restart') {
    const { ok, said } = await machine.run(commands[effect])
    if (!ok) return `the ${effect} command failed: ${said}`
  }
  return problem(release.id)
}

/** Goes back to the release before, which is told by a restart: a broker that failed at a reload may have ended. */
async function giveUp(
  machine: Machine,
  journal: Journal,
  trouble: string,
  options: ApplyOptions,
): Promise<never> {
  const { previous } = journal
  if (previous === undefined || previous === journal.release) {
    await machine.audit(record(journal, 'failed', options, trouble))
    throw new Failure(
      `${machine.name}: ${trouble}; there is no earlier release to go back to, so this one stays`,
    )
  }
  await machine.activate(previous)
  const { ok, said } = await machine.run(options.commands.restart)
  const still = ok ? await options.problem(previous) : `the restart command failed: ${said}`
  await machine.audit(record(journal, still === undefined ? 'rolled back' : 'failed', options, trouble))
  if (still === undefined) await machine.writeJournal(undefined)
  const end = still === undefined ? 'and the broker serves it' : `but the broker does not serve it: ${still}`
  throw new Failure(`${machine.name}: ${trouble}; release ${previous} is in force again, ${end}`)
}

function record(
  { release, previous, effect }: Journal,
  result: AuditRecord['result'],
  { planId, who, now, release: { broker } }: ApplyOptions,
  reason?: string,
): AuditRecord {
  return {
    ...{ at: now().toISOString(), who, broker, release, effect, result },
    ...(planId === undefined ? {} : { plan: planId }),
    ...(previous === undefined ? {} : { previous }),
    ...(reason === undefined ? {} : { reason }),
  }
}
