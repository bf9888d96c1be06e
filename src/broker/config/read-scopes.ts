/**
 * Goes through a configuration as Mosquitto does, and finds what each option belongs to. A file that is included starts
 * without a listener, a bridge and a plugin (the locals of `config__read_file_core`).
 */

import { quoted } from '../../diagnostics/quoted.ts'
import type { ConfEntry, ConfFile } from '../../mosquitto-files/conf/conf-file.ts'
import {
  bridgeInvalid,
  optionNeedsBridge,
  optionNeedsListener,
  optionNeedsPlugin,
  optionOverridden,
  optionRepeated,
  perListenerSettingsLate,
  pluginInvalid,
} from './codes.ts'
import type { Findings } from './findings.ts'
import { ignoreRest } from './ignore-rest.ts'
import { refusePskBesideCertificate, refusePskFile } from './psk-beside-certificate.ts'
import type { BridgeScope, ListenerScope, PluginScope, Scopes } from './scopes.ts'
import { Settings, valueAs } from './settings.ts'

export function readScopes(file: ConfFile, findings: Findings): Scopes {
  const reader = new ScopeReader(findings)
  reader.readFile(file)
  return reader.scopes()
}

/** What the lines of one file are about. */
interface Current {
  listener?: ListenerScope
  bridge?: BridgeScope
  plugin?: PluginScope
  /** An `include_dir` opened listeners since the block of the current one began. */
  isListenerLost?: boolean
}

class ScopeReader {
  readonly #findings: Findings
  readonly #broker = new Settings()
  readonly #security = new Settings()
  readonly #listeners: ListenerScope[] = []
  readonly #bridges: BridgeScope[] = []
  readonly #plugins: PluginScope[] = []
  readonly #loaded = new Map<string, PluginScope>()
  readonly #afterInclude: ConfEntry[] = []
  #isPerListener = false
  #isLocalOnly = true
  #firstOfSecurity: ConfEntry | undefined

  constructor(findings: Findings) {
    this.#findings = findings
  }

  scopes(): Scopes {
    return {
      broker: this.#broker,
      security: this.#security,
      isPerListener: this.#isPerListener,
      isLocalOnly: this.#isLocalOnly,
      listeners: this.#listeners,
      bridges: this.#bridges,
      plugins: this.#plugins,
      afterInclude: this.#afterInclude,
    }
  }

  readFile(file: ConfFile): void {
    const current: Current = {}
    for (const entry of file.entries) this.#read(entry, current)
  }

