/** `mqttopia pki renew` and `mqttopia pki rotate`: new certificates before they are due, with the same or a new key. */

import type { Command } from 'commander'
import { counted } from '../../../diagnostics/counted.ts'
import { certificateOwners } from '../../../pki/issuance/certificate-owner.ts'
import type { Wish } from '../../../pki/issuance/plan-issuance.ts'
import { type Selected, selected } from '../../../pki/issuance/selector.ts'
import { wantedCertificates } from '../../../pki/issuance/wanted-certificates.ts'
import { type CertificateChange, changeCertificates } from '../../../state/life-cycle/change-certificates.ts'
import type { Topology } from '../../../topology/topology.ts'
import type { Host } from '../../host.ts'
import { UsageError } from '../../usage-error.ts'
import type { Exit } from '../../verb.ts'
import { pkiVaultVerb } from './pki-verb.ts'
import { type RotationOptions, runRotation } from './rotation.ts'
import { type ChangeScene, type RunOptions, runChange } from './run-change.ts'
import { nothingSelected, selectorFrom } from './selector-argument.ts'

interface RenewOptions extends RunOptions {
  readonly due?: boolean
  readonly all?: boolean
}

interface RotateOptions extends RenewOptions, RotationOptions {
  readonly staged?: boolean
  readonly atOnce?: boolean
}

const SELECTORS = 'user:NAME, fleet:NAME, bridge:NAME, broker:NAME, authority:NAME'

export function renewCommand(host: Host, exit: Exit): Command {
  const command = pkiVaultVerb('renew', {
    description:
      'issue certificates again, with the same keys and a later end; in the state, for the next compile',
    examples: [
      ['mqttopia pki renew broker:core', 'now, whenever it would be due'],
      ['mqttopia pki renew --due --dry-run', 'what a compile would make anew now'],
    ],
  })
  return common(command).action((selectors: readonly string[], options: RenewOptions) =>
    run(host, exit, 'renew', selectors, options),
  )
}

export function rotateCommand(host: Host, exit: Exit): Command {
  const command = pkiVaultVerb('rotate', {
    description: 'issue certificates again, with new keys; also passwords and PSKs that mqttopia makes',
    examples: [
      ['mqttopia pki rotate user:alice', 'a new key and certificate, or a new password'],
      ['mqttopia pki rotate authority:clients-root --staged', 'in steps that lock nobody out'],
    ],
  })
  return common(command)
    .option('--staged', 'of an authority: begin with trust in both keys; go on with "pki rotation next"')
    .option('--at-once', 'of an authority: without stages; what is not installed yet is refused')
    .action((selectors: readonly string[], options: RotateOptions) =>
      options.staged === true
        ? runRotation(host, exit, 'begin', stagedAuthority(selectors), options)
        : run(host, exit, 'rotate', selectors, options),
    )
}

function common(command: Command): Command {
  return command
    .argument('[selectors...]', SELECTORS)
    .option('--due', 'everything that is due')
    .option('--all', 'everything but authorities')
    .option('--dry-run', 'change nothing; say what would be done')
}

function stagedAuthority(selectors: readonly string[]): string {
  const [first, ...more] = selectors.map(selectorFrom)
  if (first?.kind === 'authority' && more.length === 0) return first.name
  throw new UsageError('--staged is for one authority: name it as authority:NAME')
}

async function run(
  host: Host,
  exit: Exit,
  wish: Wish,
  texts: readonly string[],
  options: RotateOptions,
): Promise<void> {
  const { due = false, all = false, atOnce = false } = options
  if (texts.length === 0 && !due && !all)
    throw new UsageError(`name what to ${wish} (${SELECTORS}), --due or --all`)
  const selectors = texts.map(selectorFrom)
  const authority = selectors.find(({ kind }) => kind === 'authority')
  if (wish === 'rotate' && authority !== undefined && !atOnce) {
    throw new UsageError(
      `a new key of authority "${authority.name}" locks out whoever does not trust it yet; choose --staged, or --at-once`,
    )
  }
  await runChange(
    host,
    exit,
    options,
    (topology, life) =>
      changeCertificates(topology, { wish, due, seed: all, ...chosen(selectors, all, topology) }, life),
    (change, scene) => tell(change, scene, wish, options),
  )
}

function chosen(selectors: ReturnType<typeof selectorFrom>[], all: boolean, topology: Topology): Selected {
  const parts = selectors.map((selector) => {
    const found = selected(selector, topology)
    if (found === undefined) throw nothingSelected(selector, topology)
    return found
  })
  const leaves = all
    ? wantedCertificates(topology).filter(({ kind }) => kind === 'server' || kind === 'client')
    : []
  const secrets = all ? topology.users.filter(({ authentication }) => 'secret' in authentication) : []
  return {
    certificates: [...leaves.map(({ id }) => id), ...parts.flatMap(({ certificates }) => certificates)],
    users: [...secrets.map(({ name }) => name), ...parts.flatMap(({ users }) => users)],
  }
}

function tell(
  change: CertificateChange,
  { host, topology, say }: ChangeScene,
  wish: Wish,
  options: RenewOptions,
): void {
  const { steps, missing, awaited, secrets, given } = change
  const ownerOf = certificateOwners(topology)
  for (const { id, key, because } of steps) {
    host.stdout(`${key === 'generate' ? 'rotate' : 'renew'} ${ownerOf(id).selector} (${because})\n`)
  }
  for (const name of secrets) host.stdout(`rotate user:${name} (secret)\n`)
  const would = options.dryRun === true ? 'would be ' : ''
  say(`${counted(steps.length, 'certificate')} ${would}issued again`)
  if (secrets.length > 0) say(`${counted(secrets.length, 'secret')} ${would}made anew`)
  for (const name of given) say(`the secret of "${name}" comes from outside: change it there`)
  for (const id of awaited)
    say(`${ownerOf(id).selector} is awaited from elsewhere: see "mqttopia pki csr" and "pki import"`)
  for (const id of missing) say(`${ownerOf(id).selector} has no certificate yet: the next compile issues it`)
  if (options.dryRun !== true && steps.length + secrets.length > 0)
    for (const line of adviceAfter(change, wish)) say(line)
}

function* adviceAfter({ steps, secrets }: CertificateChange, wish: Wish): Iterable<string> {
  yield 'next: "mqttopia compile" writes the files'
  if (wish === 'rotate' || steps.some(({ key }) => key === 'generate')) {
    yield `whoever has a new key${secrets.length > 0 ? ' or secret' : ''} needs the new bundle`
  }
  if (steps.length > 0) yield 'the certificates before stay valid until they end or are revoked'
  if (secrets.length > 0)
    yield 'an old password or pre-shared key is refused once the broker has its new files'
}
