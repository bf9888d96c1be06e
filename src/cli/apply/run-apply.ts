/** Has a broker take up what was compiled for it. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { shownWord } from '../../files/shown-word.ts'
import type { Plan } from '../../plan/plan.ts'
import { type Applied, applyRelease } from '../../state/apply/apply-release.ts'
import { type ListenerPlace, listenerPlaces } from '../../state/apply/listener-places.ts'
import type { Machine } from '../../state/apply/machine.ts'
import { listenerProblem, type ProbeTrust } from '../../state/apply/probe-listener.ts'
import { certificatesInUse } from '../../state/issuance/certificates-in-use.ts'
import { CONF_FILE } from '../../targets/mosquitto/changes/broker-changes.ts'
import { ExitCode } from '../exit-code.ts'
import { globalOptions, type ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { outputFolder, stateFolder } from '../own-folders.ts'
import type { Exit } from '../verb.ts'
import { type CompiledBroker, compiledBroker } from './compiled-broker.ts'
import { expectCertificates } from './expect-certificates.ts'
import { expectInstallPaths } from './install-paths-problem.ts'
import { type MachineOptions, openMachine } from './open-machine.ts'
import { operatorName } from './operator-name.ts'
import { isRootsAlone } from './roots-alone.ts'
import { expectKept, expectPlanned, readPlan } from './saved-plan.ts'
import { tooMuch } from './too-much.ts'

export interface ApplyCommandOptions extends ParsedGlobalOptions, MachineOptions {
  readonly env?: string
  readonly build?: string
  readonly state?: string
  readonly reloadCommand?: string
  readonly restartCommand?: string
  readonly pidFile?: string
  readonly owner?: string
  readonly keep: number
  readonly wait: number
  readonly probe: boolean
  readonly probeHost?: string
  readonly allowDestroy?: boolean
  readonly maxDestroy: number
}

export async function runApply(
  host: Host,
  exit: Exit,
  planFile: string | undefined,
  options: ApplyCommandOptions,
): Promise<void> {
  const { quiet } = globalOptions(host, options)
  const say = (text: string) => (quiet ? undefined : host.stderr(`${text}\n`))
  const plan = planFile === undefined ? undefined : await readPlan(host, planFile)
  const compiled = compiledBroker(host, outputFolder(withoutBlanks(options)), options.broker)
  expectCertificates(compiled)
  const machine = openMachine(host, options, (holder) => say(`waiting for ${holder}`))
  expectInstallPaths(compiled, machine)
  const refusal = await tooMuch(plan, compiled, machine, limitsOf(options))
  if (refusal !== undefined) {
    host.stderr(`mqttopia: ${refusal}; if that is meant, add --allow-destroy\n`)
    return exit(ExitCode.PolicyFailed)
  }
  if (plan !== undefined) await compareCertificates(host, plan, compiled, options, say)
  const applying = applyRelease(machine, {
    release: compiled.release,
    snapshot: compiled.snapshot.text,
    version: compiled.broker.engine.version,
    commands: commandsOf(options),
    problem: prober(compiled, machine, options),
    ...(options.owner === undefined ? {} : { owner: options.owner }),
    keep: options.keep,
    ...expectation(plan, compiled),
    who: operatorName(),
    now: host.now,
  })
  try {
    say(appliedText(compiled, machine, await applying, options))
  } finally {
    if (options.owner === undefined) await tellRoot(machine, compiled.release.id, say)
  }
}

/** Said of a broker that does not serve, too: it may be why. */
async function tellRoot(machine: Machine, release: string, say: (text: string) => void): Promise<void> {
  const isAlone = await isRootsAlone(machine, release).catch(() => false)
  if (isAlone)
    say('the files are for root alone: a broker that runs as another user cannot read them; see --owner')
}

/** Those that the plan leaves as they are must still be so. */
async function compareCertificates(
  host: Host,
  plan: Plan,
  { topology }: CompiledBroker,
  options: ApplyCommandOptions,
  say: (text: string) => void,
): Promise<void> {
  const folder = stateFolder(host, host.cwd, withoutBlanks(options))
  const inUse = await certificatesInUse(topology, { stateFolder: folder })
  if (inUse !== undefined) expectKept(plan, inUse)
  else
    say(`certificates were not compared with the plan: there is no state in ${folder}; name it with --state`)
}

