/** Everything that a broker is started from, read and checked: its configuration, and the files that it names. */

import { hostname } from 'node:os'
import { type Diagnostic, isError, type Locate } from '../diagnostics/diagnostic.ts'
import type { BrokerConfig } from './config/broker-config.ts'
import { fileReader } from './config/file-reader.ts'
import { loadBrokerConfig } from './config/load-broker-config.ts'
import type { ConfigOptions } from './config/read-broker-config.ts'
import { readSecurities, type Securities } from './security/securities.ts'

export interface LoadedBroker {
  /** `undefined` when there are errors. */
  readonly ready: { readonly config: BrokerConfig; readonly securities: Securities } | undefined
  readonly diagnostics: readonly Diagnostic[]
  readonly locate: Locate
  /** A file of security could not be opened; then the diagnostics say which. */
  readonly isUnopened: boolean
}

/**
 * Touches nothing. `path`: of a mosquitto.conf(5); without it the broker listens on this machine only.
 *
 * @throws Failure if the configuration file cannot be read.
 */
export async function loadBroker(
  path: string | undefined,
  options: Partial<ConfigOptions> = {},
): Promise<LoadedBroker> {
  const {
    config,
    diagnostics: found,
    locate,
  } = loadBrokerConfig(path, fileReader, {
    hostName: hostname(),
    ...options,
  })
  if (config === undefined) return { ready: undefined, diagnostics: found, locate, isUnopened: false }
  const { securities, isUnopened, diagnostics: inFiles } = await readSecurities(config)
  const diagnostics = [...found, ...inFiles]
  if (securities === undefined || diagnostics.some(isError))
    return { ready: undefined, diagnostics, locate, isUnopened }
  return { ready: { config, securities }, diagnostics, locate, isUnopened }
}
