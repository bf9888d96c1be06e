/** `mqttopia compile`: writes all files of a topology, as a whole, and issues what is missing. */

import { dirname, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { build } from '../../build.ts'
import type { Artifact } from '../../files/artifact.ts'
import { isUnchanged, type OutputChange, writeOutput } from '../../state/output/write-output.ts'
import { packageTexts } from '../../state/package-files.ts'
import { SNAPSHOT_FILE, snapshotText } from '../../topology/topology-snapshot.ts'
import { archiveMemory } from '../archive-memory.ts'
import { type AtOptions, atOption, hostAt } from '../at-option.ts'
import { compilePublic } from '../compile-public.ts'
import { compileReport, publicReport } from '../compile-report.ts'
import { makeDataFolders } from '../data-folders.ts'
import { ExitCode } from '../exit-code.ts'
import type { ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { type IdentityOptions, identityOption } from '../identity-option.ts'
import { materialize } from '../materialize.ts'
import type { OpenSpec } from '../open-spec.ts'
import { type Output, printDiagnostics } from '../output-format.ts'
import { outputFolder, publicFolder, stateOption } from '../own-folders.ts'
import { type ProgressBar, progressBar } from '../progress-bar.ts'
import { type StampedCompile, stampedCompile } from '../stamped-compile.ts'
import { type Exit, type PrintOptions, printOptions, specVerb } from '../verb.ts'

interface CompileOptions extends ParsedGlobalOptions, AtOptions, IdentityOptions {
  readonly output?: readonly Output[]
  readonly env?: string
  readonly out?: string
  readonly state?: string
  readonly check?: boolean
  readonly cache: boolean
  readonly root?: boolean
  readonly public?: boolean
}

export function compileCommand(host: Host, exit: Exit): Command {
  const command = specVerb('compile', {
    description: 'write broker configuration, ACLs, certificates and client bundles',
    examples: [
      ['mqttopia compile', 'compiles topology.yaml into build/'],
      ['mqttopia compile --root', 'the same, for brokers that run from build/ on this machine'],
      ['mqttopia compile plant.yaml -e prod', 'with the environment "prod", into build-prod/'],
      ['mqttopia compile --check -o github', 'writes nothing; exits with 2 when build/ is not up to date'],
    ],
  })
  return command
    .option(
      '--out <folder>',
      'the output folder, replaced as a whole (default: build; build-NAME with --env)',
    )
    .option(...stateOption)
    .option(...identityOption)
    .option('--root', 'let brokers run from the output folder instead of their install paths')
    .option(
      '--public',
      'make what needs no secret, and leave out the rest; needs no vault (default folder: public-build)',
    )
    .addOption(atOption())
    .option('--check', 'write nothing; say whether the output is up to date')
    .option('--no-cache', 'make all of the large archives, and compare them byte by byte')
    .action((path: string | undefined, options: CompileOptions) =>
      runCompile(hostAt(host, options.at), exit, path, options),
    )
}

async function runCompile(
  host: Host,
  exit: Exit,
  path: string | undefined,
  options: CompileOptions,
): Promise<void> {
  if (options.public === true) return runPublic(host, exit, path, options)
  const print = printOptions(host, options)
  const bar = progressBar(host, print.quiet)
  const shell = { exit, print, bar }
  try {
    const place = { ...options, out: outputFolder(options), check: options.check === true }
    if (!options.cache) return await compileAll(host, path, options, shell)
    const stamped = stampedCompile(host, path, place)
    const last = await stamped.recall(bar.onProgress)
    bar.stop()
    if (last === undefined) return await compileAll(stamped.host, path, options, shell, stamped)
    await printDiagnostics(host, [], () => undefined, print)
    if (options.root === true && !place.check) await makeDataFolders(resolve(host.cwd, place.out), last)
    if (!print.quiet) host.stderr(place.check ? last.checkReport : last.report)
  } finally {
    bar.stop()
  }
}

interface Shell {
  readonly exit: Exit
  readonly print: PrintOptions
  readonly bar: ProgressBar
}

/** @param stamped is told of everything, so that the next run can be shorter. */
async function compileAll(
  host: Host,
  path: string | undefined,
  options: CompileOptions,
  { exit, print, bar }: Shell,
  stamped?: StampedCompile,
): Promise<void> {
  const out = outputFolder(options)
  const { check = false, root: runsHere = false } = options
  const inputs = stamped === undefined || check ? {} : { inputs: stamped.inputs }
  const earlier = stamped?.earlier()
  const asked = { ...options, out, dryRun: check, ...inputs, ...(earlier === undefined ? {} : { earlier }) }
  const made = await materialize(host, path, asked, { exit, print, bar })
  if (made === undefined) return
  const { topology, prepared, spec, stateFolder } = made
  const folder = resolve(host.cwd, out)
  const root = runsHere ? { root: folder } : {}
  const { materials, issued, settled: sameDevices } = prepared
  const built = build({ topology, materials, templates: packageTexts('templates'), sameDevices, ...root })
  const memory = options.cache ? { memory: archiveMemory(stateFolder) } : {}
  const change = await writeOutput(withSnapshot(spec, runsHere, built), {
    ...{ folder, check, onProgress: bar.onProgress, ...memory },
    ...(stamped === undefined ? {} : { onDigest: stamped.onDigest }),
    ...(earlier === undefined ? {} : { lastDigest: earlier.output }),
  })
  if (runsHere && !check) await makeDataFolders(folder, topology)
  bar.stop()
  const facts = { topology, issued, change, check, runsHere, folder: shown(host, folder) }
  if (!check)
    stamped?.remember(facts, { spec: spec.diagnostics.length, materials: prepared.diagnostics.length })
  if (!print.quiet) host.stderr(compileReport(facts))
  if (check) sayDifferences(host, exit, change)
}

async function runPublic(
  host: Host,
  exit: Exit,
  path: string | undefined,
  options: CompileOptions,
): Promise<void> {
  const { check = false, root = false } = options
  const print = printOptions(host, options)
  const bar = progressBar(host, print.quiet)
  try {
    const folder = resolve(host.cwd, publicFolder(options))
    const asked = { ...options, out: folder, check, root }
    const made = await compilePublic(host, path, asked, { exit, print, bar })
    bar.stop()
    if (made === undefined) return
    const { topology, change, leftOutLine } = made
    const report = publicReport({ topology, change, check, folder: shown(host, folder) })
    if (!print.quiet) host.stderr(`${report}${leftOutLine}\n`)
    if (check) sayDifferences(host, exit, change)
  } finally {
    bar.stop()
  }
}

/** The output remembers what it was made from. Not for others to read: a fleet's rows may hold anything. */
function* withSnapshot(
  { input, document }: OpenSpec,
  runsHere: boolean,
  built: Iterable<Artifact>,
): Iterable<Artifact> {
  if (input !== undefined)
    yield {
      path: SNAPSHOT_FILE,
      content: snapshotText({ input, runsHere }, dirname(document.path)),
      secret: true,
    }
  yield* built
}

/** Paths that differ are data: one a line, `+`, `~` or `-` before it. */
function sayDifferences(host: Host, exit: Exit, change: OutputChange): void {
  if (isUnchanged(change)) return
  for (const path of change.added) host.stdout(`+ ${path}\n`)
  for (const path of change.changed) host.stdout(`~ ${path}\n`)
  for (const path of [...change.removed, ...change.foreign]) host.stdout(`- ${path}\n`)
  exit(ExitCode.Changes)
}

function shown({ cwd }: Host, folder: string): string {
  const path = relative(cwd, folder)
  return path === '' || path.startsWith('..') ? folder : path
}
