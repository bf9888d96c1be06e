/** Loads the configuration of a broker: from a mosquitto.conf(5) and what it includes, or without any. */

import { type Diagnostic, isError, type Locate } from '../../diagnostics/diagnostic.ts'
import { Failure } from '../../diagnostics/failure.ts'
import { SourceText } from '../../diagnostics/source-text.ts'
import type { ConfReader } from '../../mosquitto-files/conf/conf-reader.ts'
import { readConf } from '../../mosquitto-files/conf/read-conf.ts'
import type { BrokerConfig } from './broker-config.ts'
import { type ConfigOptions, readBrokerConfig } from './read-broker-config.ts'

export interface LoadedConfig {
  /** `undefined` when there are errors: Mosquitto would not start either, or this broker must not. */
  readonly config: BrokerConfig | undefined
  readonly diagnostics: readonly Diagnostic[]
  readonly locate: Locate
}

/**
 * `path` of `-c`; without it the broker listens on this machine only. The files of security and the certificates are
 * named, not looked at.
 *
 * @throws Failure if the file at `path` cannot be read.
 */
export function loadBrokerConfig(
  path: string | undefined,
  reader: ConfReader,
  options: ConfigOptions,
): LoadedConfig {
  const text = path === undefined ? '' : reader.read(path)
  if (text instanceof Failure) throw text
  const conf = readConf(new SourceText(path ?? 'mosquitto.conf', text), reader)
  const reading = readBrokerConfig(conf.file, options, !conf.diagnostics.some(isError))
  const diagnostics = [...conf.diagnostics, ...reading.diagnostics]
  return {
    config: diagnostics.some(isError) ? undefined : reading.config,
    diagnostics,
    locate: (place) => ('span' in place ? place.span : undefined),
  }
}
