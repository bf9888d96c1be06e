/** `mqttopia bundle`: the credential bundle of one user, made on demand. */

import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { buildBundles } from '../../bundles/build-bundles.ts'
import { bundleRules } from '../../bundles/rules.ts'
import { isError } from '../../diagnostics/diagnostic.ts'
import { didYouMean } from '../../diagnostics/did-you-mean.ts'
import { runRules } from '../../diagnostics/rule.ts'
import { Failure } from '../../state/failure.ts'
import { packageTexts } from '../../state/package-files.ts'
import { writeOutput } from '../../state/write-output.ts'
import type { Bundle, BundleFormat } from '../../topology/bundle.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import { ExitCode } from '../exit-code.ts'
import type { ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { materialize } from '../materialize.ts'
import { printDiagnostics } from '../output-format.ts'
import { progressBar } from '../progress-bar.ts'
import { type Exit, printOptions, verb } from '../verb.ts'

const FORMATS: readonly BundleFormat[] = [
  'pem',
  'pkcs12',
  'zip',
  'mosquitto',
  'mqttx',
  'otrc',
  'c-header',
  'python',
  'nodejs',
]

interface BundleOptions extends ParsedGlobalOptions {
  readonly spec?: string
  readonly env?: string
  readonly state?: string
  readonly out?: string
  readonly format?: BundleFormat
}

export function bundleCommand(host: Host, exit: Exit): Command {
  const command = verb('bundle', {
    description: "make one user's or device's credential bundles",
    examples: [
      ['mqttopia bundle alice', 'all bundles that the spec gives alice, into bundle-alice/'],
      ['mqttopia bundle 0042 --format pkcs12 --out /tmp/0042', 'a PKCS#12 file for device 0042'],
    ],
  })
  return command
    .argument('<user>', 'a username')
    .option('--spec <file>', 'the spec (default: topology.yaml and the like here)')
    .option('-e, --env <name>', 'merge in this environment of the spec')
    .option('--state <folder>', 'where keys and certificates are kept (default: .mqttopia beside the spec)')
    .option('--out <folder>', 'the folder to write (default: bundle-USER)')
    .addOption(new Option('--format <format>', 'make this instead of what the spec says').choices(FORMATS))
    .action((name: string, options: BundleOptions) => runBundle(host, exit, name, options))
}

async function runBundle(host: Host, exit: Exit, name: string, options: BundleOptions): Promise<void> {
  const print = printOptions(host, options)
  const bar = progressBar(host, print.quiet)
  const made = await materialize(host, options.spec, options, { exit, print, bar })
  if (made === undefined) return
  const only = topologyOf(made.topology, userNamed(made.topology, name), options.format)
  const findings = runRules(bundleRules, { topology: only })
  if (findings.some(isError)) {
    await printDiagnostics(host, findings, made.spec.document.locate, print)
    return exit(ExitCode.Invalid)
  }
  const out = options.out ?? `bundle-${encodeURIComponent(name)}`
  const artifacts = buildBundles(only, made.prepared.materials, packageTexts('templates'))
  const { fileCount } = await writeOutput(artifacts, { folder: resolve(host.cwd, out) })
  if (!print.quiet) host.stderr(`${out}: ${fileCount} files for ${name}; they hold secrets\n`)
}

function userNamed({ users }: Topology, name: string): User {
  const user = users.find((user) => user.name === name)
  if (user !== undefined) return user
  const near = didYouMean(
    name,
    users.map((user) => user.name),
  )
  throw new Failure(`there is no user "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`)
}

/** The topology with this one user, as a single one, and the bundles to be made. */
function topologyOf(
  topology: Topology,
  { fleet: _, ...user }: User,
  format: BundleFormat | undefined,
): Topology {
  const bundles = format === undefined ? user.bundles : [plainBundle(format)]
  if (bundles.length === 0) {
    throw new Failure(`the spec gives "${user.name}" no bundles; name a format with --format`)
  }
  return { ...topology, users: [{ ...user, bundles }], fleets: [] }
}

function plainBundle(format: BundleFormat): Bundle {
  return { name: format, format, encryption: 'modern', templates: [], path: [] }
}
