/** `mqttopia pki import`: certificates, keys and revocation lists that were made elsewhere. */

import type { Command } from 'commander'
import { counted } from '../../../diagnostics/counted.ts'
import { selected } from '../../../pki/issuance/selector.ts'
import type { CertificateId } from '../../../pki/materials.ts'
import { givenFiles } from '../../../state/given-files.ts'
import type { FileOutcome } from '../../../state/life-cycle/file-outcome.ts'
import { importCertificates } from '../../../state/life-cycle/import-certificates.ts'
import { readCredentials } from '../../../state/life-cycle/read-credentials.ts'
import type { Topology } from '../../../topology/topology.ts'
import { ExitCode } from '../../exit-code.ts'
import type { Host } from '../../host.ts'
import { UsageError } from '../../usage-error.ts'
import type { Exit } from '../../verb.ts'
import { type OutcomeOutput, outcomeOption, writeOutcomes } from './outcome-report.ts'
import { filePassword, type PasswordOptions, passwordFileOption } from './password-option.ts'
import { pkiVaultVerb } from './pki-verb.ts'
import { type ChangeScene, type RunOptions, runChange } from './run-change.ts'
import { nothingSelected, selectorFrom } from './selector-argument.ts'

interface ImportOptions extends RunOptions, PasswordOptions {
  readonly as?: string
  readonly replace?: boolean
  readonly output?: readonly OutcomeOutput[]
}

export function importCommand(host: Host, exit: Exit): Command {
  const command = pkiVaultVerb('import', {
    description: 'take in certificates, keys and revocation lists that were made elsewhere',
    examples: [
      ['mqttopia pki import answers/', 'what comes back for requests of "pki csr"'],
      [
        'mqttopia pki import ca.pem ca.key ca.crl --as authority:plant',
        'an authority that there is, and its list',
      ],
      ['mqttopia pki import alice.p12', 'a client with her key; the password is asked for'],
    ],
  })
  return command
    .argument(
      '<files...>',
      'PEM, DER or PKCS#12; or folders of .pem, .crt, .cer, .der, .p12, .pfx, .key, .crl',
    )
    .option('--as <selector>', 'which certificate this is, where neither key nor name tell')
    .option(...passwordFileOption)
    .option('--replace', 'also where there is another that is still good')
    .option('--dry-run', 'change nothing; say what would be taken in')
    .addOption(outcomeOption())
    .action((paths: readonly string[], options: ImportOptions) => runImport(host, exit, paths, options))
}

const fits = (name: string) =>
  /\.(?:pem|crt|cer|der|p12|pfx|key|crl)$/i.test(name) && !/\.csr\.pem$/i.test(name)

async function runImport(
  host: Host,
  exit: Exit,
  paths: readonly string[],
  options: ImportOptions,
): Promise<void> {
  const { replace = false } = options
  await runChange(
    host,
    exit,
    options,
    async (topology, life) => {
      const as = options.as === undefined ? {} : { as: certificateMeant(options.as, topology) }
      const files = [...givenFiles(paths, fits, host)]
      if (files.length === 0) throw new UsageError(`there is nothing to import in ${paths.join(', ')}`)
      const credentials = await readCredentials(files, filePassword(host, options))
      return importCertificates(topology, { credentials, replace, ...as }, life)
    },
    (outcomes, scene) => finish(outcomes, scene, exit, options),
  )
}

function certificateMeant(text: string, topology: Topology): CertificateId {
  const selector = selectorFrom(text)
  const found = selected(selector, topology)
  if (found === undefined) throw nothingSelected(selector, topology)
  const [id, ...more] = found.certificates
  if (id !== undefined && more.length === 0) return id
  throw new UsageError(
    id === undefined
      ? `${text} has no certificate`
      : `${text} stands for ${found.certificates.length} certificates; name one`,
  )
}

async function finish(
  outcomes: readonly FileOutcome[],
  scene: ChangeScene,
  exit: Exit,
  options: ImportOptions,
): Promise<void> {
  const { say } = scene
  const { dryRun = false } = options
  await writeOutcomes(outcomes, scene, options)
  const count = (...words: readonly FileOutcome['did'][]) =>
    counted(outcomes.filter(({ did }) => words.includes(did)).length)
  const taken = `${count('import', 'replace')} ${dryRun ? 'would be taken in' : 'taken in'}`
  say(`${taken}, ${count('keep')} there already, ${count('refuse')} refused`)
  if (!dryRun && outcomes.some(({ did }) => did === 'import' || did === 'replace'))
    say('next: "mqttopia compile" writes the files')
  if (outcomes.some(({ did }) => did === 'refuse')) exit(ExitCode.Failed)
}