function withoutBlanks({ env, build, state }: ApplyCommandOptions) {
  return {
    ...(env === undefined ? {} : { env }),
    ...(build === undefined ? {} : { out: build }),
    ...(state === undefined ? {} : { state }),
  }
}

function limitsOf({ allowDestroy = false, maxDestroy }: ApplyCommandOptions) {
  return { allowed: allowDestroy, maxPercent: maxDestroy }
}

function expectation(plan: Plan | undefined, compiled: CompiledBroker) {
  if (plan === undefined) return {}
  const expect = ({ release }: { readonly release?: string }) => expectPlanned(plan, compiled, release)
  return { planId: plan.id, expect }
}

/** A process identifier is enough for a reload; who starts the broker anew is not known by it. */
function commandsOf({ pidFile, reloadCommand, restartCommand }: ApplyCommandOptions) {
  const hangUp = pidFile === undefined ? undefined : `kill -HUP "$(cat ${shownWord(pidFile)})"`
  return {
    reload: reloadCommand ?? hangUp ?? 'systemctl reload mosquitto',
    restart: restartCommand ?? 'systemctl restart mosquitto',
  }
}

function prober(
  { broker, output }: CompiledBroker,
  machine: Machine,
  { probe, ssh, probeHost = ssh === undefined ? '127.0.0.1' : broker.host, wait }: ApplyCommandOptions,
): (release: string) => Promise<string | undefined> {
  return async (release) => {
    if (!probe) return undefined
    const conf = (await machine.readText(release, CONF_FILE)) ?? ''
    const all = listenerPlaces(conf, `${machine.folder}/current`, probeHost)
    const places = ssh === undefined ? all : all.filter(isReachable)
    const certificates = new Map<string, string>()
    for (const { certificate } of places)
      if (certificate !== undefined)
        certificates.set(certificate, (await machine.readText(release, certificate)) ?? '')
    const trust = {
      ...{ host: broker.host, roots: rootsOf(output) },
      certificateOf: ({ certificate = '' }: ListenerPlace) => certificates.get(certificate),
    }
    return patientProblem(places, trust, wait)
  }
}

/** What listens for its own machine only cannot be asked from another one. */
function isReachable({ host, socket }: ListenerPlace): boolean {
  return socket === undefined && !/^(127\.|::1$|localhost$)/.test(host)
}

function rootsOf(output: string): readonly string[] {
  const folder = join(output, 'pki')
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
}

const PAUSE_MS = 200

/** Asks until all serve, or the patience is over. */
async function patientProblem(
  places: readonly ListenerPlace[],
  trust: ProbeTrust,
  waitSeconds: number,
): Promise<string | undefined> {
  const deadline = performance.now() + waitSeconds * 1000
  for (;;) {
    const problem = await firstProblem(places, trust)
    if (problem === undefined || performance.now() > deadline) return problem
    await sleep(PAUSE_MS)
  }
}

async function firstProblem(
  places: readonly ListenerPlace[],
  trust: ProbeTrust,
): Promise<string | undefined> {
  for (const place of places) {
    const problem = await listenerProblem(place, trust)
    if (problem !== undefined) return `listener ${place.name} does not serve: ${problem}`
  }
  return undefined
}

function appliedText(
  { broker, release }: CompiledBroker,
  { name }: Machine,
  { effect, previous }: Applied,
  { probe }: Pick<ApplyCommandOptions, 'probe'>,
): string {
  if (effect === 'none') return `${broker.name}: ${name} is up to date, release ${release.id}`
  const done = { hot: 'nothing to tell the broker', reload: 'reloaded', restart: 'restarted' }[effect]
  const from = previous === undefined || previous === release.id ? '' : `, in place of ${previous}`
  const seen = probe ? 'and it serves' : 'and nobody asked whether it serves'
  return `${broker.name}: release ${release.id} is in force in ${name}${from}; ${done}, ${seen}`
}
