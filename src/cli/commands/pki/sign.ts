/** `mqttopia pki sign`: certificates for devices that keep their keys and send requests. */

import { resolve } from 'node:path'
import type { Command } from 'commander'
import { counted } from '../../../diagnostics/counted.ts'
import { collisionMarks, pathPart } from '../../../files/path-part.ts'
import { toPem } from '../../../pki/der/pem.ts'
import { givenFiles } from '../../../state/given-files.ts'
import {
  type SignedRequest,
  type SigningReport,
  signRequests,
} from '../../../state/life-cycle/sign-requests.ts'
import { type PlacedFile, placeFiles } from '../../../state/output/place-files.ts'
import { ExitCode } from '../../exit-code.ts'
import type { Host } from '../../host.ts'
import { UsageError } from '../../usage-error.ts'
import { userNamed } from '../../user-named.ts'
import type { Exit } from '../../verb.ts'
import { type OutcomeOutput, outcomeOption, writeOutcomes } from './outcome-report.ts'
import { pkiVaultVerb } from './pki-verb.ts'
import { type ChangeScene, type RunOptions, runChange } from './run-change.ts'

interface SignOptions extends RunOptions {
  readonly out: string
  readonly user?: string
  readonly replace?: boolean
  readonly output?: readonly OutcomeOutput[]
}

export function signCommand(host: Host, exit: Exit): Command {
  const command = pkiVaultVerb('sign', {
    description: 'sign the requests of devices that keep their keys, and write their certificates',
    examples: [
      ['mqttopia pki sign requests/', 'every request in the folder, for whom it names'],
      ['mqttopia pki sign press.csr --user press-7', 'for press-7, whatever the request calls itself'],
    ],
  })
  return command
    .argument('<files...>', 'requests (PKCS#10, PEM or DER), or folders of .csr, .req, .p10, .pem and .der')
    .option('--out <folder>', 'where certificates go, each with its chain', 'signed')
    .option('--user <name>', 'whose the one request is')
    .option('--replace', 'also for a new key of a device that has a certificate')
    .option('--dry-run', 'change nothing; say what would be done')
    .addOption(outcomeOption())
    .action((paths: readonly string[], options: SignOptions) => runSign(host, exit, paths, options))
}

const fits = (name: string) => /\.(?:csr|req|p10|pem|der)$/i.test(name)

async function runSign(
  host: Host,
  exit: Exit,
  paths: readonly string[],
  options: SignOptions,
): Promise<void> {
  const { user, replace = false } = options
  await runChange(
    host,
    exit,
    options,
    (topology, life) => {
      if (user !== undefined) userNamed(topology, user)
      const files = [...givenFiles(paths, fits, host)]
      if (files.length === 0) throw new UsageError(`there is no request in ${paths.join(', ')}`)
      if (user !== undefined && files.length > 1)
        throw new UsageError(`--user is for one request, and there are ${files.length}`)
      return signRequests(topology, { files, replace, ...(user === undefined ? {} : { user }) }, life)
    },
    (report, scene) => finish(report, scene, exit, options),
  )
}

async function finish(
  { signed, refused }: SigningReport,
  scene: ChangeScene,
  exit: Exit,
  options: SignOptions,
): Promise<void> {
  const { host, say } = scene
  const { out, dryRun = false } = options
  await writeOutcomes([...signed, ...refused], scene, options)
  const fresh = signed.filter(({ did }) => did !== 'keep').length
  const counts = `${counted(fresh, 'certificate')} ${dryRun ? 'would be issued' : 'issued'}, ${counted(signed.length - fresh)} kept, ${counted(refused.length)} refused`
  const written = dryRun ? 0 : await placeFiles(resolve(host.cwd, out), certificateFiles(signed))
  say(dryRun ? counts : `${counts}; ${out}: ${counted(written, 'file')} written`)
  if (refused.length > 0) exit(ExitCode.Failed)
}

function* certificateFiles(signed: readonly SignedRequest[]): Iterable<PlacedFile> {
  const marks = collisionMarks(signed.map(({ username }) => pathPart(username)))
  for (const { username, chain } of signed) {
    const part = pathPart(username)
    const content = chain.map((der) => toPem('CERTIFICATE', der)).join('')
    yield { path: `${part}${marks(part, username)}.pem`, content: Buffer.from(content) }
  }
}
