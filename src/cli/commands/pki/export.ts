/** `mqttopia pki export`: certificates, chains, revocation lists and keys, for other programs. */

import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { counted } from '../../../diagnostics/counted.ts'
import { certificateOwners } from '../../../pki/issuance/certificate-owner.ts'
import { selected } from '../../../pki/issuance/selector.ts'
import type { CertificateId } from '../../../pki/materials.ts'
import { pkcs12PasswordProblem } from '../../../pki/pkcs12/write-pkcs12.ts'
import {
  type ExportReport,
  exportCertificates,
  keepsKeyElsewhere,
} from '../../../state/life-cycle/export-certificates.ts'
import { placeFiles } from '../../../state/output/place-files.ts'
import { randomPool } from '../../../state/secrets/random-pool.ts'
import type { Topology } from '../../../topology/topology.ts'
import { ExitCode } from '../../exit-code.ts'
import { globalOptions } from '../../global-options.ts'
import type { Host } from '../../host.ts'
import { UsageError } from '../../usage-error.ts'
import type { Exit } from '../../verb.ts'
import { EXPORT_FORMATS, type ExportFormat, exportFiles } from './export-files.ts'
import { givenPassword, type PasswordOptions, passwordVariable } from './password-option.ts'
import { type OpenPki, openPki, type PkiOptions, pkiVaultVerb } from './pki-verb.ts'
import { nothingSelected, selectorFrom } from './selector-argument.ts'

interface ExportOptions extends PkiOptions, PasswordOptions {
  readonly out: string
  readonly format: ExportFormat
  readonly key?: boolean
  readonly askPassword?: boolean
  readonly legacy?: boolean
}

export function exportCommand(host: Host, exit: Exit): Command {
  const command = pkiVaultVerb('export', {
    description:
      'write certificates with their chains, and keys where they are asked for, for other programs',
    examples: [
      [
        'mqttopia pki export authority:clients',
        'its certificate, the root above it, and its revocation list',
      ],
      ['mqttopia pki export user:alice --key --format pkcs12', 'for a browser, with a password beside it'],
    ],
  })
  return command
    .argument('<selectors...>', 'user:NAME, fleet:NAME, bridge:NAME, broker:NAME, authority:NAME')
    .option('--out <folder>', 'the folder to write into', 'exported')
    .addOption(new Option('--format <format>', 'of the files').choices(EXPORT_FORMATS).default('pem'))
    .option('--key', 'private keys too; opens the vault')
    .option(
      '--password-file <file>',
      `pkcs12: holds the password (default: what ${passwordVariable} is, or a new one for each)`,
    )
    .option('--ask-password', 'pkcs12: ask for the password')
    .option('--legacy', 'pkcs12: as phones of before 2023 read it (3DES, SHA-1)')
    .action((selectors: readonly string[], options: ExportOptions) =>
      runExport(host, exit, selectors, options),
    )
}

async function runExport(
  given: Host,
  exit: Exit,
  texts: readonly string[],
  options: ExportOptions,
): Promise<void> {
  const { format, out, key = false, legacy = false } = options
  if (format === 'pkcs12' && !key) throw new UsageError('a PKCS#12 file holds a key: say --key')
  const pki = await openPki(given, exit, options)
  if (pki === undefined) return
  const { host, topology, place } = pki
  const certificates = [...new Set(texts.flatMap((text) => certificatesOf(text, topology)))]
  const password = format === 'pkcs12' ? await containerPassword(host, options) : undefined
  const report = await exportCertificates(topology, { certificates, withKeys: key }, place)
  const container = {
    ...(password === undefined ? {} : { password }),
    ...{ encryption: legacy ? ('legacy' as const) : ('modern' as const), random: randomPool() },
  }
  const files = report.exported.flatMap((each) => exportFiles(each, format, container))
  const written = await placeFiles(resolve(host.cwd, out), files)
  for (const { path } of files) host.stdout(`${out}/${path}\n`)
  if (!tell(report, pki, options, written)) exit(ExitCode.Failed)
}

function certificatesOf(text: string, topology: Topology): readonly CertificateId[] {
  const selector = selectorFrom(text)
  const found = selected(selector, topology)
  if (found === undefined) throw nothingSelected(selector, topology)
  if (found.certificates.length === 0) throw new UsageError(`${text} has no certificate`)
  return found.certificates
}

/** `undefined`: one is made for each file. */
async function containerPassword(host: Host, options: ExportOptions): Promise<string | undefined> {
  const password =
    options.askPassword === true ? await typedPassword(host) : await givenPassword(host, options)
  const problem = password === undefined ? undefined : pkcs12PasswordProblem(password)
  if (problem !== undefined) throw new UsageError(problem.message)
  return password
}

async function typedPassword({ askSecret }: Host): Promise<string> {
  if (askSecret === undefined)
    throw new UsageError('there is no terminal to ask for the password; name its file with --password-file')
  const password = await askSecret('Password of the PKCS#12 files: ')
  if ((await askSecret('The same again: ')) === password) return password
  throw new UsageError('the two passwords differ')
}

/** False where something that was asked for is not there. */
function tell(
  { exported, missing }: ExportReport,
  { host, topology }: OpenPki,
  options: ExportOptions,
  written: number,
): boolean {
  const { quiet } = globalOptions(host, options)
  const say = (text: string) => (quiet ? undefined : host.stderr(`${text}\n`))
  const ownerOf = certificateOwners(topology)
  const { out, key = false } = options
  for (const id of missing) host.stderr(`${ownerOf(id).selector} has no certificate yet\n`)
  const keyless = key ? exported.filter(({ privateKey }) => privateKey === undefined) : []
  for (const { id } of keyless) {
    const why = keepsKeyElsewhere(id, topology) ? 'is not kept here' : 'is missing in the vault'
    host.stderr(`the key of ${ownerOf(id).selector} ${why}\n`)
  }
  say(`${out}: ${counted(exported.length, 'certificate')}, ${counted(written, 'file')} written`)
  if (key && keyless.length < exported.length) say('there are private keys among them; keep them secret')
  return missing.length + keyless.length === 0
}
