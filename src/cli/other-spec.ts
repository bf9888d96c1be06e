/** The spec that another one is compared with: in a revision of git, under another environment, or in another file. */

import { basename } from 'node:path'
import { type Compilation, compile, hasErrors } from '../compile.ts'
import { errorCode, Failure } from '../diagnostics/failure.ts'
import { quoted } from '../diagnostics/quoted.ts'
import type { Baseline } from '../plan/plan.ts'
import { openRevision } from '../state/git-revision.ts'
import type { Topology } from '../topology/topology.ts'
import type { Host } from './host.ts'
import { openSpec } from './open-spec.ts'

export interface OtherSpecOptions {
  readonly env?: string
  /** A revision; HEAD where nothing else is said. */
  readonly against?: string
  readonly againstEnv?: string
}

export interface ValidSpec extends Compilation {
  readonly topology: Topology
}

export interface OtherSpec {
  readonly against: Baseline
  /** Absent: the spec was not there yet. */
  readonly spec?: ValidSpec
}

/**
 * @param folder the spec's own, absolute
 * @throws Failure where there is no such revision, or the spec was not valid then
 */
export async function otherSpec(
  host: Host,
  path: string,
  folder: string,
  { against = 'HEAD', againstEnv, env }: OtherSpecOptions,
): Promise<OtherSpec> {
  if (againstEnv !== undefined) {
    const other = await openSpec(host, path, { env: againstEnv })
    const spec = validSpec(other, `${path} is not valid with environment ${quoted(againstEnv)}`)
    return { against: { kind: 'environment', environment: againstEnv }, spec }
  }
  const { commit, reader } = await openRevision(against, folder, host.cwd)
  const baseline: Baseline = { kind: 'revision', revision: against, commit }
  const named = env === undefined ? {} : { environment: env }
  try {
    const old = await compile(path, reader, { now: host.now(), folderName: basename(folder), ...named })
    return { against: baseline, spec: validSpec(old, `${path} is not valid in revision ${against}`) }
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    if (errorCode(error) === 'ENOENT' || errorCode(cause) === 'ENOENT') return { against: baseline }
    throw error
  }
}

/** @throws Failure with the `problem` where it has errors. */
export function validSpec(compilation: Compilation, problem: string): ValidSpec {
  const { topology } = compilation
  if (hasErrors(compilation) || topology === undefined)
    throw new Failure(`${problem}: validate that, or compare with another one`)
  return { ...compilation, topology }
}
