/** Options that every verb takes. */

import { Option } from 'commander'
import type { Host } from './host.ts'

export interface GlobalOptions {
  readonly color: boolean
  readonly quiet: boolean
}

export interface ParsedGlobalOptions {
  readonly color?: 'always' | 'never' | 'auto'
  readonly quiet?: boolean
}

export function globalOptionList(): Option[] {
  return [
    new Option('--color <when>', 'colour for people').choices(['always', 'never', 'auto']).default('auto'),
    new Option('-q, --quiet', 'print nothing for people but errors'),
  ]
}

/** `NO_COLOR` (no-color.org) and `FORCE_COLOR` count unless the command line says otherwise. */
export function globalOptions(
  host: Host,
  { color = 'auto', quiet = false }: ParsedGlobalOptions,
): GlobalOptions {
  const { NO_COLOR: no = '', FORCE_COLOR: force = '' } = host.env
  const byEnvironment = no !== '' ? false : force !== '' && force !== '0' ? true : host.isTerminal
  return { color: color === 'auto' ? byEnvironment : color === 'always', quiet }
}
