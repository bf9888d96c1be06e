/** `mqttopia pki rotation`: the stages in which the key of an authority is replaced. */

import { type Command, InvalidArgumentError, Option } from 'commander'
import { counted } from '../../../diagnostics/counted.ts'
import { rotationText } from '../../../pki/issuance/authority-rotation.ts'
import { type RunningRotation, readRotations } from '../../../state/issuance/rotations.ts'
import {
  type RotationAction,
  type RotationReport,
  rotateAuthority,
} from '../../../state/life-cycle/rotate-authority.ts'
import type { Host } from '../../host.ts'
import { UsageError } from '../../usage-error.ts'
import { type Exit, verb } from '../../verb.ts'
import { openPki, type PkiOptions, pkiVaultVerb, pkiVerb } from './pki-verb.ts'
import { type ChangeScene, type RunOptions, runChange } from './run-change.ts'

export interface RotationOptions extends RunOptions {
  readonly batch?: number
  readonly installed?: boolean
}

export function rotationCommand(host: Host, exit: Exit): Command {
  const command = verb('rotation', {
    description: 'the stages of replacing the key of an authority, begun by "pki rotate --staged"',
    examples: [
      ['mqttopia pki rotation status', 'where it stands, and what to do next'],
      ['mqttopia pki rotation next --installed --batch 10%', 'the next stage, or the next tenth of it'],
    ],
  })
  command.enablePositionalOptions()
  for (const each of [statusOf(host, exit), nextOf(host, exit), abortOf(host, exit)]) command.addCommand(each)
  return command
}

function statusOf(host: Host, exit: Exit): Command {
  return pkiVerb('status', {
    description: 'where rotations stand, and what to do next',
    examples: [['mqttopia pki rotation status', 'of all that are under way']],
  }).action((options: PkiOptions) => runStatus(host, exit, options))
}

function nextOf(host: Host, exit: Exit): Command {
  return pkiVaultVerb('next', {
    description: 'go on, once what was compiled is installed',
    examples: [['mqttopia pki rotation next --installed', 'all at once; --batch 10% for a tenth']],
  })
    .argument('[authority]', 'which, where several are under way')
    .addOption(batchOption())
    .option('--installed', 'the files of this stage are at all brokers and clients')
    .option('--dry-run', 'change nothing; prove the next stage')
    .action((name: string | undefined, options: RotationOptions) => {
      if (options.installed !== true && options.dryRun !== true) {
        throw new UsageError(
          'the next stage relies on the files of this one: compile, install them at all brokers and clients, and say --installed',
        )
      }
      return runRotation(host, exit, 'next', name, options)
    })
}

function abortOf(host: Host, exit: Exit): Command {
  return pkiVaultVerb('abort', {
    description: 'go back to the old key: at once while it still issues, else by the same stages',
    examples: [['mqttopia pki rotation abort', 'the one that is under way']],
  })
    .argument('[authority]', 'which, where several are under way')
    .addOption(batchOption())
    .action((name: string | undefined, options: RotationOptions) =>
      runRotation(host, exit, 'abort', name, options),
    )
}

function batchOption(): Option {
  return new Option(
    '--batch <part>',
    'how much of what it has issued is issued again in one step (default: 100%)',
  ).argParser(batchPart)
}

function batchPart(text: string): number {
  const [, digits] = /^(\d{1,3})%$/.exec(text) ?? []
  const part = Number(digits) / 100
  if (!(part > 0 && part <= 1)) throw new InvalidArgumentError('Give a part of all, as in 10%.')
  return part
}

export function runRotation(
  host: Host,
  exit: Exit,
  action: RotationAction,
  name: string | undefined,
  options: RotationOptions,
): Promise<void> {
  return runChange(
    host,
    exit,
    options,
    async (topology, life) => {
      const authority = name ?? onlyRotation(await readRotations(life))
      return rotateAuthority(topology, { action, authority, batch: options.batch ?? 1 }, life)
    },
    (report, scene) => tell(report, scene, options),
  )
}

function onlyRotation(running: readonly RunningRotation[]): string {
  const [only, ...more] = running
  if (only !== undefined && more.length === 0) return only.authority
  const names = running.map(({ authority }) => authority).join(', ')
  throw new UsageError(only === undefined ? 'no authority is being rotated' : `name one of ${names}`)
}

function tell(
  { authority, rotation, issued, proved }: RotationReport,
  { say }: ChangeScene,
  { dryRun = false }: RotationOptions,
): void {
  const would = dryRun ? 'would be ' : ''
  say(`${counted(issued, 'certificate')} ${would}issued`)
  say(
    `proved for ${counted(proved, 'kind')} of connections: none is refused while some have the old files and others the new`,
  )
  say(
    rotation === undefined
      ? `authority ${authority}: the rotation is over`
      : rotationText(authority, rotation),
  )
  if (!dryRun) {
    say('next: "mqttopia compile", and install its files at brokers and clients')
    say('restart the brokers, since Mosquitto does not take in new authorities at a reload')
  }
  if (!dryRun && rotation !== undefined) say('then: "mqttopia pki rotation next --installed"')
}

async function runStatus(given: Host, exit: Exit, options: PkiOptions): Promise<void> {
  const pki = await openPki(given, exit, options)
  if (pki === undefined) return
  const running = await readRotations(pki.place)
  if (running.length === 0) pki.host.stderr('no authority is being rotated\n')
  for (const rotation of running)
    pki.host.stdout(
      `${rotationText(rotation.authority, rotation)} (since ${rotation.started.slice(0, 10)})\n`,
    )
}
