/** Runs a change of the state for a verb: progress, findings, and whether there is a result to go on with. */

import type { LifeOptions, LifeResult } from '../../../state/life-cycle/life-cycle.ts'
import type { Topology } from '../../../topology/topology.ts'
import { ExitCode } from '../../exit-code.ts'
import { globalOptions } from '../../global-options.ts'
import type { Host } from '../../host.ts'
import { printDiagnostics } from '../../output-format.ts'
import { progressBar } from '../../progress-bar.ts'
import type { Exit } from '../../verb.ts'
import { type OpenPki, openPki, type PkiOptions } from './pki-verb.ts'

export interface ChangeScene extends OpenPki {
  /** Prints for people, unless they want quiet. */
  readonly say: (text: string) => void
}

export interface RunOptions extends PkiOptions {
  readonly dryRun?: boolean
}

/** `work` is called with a valid topology; `tell` with what came of it, unless there were errors. */
export async function runChange<T>(
  given: Host,
  exit: Exit,
  options: RunOptions,
  work: (topology: Topology, life: LifeOptions, scene: ChangeScene) => Promise<LifeResult<T>>,
  tell: (result: T, scene: ChangeScene) => void | Promise<void>,
): Promise<void> {
  const pki = await openPki(given, exit, options)
  if (pki === undefined) return
  const { host, topology, spec, place } = pki
  const print = globalOptions(host, options)
  const bar = progressBar(host, print.quiet)
  const scene: ChangeScene = { ...pki, say: (text) => (print.quiet ? undefined : host.stderr(`${text}\n`)) }
  try {
    const life = { ...place, onProgress: bar.onProgress, dryRun: options.dryRun ?? false }
    const { result, diagnostics } = await work(topology, life, scene)
    bar.stop()
    await printDiagnostics(host, diagnostics, spec.document.locate, print)
    if (result === undefined) exit(ExitCode.Invalid)
    else await tell(result, scene)
  } finally {
    bar.stop()
  }
}
