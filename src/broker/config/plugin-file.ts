/** What a plugin decides, for the two that only read a file. */

import { quoted } from '../../diagnostics/quoted.ts'
import type { ConfEntry } from '../../mosquitto-files/conf/conf-file.ts'
import { keySuffix } from '../../mosquitto-files/conf/conf-options.ts'
import { ACL_FILE_PLUGIN, PASSWORD_FILE_PLUGIN } from '../../mosquitto-files/conf/options/plugins.ts'
import { optionWithoutEffect, pluginInvalid, pluginUnsupported } from './codes.ts'
import type { Findings } from './findings.ts'
import type { PluginScope } from './scopes.ts'
import { valueAs } from './settings.ts'

export interface PluginFile {
  readonly decides: 'acl_file' | 'password_file'
  readonly path: string
  /** The option that names the file. */
  readonly entry: ConfEntry
}

/** Reads each plugin once, however many listeners use it. */
export class PluginFiles {
  readonly #findings: Findings
  readonly #read = new Map<PluginScope, PluginFile | undefined>()

  constructor(findings: Findings) {
    this.#findings = findings
  }

  /** Less those that are wrong, which the findings then say. */
  of(plugins: readonly PluginScope[]): readonly PluginFile[] {
    return plugins.flatMap((plugin) => this.#once(plugin) ?? [])
  }

  #once(plugin: PluginScope): PluginFile | undefined {
    if (!this.#read.has(plugin)) this.#read.set(plugin, readPlugin(plugin, this.#findings))
    return this.#read.get(plugin)
  }
}

function readPlugin(plugin: PluginScope, findings: Findings): PluginFile | undefined {
  const { opener, path, settings } = plugin
  const fileName = path.slice(path.lastIndexOf('/') + 1)
  const decides = DECIDES[fileName]
  if (decides === undefined) {
    findings.add(pluginUnsupported, opener.valueSpan, `${quoted(fileName)} cannot be loaded here`, {
      hint: 'say who may do what by acl_file and password_file',
    })
    return undefined
  }
  const options = settings.entries.filter(({ option }) => option.isPrefix === true)
  const named = (entry: ConfEntry) => keySuffix(entry.option, entry.key) === decides
  for (const entry of options.filter((entry) => !named(entry)))
    findings.add(
      optionWithoutEffect,
      entry.keySpan,
      `${quoted(entry.key)} is no option of ${quoted(fileName)}`,
    )
  const entry = options.findLast(named)
  const file = valueAs(entry, 'words')?.rest.text.replace(/^[ \t]+/, '')
  if (entry !== undefined && file !== undefined && file !== '') return { decides, path: file, entry }
  findings.add(pluginInvalid, opener.valueSpan, `${quoted(fileName)} has no file to read`, {
    hint: `write "plugin_opt_${decides} FILE" below it`,
  })
  return undefined
}

const DECIDES: Readonly<Record<string, PluginFile['decides']>> = {
  [ACL_FILE_PLUGIN]: 'acl_file',
  [PASSWORD_FILE_PLUGIN]: 'password_file',
}
