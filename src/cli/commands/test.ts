/** `mqttopia test`: runs the tests of a spec on the model, or on brokers that run. */

import { type Command, InvalidArgumentError, Option } from 'commander'
import { runTests } from '../../check/policies/run-tests.ts'
import { counted } from '../../topology/user-label.ts'
import type { Host } from '../host.ts'
import { type IdentityOptions, identityOption } from '../identity-option.ts'
import { liveFindings, playedLines } from '../live/live-findings.ts'
import { onLocalBrokers, onRunningBrokers } from '../live/live-stage.ts'
import type { OtherAddress } from '../live/open-stream.ts'
import { playTests, type Stage } from '../live/play-tests.ts'
import { stateOption } from '../own-folders.ts'
import { type ProvableSpec, proveVerb } from '../prove-verb.ts'
import type { Exit } from '../verb.ts'

interface TestOptions extends IdentityOptions {
  readonly env?: string
  readonly state?: string
  readonly quiet?: boolean
  readonly live?: boolean
  readonly deployed?: boolean
  readonly broker?: ReadonlyMap<string, OtherAddress>
  readonly wait: number
}

export function testCommand(host: Host, exit: Exit): Command {
  return proveVerb<TestOptions>(host, exit, {
    name: 'test',
    description: 'run the tests of a spec: messages, and who receives them',
    examples: [
      ['mqttopia test', 'exits with 4 when a message goes elsewhere than a test says'],
      ['mqttopia test --live', 'the same with real messages, on reference brokers that run meanwhile'],
      ['mqttopia test --deployed', 'on the brokers where the spec says, with its credentials'],
      ['mqttopia test --broker core=127.0.0.1:8883', 'on a broker somewhere else'],
    ],
    prove: (spec, options) =>
      isLive(options) ? playLive(host, exit, spec, options) : runTests(spec.topology),
    success: ({ tests }, options) =>
      tests.length === 0
        ? 'there are no tests'
        : `${counted(tests.length, 'test')} passed${isLive(options) ? ' on running brokers' : ''}`,
  })
    .option('--live', 'play them on reference brokers, started here on free ports')
    .option('--deployed', 'play them on the brokers where the spec says')
    .addOption(
      new Option(
        '--broker <name=host:port>',
        'where a broker, or one of its listeners (name/listener), is instead; repeatable',
      ).argParser(parseAddress),
    )
    .addOption(
      new Option('--wait <seconds>', 'how long an expected message may take')
        .default(5)
        .argParser(parseSeconds),
    )
    .option(...stateOption)
    .option(...identityOption)
}

function isLive({ live = false, deployed = false, broker }: TestOptions): boolean {
  return live || deployed || broker !== undefined
}

async function playLive(host: Host, exit: Exit, { topology, document }: ProvableSpec, options: TestOptions) {
  const { deployed = false, broker, wait, quiet = false } = options
  const asked = { ...options, patienceMs: wait * 1000 }
  const { path } = document
  const work = (stage: Stage) => playTests(stage, topology.tests)
  const played =
    deployed || broker !== undefined
      ? await onRunningBrokers(host, exit, path, { ...asked, addresses: broker ?? new Map() }, work)
      : await onLocalBrokers(host, exit, path, asked, work)
  if (played === undefined) return undefined
  if (!quiet)
    host.stderr(
      played
        .flatMap(playedLines)
        .map((line) => `${line}\n`)
        .join(''),
    )
  return liveFindings(played)
}

function parseAddress(
  text: string,
  before: ReadonlyMap<string, OtherAddress> = new Map(),
): ReadonlyMap<string, OtherAddress> {
  const [, name, bracketed, host = bracketed, port] =
    /^([^=]+)=(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? []
  if (name === undefined || host === undefined || Number(port) > 65_535)
    throw new InvalidArgumentError('Give it as NAME=HOST:PORT.')
  return new Map([...before, [name, { host, port: Number(port) }]])
}

function parseSeconds(text: string): number {
  const seconds = Number(text)
  if (!(seconds > 0)) throw new InvalidArgumentError('Give a number of seconds.')
  return seconds
}
