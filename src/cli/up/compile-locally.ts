/** Compiles a spec for the reference brokers of this process: private files, loopback, free ports. */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from '../../build.ts'
import { type TrialClient, trialClients, trialFiles } from '../../bundles/trial-client.ts'
import type { Artifact } from '../../files/artifact.ts'
import type { Materials } from '../../pki/materials.ts'
import { namesIdentity } from '../../state/age/find-identities.ts'
import { type OutputChange, writeOutput } from '../../state/output/write-output.ts'
import { packageTexts } from '../../state/package-files.ts'
import { localize } from '../../topology/localize.ts'
import { isEncrypted, type Secret } from '../../topology/secret.ts'
import type { Topology } from '../../topology/topology.ts'
import { makeDataFolders } from '../data-folders.ts'
import type { Host } from '../host.ts'
import { materialize } from '../materialize.ts'
import { progressBar } from '../progress-bar.ts'
import type { Exit, PrintOptions } from '../verb.ts'
import { type ChosenPlaces, choosePlaces } from './choose-places.ts'
import type { UpFolder } from './up-folder.ts'

export interface LocalCompilation {
  readonly topology: Topology
  readonly materials: Materials
  readonly places: ChosenPlaces
  readonly change: OutputChange
  readonly trials: readonly TrialClient[]
  /** How people know the secrets that this machine lacks, and that were generated instead. */
  readonly madeUp: readonly string[]
}

export interface LocalOptions {
  readonly env?: string
  readonly folder: UpFolder
  readonly specFolder: string
  readonly before: ChosenPlaces
  /** Take other ports than those of the spec. */
  readonly anyPort?: boolean
  readonly print: PrintOptions
  readonly exit: Exit
}

/** Prints what is wrong and ends with `undefined` where there is an error; the files are as before then. */
export async function compileLocally(
  host: Host,
  path: string,
  { env, folder, specFolder, before, anyPort = false, print, exit }: LocalOptions,
): Promise<LocalCompilation | undefined> {
  const bar = progressBar(host, print.quiet)
  const world = { places: before, madeUp: new Set<string>() }
  const move = async (topology: Topology) => {
    world.places = await choosePlaces(topology, { socketFolder: folder.sockets, before, anyPort })
    const places = new Map(Array.from(world.places, ([key, { place }]) => [key, place]))
    return localize(topology, { places, hasSecret: (secret) => hasSecret(secret, host, specFolder, world) })
  }
  try {
    const asked = { ...(env === undefined ? {} : { env }), move, state: folder.state, out: folder.files }
    const made = await materialize(host, path, asked, { exit, print, bar })
    if (made === undefined) return undefined
    const { topology, prepared } = made
    const trials = trialClients(topology)
    const artifacts = localArtifacts(topology, prepared.materials, trials, folder.files)
    const change = await writeOutput(artifacts, { folder: folder.files, onProgress: bar.onProgress })
    await makeDataFolders(folder.files, topology)
    const { materials } = prepared
    return { topology, materials, places: world.places, change, trials, madeUp: [...world.madeUp] }
  } finally {
    bar.stop()
  }
}

function* localArtifacts(
  topology: Topology,
  materials: Materials,
  trials: readonly TrialClient[],
  root: string,
): Generator<Artifact> {
  const templates = packageTexts('templates')
  yield* build({ topology, materials, templates, root })
  yield* trialFiles(trials, topology, materials, templates)
}

function hasSecret(
  secret: Secret,
  { env }: Host,
  specFolder: string,
  { madeUp }: { readonly madeUp: Set<string> },
): boolean {
  if (secret.from === 'generate') return true
  const isHere =
    secret.from === 'env' ? (env[secret.name] ?? '') !== '' : existsSync(resolve(specFolder, secret.file))
  const isReadable = isHere && (!isEncrypted(secret) || namesIdentity(env))
  if (!isReadable) madeUp.add(secret.from === 'env' ? secret.name : secret.file)
  return isReadable
}
