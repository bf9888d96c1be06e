/** A spec that runs on this machine: its brokers, and how they follow what the spec says. */

import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { BrokerStatus } from '../../broker/observe/broker-status.ts'
import { counted } from '../../diagnostics/counted.ts'
import { Failure } from '../../diagnostics/failure.ts'
import { isUnchanged, type OutputChange } from '../../state/output/write-output.ts'
import { brokerFolder } from '../../targets/mosquitto/install-paths.ts'
import type { Host } from '../host.ts'
import { specFolder } from '../open-spec.ts'
import { SpecInputs } from '../spec-inputs.ts'
import type { Exit, PrintOptions } from '../verb.ts'
import type { ChosenPlaces } from './choose-places.ts'
import { compileLocally, type LocalCompilation } from './compile-locally.ts'
import { listenerLines } from './listener-lines.ts'
import { LocalBrokers } from './local-brokers.ts'
import type { UpFolder } from './up-folder.ts'

export interface LocalTopologyOptions {
  readonly env?: string
  readonly verbose?: boolean
  readonly folder: UpFolder
  readonly print: PrintOptions
}

export class LocalTopology {
  readonly #host: Host
  readonly #path: string
  readonly #options: LocalTopologyOptions
  readonly #brokers: LocalBrokers
  #inputs: SpecInputs
  #places: ChosenPlaces = new Map()
  /** Brokers whose files have changed since they read them. */
  readonly #behind = new Set<string>()
  #lines = ''

  constructor(host: Host, path: string, options: LocalTopologyOptions) {
    this.#host = host
    this.#path = path
    this.#options = options
    this.#inputs = new SpecInputs(host.reader, host.cwd)
    this.#brokers = new LocalBrokers({
      confOf: (name) => join(this.files, brokerFolder(name), 'mosquitto.conf'),
      logOf: (name) => this.#logOf(name),
    })
  }

  /** Absolute path of the output, with the bundles of clients. */
  get files(): string {
    return this.#options.folder.files
  }

  /** Folders in which a change may ask for {@link follow}. */
  get folders(): readonly string[] {
    return this.#inputs.folders()
  }

  status(): BrokerStatus[] {
    return this.#brokers.status()
  }

  problem(): string | undefined {
    return this.#brokers.problem()
  }

  /** Port of a listener, where it has one. */
  portOf(broker: string, listener: string): number | undefined {
    const place = this.#places.get(`${broker}/${listener}`)?.place
    return place !== undefined && 'port' in place ? place.port : undefined
  }

  /** False where the spec is wrong: that has been printed, and `exit` told. */
  async start(exit: Exit): Promise<boolean> {
    const compiled = await this.#compile(exit)
    if (compiled === undefined) return false
    await this.#brokers.apply(compiled.topology, () => true)
    await logged()
    this.#behind.clear()
    this.#say(`${compiled.topology.name}: ${sizeOf(compiled)}\n`)
    this.#showLines(compiled)
    return true
  }

  /** Goes over to what the spec says now. Where it is wrong, or unchanged and `always` is not said, all stays. */
  async follow({ always }: { readonly always: boolean }): Promise<void> {
    if (!always && !(await this.#inputs.haveChanged())) return
    try {
      const compiled = await this.#compile(() => this.#say('The topology goes on as it was.\n'))
      if (compiled === undefined) return
      const changes = await this.#brokers.apply(compiled.topology, (name) => this.#behind.has(name))
      await logged()
      this.#behind.clear()
      for (const { broker, what } of changes) this.#say(`broker ${broker} ${what}\n`)
      if (changes.length === 0) this.#say(`${this.#path}: no change\n`)
      this.#showLines(compiled)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      this.#host.stderr(`mqttopia: ${error.message}\nWhat could not go over stays as it was.\n`)
    }
  }

  async stop(): Promise<void> {
    await this.#brokers.stop()
  }

  async #compile(exit: Exit): Promise<LocalCompilation | undefined> {
    const { env, folder, print } = this.#options
    const host = { ...this.#host, reader: new SpecInputs(this.#host.reader, this.#host.cwd) }
    this.#inputs = host.reader
    const compiled = await compileLocally(host, this.#path, {
      ...(env === undefined ? {} : { env }),
      ...{ folder, print, exit, before: this.#places, specFolder: specFolder(host, this.#path) },
    })
    if (compiled === undefined) return undefined
    this.#places = compiled.places
    for (const name of changedBrokers(compiled.change)) this.#behind.add(name)
    return compiled
  }

  /** Data, but said again only where it is other than before. */
  #showLines({ trials, places, madeUp }: LocalCompilation): void {
    const lines = listenerLines(trials, { files: this.files, cwd: this.#host.cwd })
    const text = lines.map((line) => `${line}\n`).join('')
    if (text === this.#lines) return
    this.#lines = text
    for (const line of movedLines(places)) this.#say(`${line}\n`)
    if (madeUp.length > 0)
      this.#say(`not on this machine, so made up for it: the secrets in ${madeUp.join(', ')}\n`)
    this.#host.stdout(text)
  }

  /** For people. */
  #say(text: string): void {
    if (!this.#options.print.quiet) this.#host.stderr(text)
  }

  #logOf(name: string) {
    const { verbose = false, print } = this.#options
    const write = (text: string) => this.#host.stderr(text.replace(/^(?=.)/gm, `${name} | `))
    const { now } = this.#host
    return { format: 'mosquitto', verbose, quiet: print.quiet, now, stdout: write, stderr: write } as const
  }
}

/** What the brokers have logged comes first: lines of a log are written at the end of a turn. */
const logged = setImmediate

function sizeOf({ topology: { brokers, bridges, users } }: LocalCompilation): string {
  const parts = [counted(brokers.length, 'broker'), counted(users.length, 'user')]
  if (bridges.length > 0) parts.splice(1, 0, counted(bridges.length, 'bridge'))
  return `${parts.join(', ')}, running on this machine`
}

function changedBrokers(change: OutputChange): string[] {
  if (isUnchanged(change)) return []
  const paths = [...change.added, ...change.changed, ...change.removed]
  return paths.flatMap((path) => /^brokers\/([^/]+)\//.exec(path)?.[1] ?? [])
}

function movedLines(places: ChosenPlaces): string[] {
  return Array.from(places).flatMap(([key, { place, wantedPort }]) =>
    'port' in place && place.port !== wantedPort
      ? [`${key} has port ${place.port}, since ${wantedPort} cannot be had here`]
      : [],
  )
}
