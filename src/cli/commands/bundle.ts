/** `mqttopia bundle`: the credential bundle of one user, made on demand. */

import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { buildBundles } from '../../bundles/build-bundles.ts'
import { bundleRules } from '../../bundles/rules.ts'
import { counted } from '../../diagnostics/counted.ts'
import { isError } from '../../diagnostics/diagnostic.ts'
import { Failure } from '../../diagnostics/failure.ts'
import { runRules } from '../../diagnostics/rule.ts'
import { pathPart } from '../../files/path-part.ts'
import { userCertificateId } from '../../pki/materials.ts'
import { writeOutput } from '../../state/output/write-output.ts'
import { packageTexts } from '../../state/package-files.ts'
import type { Bundle, BundleFormat } from '../../topology/bundle.ts'
import type { Topology } from '../../topology/topology.ts'
import { topologySubject } from '../../topology/topology-subject.ts'
import type { User } from '../../topology/user.ts'
import { ExitCode } from '../exit-code.ts'
import type { ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { type IdentityOptions, identityOption } from '../identity-option.ts'
import { materialize } from '../materialize.ts'
import { type Output, outputOption, printDiagnostics } from '../output-format.ts'
import { stateOption } from '../own-folders.ts'
import { progressBar } from '../progress-bar.ts'
import { UsageError } from '../usage-error.ts'
import { userNamed } from '../user-named.ts'
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

interface BundleOptions extends ParsedGlobalOptions, IdentityOptions {
  readonly output?: readonly Output[]
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
      ['mqttopia bundle 0042 --format pkcs12', 'a PKCS#12 file for device 0042, whatever the spec says'],
    ],
  })
  return command
    .argument('<user>', 'a username')
    .option('--spec <file>', 'the spec (default: topology.yaml and the like here)')
    .option('-e, --env <name>', 'merge in this environment of the spec')
    .addOption(outputOption())
    .option(...stateOption)
    .option(...identityOption)
    .option('--out <folder>', 'the folder to write (default: bundle-USER)')
    .addOption(new Option('--format <format>', 'make this instead of what the spec says').choices(FORMATS))
    .action((name: string, options: BundleOptions) => runBundle(host, exit, name, options))
}

async function runBundle(host: Host, exit: Exit, name: string, options: BundleOptions): Promise<void> {
  const { format, out = `bundle-${pathPart(name)}` } = options
  const print = printOptions(host, options)
  const bar = progressBar(host, print.quiet)
  const adapt = (topology: Topology) => withBundlesOf(topology, userNamed(topology, name), format)
  try {
    const made = await materialize(host, options.spec, { ...options, out, adapt }, { exit, print, bar })
    if (made === undefined) return
    if (made.prepared.materials.awaited?.has(userCertificateId(name)) === true)
      throw new Failure(`the certificate of "${name}" is awaited, so there is no bundle yet`)
    const only = reducedTo(made.topology, name)
    const findings = runRules(bundleRules, topologySubject(only)).filter(isError)
    if (findings.length > 0) {
      await printDiagnostics(host, findings, made.spec.document.locate, print)
      return exit(ExitCode.Invalid)
    }
    const artifacts = buildBundles(only, made.prepared.materials, packageTexts('templates'))
    const { fileCount } = await writeOutput(artifacts, { folder: resolve(host.cwd, out) })
    bar.stop()
    if (!print.quiet) host.stderr(`${out}: ${counted(fileCount, 'file')} for ${name}; keep them secret\n`)
  } finally {
    bar.stop()
  }
}

/** The topology in which this user has the bundles to be made; all that is issued stays wanted. */
function withBundlesOf(topology: Topology, user: User, format: BundleFormat | undefined): Topology {
  if (format === undefined && user.bundles.length > 0) return topology
  if (format === undefined) {
    throw new UsageError(`the spec gives "${user.name}" no bundles; name a format, as in "--format pem"`)
  }
  const bundle = plainBundle(format)
  const users = topology.users.map((other) => (other === user ? { ...user, bundles: [bundle] } : other))
  return { ...topology, users, bundles: [...topology.bundles, bundle] }
}

/** As a spec has it that says nothing but the format. */
function plainBundle(format: BundleFormat): Bundle {
  return {
    name: format,
    format,
    encryption: format === 'otrc' ? 'legacy' : 'modern',
    templates: [],
    path: [],
  }
}

/** The topology with this one user, as a single one. */
function reducedTo(topology: Topology, name: string): Topology {
  const { fleet: _, ...user } = userNamed(topology, name)
  return { ...topology, users: [user], fleets: [] }
}
