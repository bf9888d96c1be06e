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

const GROUP = 'Options of every command:'

export function globalOptionList(): Option[] {
  return [
    new Option('--color <when>', 'colour for people')
      .choices(['always', 'never', 'auto'])
      .default('auto')
      .helpGroup(GROUP),
    new Option('-q, --quiet', 'print nothing for people but errors').helpGroup(GROUP),
  ]
}

export function helpOption(): Option {
  return new Option('-h, --help', 'print this help').helpGroup(GROUP)
}

/**
 * The command line decides; else `NO_COLOR` (no-color.org), then `FORCE_COLOR` (`0` forbids, as in Node), then
 * whether people look at a terminal that knows colours.
 */
export function globalOptions(
  host: Host,
  { color = 'auto', quiet = false }: ParsedGlobalOptions,
): GlobalOptions {
  return { color: color === 'auto' ? wantsColor(host) : color === 'always', quiet }
}

function wantsColor({ env, isTerminal }: Host): boolean {
  const { NO_COLOR: no = '', FORCE_COLOR: force = '', TERM: terminal = '' } = env
  if (no !== '') return false
  if (force !== '') return force !== '0' && force !== 'false'
  return isTerminal && terminal !== 'dumb'
}
