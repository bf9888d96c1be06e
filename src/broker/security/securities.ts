/** The security of all listeners of a broker, read in one go. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { BrokerConfig, SecurityConfig } from '../config/broker-config.ts'
import { type Security, securityConfigOf } from './security.ts'
import { readSecurityFiles, type SecurityReading } from './security-files.ts'

export interface Securities {
  readonly global: Security
  /** `per_listener_settings`: who is not in {@link byListener} may do nothing. */
  readonly perListener: boolean
  /** By the name of the listener; those that are not there have the global one. */
  readonly byListener: ReadonlyMap<string, Security>
}

export interface SecuritiesReading extends Omit<SecurityReading, 'security'> {
  /** `undefined` when anything is missing or wrong, as in {@link SecurityReading}. */
  readonly securities: Securities | undefined
}

/** A file that several listeners name is read once, and its rules are there once. */
export async function readSecurities(
  config: Pick<BrokerConfig, 'listeners' | 'perListenerSettings' | 'security'>,
): Promise<SecuritiesReading> {
  const readings = new Map<string, SecurityReading>()
  const read = async (options: SecurityConfig): Promise<Security | undefined> => {
    const files = JSON.stringify([options.aclFile, options.passwordFile, options.pskFile])
    const reading = readings.get(files) ?? (await readSecurityFiles(options))
    readings.set(files, reading)
    return reading.security && { ...reading.security, config: options }
  }
  const byListener = new Map<string, Security>()
  const global = await read(config.security)
  const apart = config.listeners.filter(
    ({ security }) => config.perListenerSettings || security !== undefined,
  )
  for (const listener of apart) {
    const security = await read(securityConfigOf(config, listener))
    if (security !== undefined) byListener.set(listener.name, security)
  }
  const all = [...readings.values()]
  const diagnostics: Diagnostic[] = all.flatMap((reading) => reading.diagnostics)
  const isWhole = all.every(({ security }) => security !== undefined)
  const securities = { perListener: config.perListenerSettings, byListener }
  return {
    securities: isWhole && global !== undefined ? { global, ...securities } : undefined,
    isUnopened: all.some(({ isUnopened }) => isUnopened),
    diagnostics,
  }
}