  #read(entry: ConfEntry, current: Current): void {
    const opener = this.#openers[entry.option.name]
    if (opener !== undefined) opener(entry, current)
    else if (entry.option.scope === 'broker') this.#add(this.#broker, entry)
    else if (entry.option.scope === 'security') this.#readSecurity(entry, current)
    else if (entry.option.scope === 'listener') this.#readListener(entry, current)
    else if (entry.option.scope === 'bridge') this.#readBridge(entry, current)
    else this.#readPluginOption(entry, current)
  }

  /** Options that begin something. */
  readonly #openers: Readonly<Record<string, (entry: ConfEntry, current: Current) => void>> = {
    include_dir: (entry, current) => {
      const before = this.#listeners.length
      for (const file of entry.included ?? []) this.readFile(file)
      if (this.#listeners.length > before) current.isListenerLost = true
    },
    per_listener_settings: (entry) => this.#readPerListener(entry),
    listener: (entry, current) => {
      this.#isLocalOnly = false
      current.listener = this.#openListener(entry, false)
      current.isListenerLost = false
    },
    port: (entry, current) => this.#readDefault(entry, current),
    bind_address: (entry, current) => this.#readDefault(entry, current),
    connection: (entry, current) => this.#openBridge(entry, current),
    plugin: (entry, current) => {
      const plugins = this.#pluginsFor(entry, current)
      if (plugins !== undefined) this.#openPlugin(entry, current, plugins)
    },
    global_plugin: (entry, current) => {
      this.#firstOfSecurity ??= entry
      this.#openPlugin(entry, current, this.#plugins)
    },
    plugin_load: (entry, current) => this.#loadPlugin(entry, current),
    plugin_use: (entry, current) => this.#usePlugin(entry, current),
  }

  #add(settings: Settings, entry: ConfEntry): void {
    const { option, key, keySpan } = entry
    const before = settings.last(option.name)
    if (before !== undefined && option.repeated !== 'adds') {
      const related = [{ at: { span: before.keySpan }, message: 'it stands here already' }]
      if (option.repeated === 'refused')
        this.#findings.add(optionRepeated, keySpan, `${quoted(key)} can stand here only once`, { related })
      else
        this.#findings.add(optionOverridden, before.keySpan, `this ${quoted(before.key)} does not count`, {
          hint: 'remove it, or the later one',
          related: [{ at: { span: keySpan }, message: 'this one counts' }],
        })
    }
    settings.add(entry)
  }

  /** Once it is true, Mosquitto does not even look at a second one. */
  #readPerListener(entry: ConfEntry): void {
    if (this.#isPerListener) return
    this.#add(this.#broker, entry)
    this.#isPerListener = valueAs(entry, 'boolean')?.value ?? false
    if (this.#isPerListener && this.#firstOfSecurity !== undefined) {
      const { key, keySpan } = this.#firstOfSecurity
      this.#findings.add(
        perListenerSettingsLate,
        entry.keySpan,
        `${quoted(key)} comes before ${quoted(entry.key)}`,
        {
          hint: 'make it the first line',
          related: [{ at: { span: keySpan }, message: 'this would be of the broker' }],
        },
      )
    }
  }

  #readDefault(entry: ConfEntry, current: Current): void {
    this.#isLocalOnly = false
    current.listener = this.#defaultListener(entry)
    current.isListenerLost = false
    this.#add(current.listener.settings, entry)
  }

  #readSecurity(entry: ConfEntry, current: Current): void {
    const settings = this.#securityFor(entry, current)
    if (settings === undefined) return
    if (entry.option.name === 'psk_file') refusePskFile(entry, current.listener, this.#findings)
    this.#add(settings, entry)
  }

  /** With `per_listener_settings`, the current listener's. */
  #securityFor(entry: ConfEntry, current: Current): Settings | undefined {
    this.#firstOfSecurity ??= entry
    if (!this.#isPerListener) return this.#security
    if (current.listener === undefined) this.#refuseWithoutListener(entry)
    return current.listener?.security
  }

  #readListener(entry: ConfEntry, current: Current): void {
    const { withoutListener } = entry.option
    const isMissing =
      current.listener === undefined || (withoutListener === 'explicit' && current.listener.isDefault)
    if (isMissing && withoutListener !== 'default-listener') {
      this.#refuseWithoutListener(entry)
      return
    }
    current.listener ??= this.#defaultListener(entry)
    if (current.isListenerLost === true) this.#afterInclude.push(entry)
    refusePskBesideCertificate(entry, current.listener, this.#findings)
    this.#add(current.listener.settings, entry)
  }

  #readBridge(entry: ConfEntry, current: Current): void {
    if (current.bridge !== undefined) this.#add(current.bridge.settings, entry)
    else
      this.#findings.add(optionNeedsBridge, entry.keySpan, `${quoted(entry.key)} stands before any bridge`, {
        hint: 'write it below a line "connection NAME" in the same file',
      })
  }

  #readPluginOption(entry: ConfEntry, current: Current): void {
    if (current.plugin !== undefined) current.plugin.settings.add(entry)
    else
      this.#findings.add(optionNeedsPlugin, entry.keySpan, `${quoted(entry.key)} stands before any plugin`, {
        hint: 'write it below the line that loads the plugin',
      })
  }

  #openListener(opener: ConfEntry, isDefault: boolean): ListenerScope {
    const listener: ListenerScope = {
      opener,
      isDefault,
      settings: new Settings(),
      security: new Settings(),
      plugins: [],
    }
    this.#listeners.push(listener)
    return listener
  }

  /** The listener that needs no `listener`: there is one, however often it is asked for. */
  #defaultListener(entry: ConfEntry): ListenerScope {
    return this.#listeners.find(({ isDefault }) => isDefault) ?? this.#openListener(entry, true)
  }

  #openBridge(entry: ConfEntry, current: Current): void {
    const [word] = valueAs(entry, 'words')?.words ?? []
    const name = word?.text ?? ''
    if (word !== undefined) ignoreRest(this.#findings, entry, [word])
    const twin = this.#bridges.find((bridge) => bridge.name === name)
    if (twin !== undefined)
      this.#findings.add(bridgeInvalid, entry.valueSpan, `there are two bridges named ${quoted(name)}`, {
        hint: 'give each bridge a name of its own',
        related: [{ at: { span: twin.opener.valueSpan }, message: 'this is the first' }],
      })
    current.bridge = { opener: entry, name, settings: new Settings() }
    this.#bridges.push(current.bridge)
  }

  #pluginsFor(entry: ConfEntry, current: Current): PluginScope[] | undefined {
    if (this.#securityFor(entry, current) === undefined) return undefined
    return this.#isPerListener ? current.listener?.plugins : this.#plugins
  }

  #openPlugin(entry: ConfEntry, current: Current, plugins: PluginScope[]): void {
    const [path] = valueAs(entry, 'words')?.words ?? []
    if (path === undefined) return
    ignoreRest(this.#findings, entry, [path])
    current.plugin = { opener: entry, path: path.text, settings: new Settings() }
    plugins.push(current.plugin)
  }

  /** The path is the rest of the line, blanks included. */
  #loadPlugin(entry: ConfEntry, current: Current): void {
    const { words: [name] = [], rest } = valueAs(entry, 'words') ?? {}
    if (name === undefined || rest === undefined) return
    const path = rest.text.slice(name.end - rest.start + 1)
    if (path === '') {
      this.#findings.add(pluginInvalid, entry.valueSpan, `no file follows the name ${quoted(name.text)}`)
      return
    }
    if (this.#loaded.has(name.text))
      this.#findings.add(pluginInvalid, entry.valueSpan, `there are two plugins named ${quoted(name.text)}`)
    current.plugin = { opener: entry, name: name.text, path, settings: new Settings() }
    this.#loaded.set(name.text, current.plugin)
  }

  #usePlugin(entry: ConfEntry, current: Current): void {
    const { listener } = current
    if (listener === undefined || listener.isDefault) {
      this.#refuseWithoutListener(entry)
      return
    }
    const name = valueAs(entry, 'text')?.value
    if (name === undefined) return
    const plugin = this.#loaded.get(name)
    if (plugin === undefined) {
      this.#findings.add(pluginInvalid, entry.valueSpan, `no plugin named ${quoted(name)} was loaded`, {
        hint: `write "plugin_load ${name} FILE" before the listeners`,
      })
      return
    }
    current.plugin = plugin
    listener.plugins.push(plugin)
  }

  #refuseWithoutListener({ keySpan, key }: ConfEntry): void {
    this.#findings.add(optionNeedsListener, keySpan, `${quoted(key)} stands before any listener`, {
      hint: 'write it below a line "listener PORT" in the same file',
    })
  }
}
