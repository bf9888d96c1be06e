/** Which emitted file decides what clients of which listener may do, as the emitted mosquitto.conf(5) says it. */

import { isError } from '../diagnostics/diagnostic.ts'
import { SourceText } from '../diagnostics/source-text.ts'
import type { ConfEntry } from '../mosquitto-files/conf/conf-file.ts'
import { readConf } from '../mosquitto-files/conf/read-conf.ts'
import type { Broker, Listener } from '../topology/broker.ts'

export interface Decider {
  readonly kind: 'acl-file' | 'dynamic-security'
  /** Name of the file in the broker's folder. */
  readonly file: string
  readonly listeners: readonly Listener[]
}

/** Where a file is named: it decides for one listener or, without `per_listener_settings`, for all of them. */
interface Named {
  readonly kind: Decider['kind']
  readonly file: string
}

/** @throws Error where the configuration is not that of the broker, or leaves a listener open. */
export function decidersOf(broker: Broker, conf: string): readonly Decider[] {
  const named = namedFiles(broker, conf)
  const deciders = new Map<string, Named & { readonly listeners: Listener[] }>()
  for (const listener of broker.listeners) {
    const one = named.get(addressOf(listener))
    if (one === undefined) throw new Error(`listener "${listener.name}" of broker "${broker.name}" is open`)
    const known = deciders.get(one.file)
    if (known === undefined) deciders.set(one.file, { ...one, listeners: [listener] })
    else known.listeners.push(listener)
  }
  return [...deciders.values()]
}

/** By address of the listener. */
function namedFiles({ name }: Broker, conf: string): ReadonlyMap<string, Named> {
  const nothing = { read: () => '', list: () => [] }
  const { file, diagnostics } = readConf(new SourceText('mosquitto.conf', conf), nothing)
  const wrong = diagnostics.find(isError)
  if (wrong !== undefined) throw new Error(`mosquitto.conf of broker "${name}": ${wrong.message}`)
  let isPerListener = false
  let global: Named | undefined
  let here: string | undefined
  const byAddress = new Map<string, Named | undefined>()
  for (const entry of file.entries) {
    const { option, value } = entry
    const one = namedFile(entry)
    if (option.name === 'per_listener_settings' && value?.kind === 'boolean') isPerListener = value.value
    if (option.name === 'listener') {
      here = textOf(entry)
      byAddress.set(here, undefined)
    }
    if (one === undefined) continue
    if (isPerListener && here !== undefined) byAddress.set(here, one)
    else global = one
  }
  const decided = Array.from(byAddress, ([at, own]) => [at, isPerListener ? own : global] as const)
  return new Map(decided.flatMap(([at, one]) => (one === undefined ? [] : [[at, one] as const])))
}

function namedFile(entry: ConfEntry): Named | undefined {
  const { option, key } = entry
  if (option.name === 'acl_file' || key === 'plugin_opt_acl_file')
    return { kind: 'acl-file', file: lastStep(textOf(entry)) }
  if (key === 'plugin_opt_config_file') return { kind: 'dynamic-security', file: lastStep(textOf(entry)) }
  return undefined
}

function textOf({ value }: ConfEntry): string {
  if (value?.kind === 'text' || value?.kind === 'word') return value.value
  return value?.kind === 'words' ? value.rest.text : ''
}

function lastStep(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function addressOf({ transport, port, bind, socketPath }: Listener): string {
  if (transport === 'unix') return `0 ${socketPath}`
  return bind === undefined ? String(port) : `${port} ${bind}`
}
