/** `mqttopia pki status`: how certificates and revocation lists are doing. */

import { type Command, InvalidArgumentError, Option } from 'commander'
import { Failure } from '../../../diagnostics/failure.ts'
import type { StatusEntry } from '../../../pki/issuance/certificate-status.ts'
import type { Selector } from '../../../pki/issuance/selector.ts'
import { readInventory } from '../../../state/issuance/certificate-inventory.ts'
import { parseDuration } from '../../../topology/units.ts'
import { ExitCode } from '../../exit-code.ts'
import { type FormatFile, formatFileParser, writeReport } from '../../format-file.ts'
import { globalOptions } from '../../global-options.ts'
import type { Host } from '../../host.ts'
import { printDiagnostics } from '../../output-format.ts'
import { progressBar } from '../../progress-bar.ts'
import { UsageError } from '../../usage-error.ts'
import type { Exit } from '../../verb.ts'
import { type OpenPki, openPki, type PkiOptions, pkiVerb } from './pki-verb.ts'
import { nothingSelected, selectorFrom } from './selector-argument.ts'
import { statusCalendar } from './status-calendar.ts'
import { statusJson } from './status-json.ts'
import { statusMetrics } from './status-metrics.ts'
import {
  type NagiosOptions,
  nagiosLine,
  type PassiveCheck,
  parsePassiveCheck,
  passiveCheckLine,
  statusNagios,
} from './status-nagios.ts'
import { isDueBy, type StatusReport } from './status-summary.ts'
import { statusTable } from './status-table.ts'

const FORMATS = ['human', 'json', 'prometheus', 'nagios', 'ics'] as const

type StatusFormat = (typeof FORMATS)[number]

interface StatusOptions extends PkiOptions {
  readonly output?: readonly FormatFile<StatusFormat>[]
  readonly all?: boolean
  readonly expired?: boolean
  readonly within?: number
  readonly warning: number
  readonly critical: number
  readonly passive?: PassiveCheck
}

export function statusCommand(host: Host, exit: Exit): Command {
  const command = pkiVerb('status', {
    description: 'show certificates and revocation lists, who uses them, and when they end',
    examples: [
      ['mqttopia pki status', 'what there is, and what needs attention'],
      ['mqttopia pki status fleet:presses --all', 'each device of a fleet'],
      ['mqttopia pki status --within 30d -q', 'exits with 5 when something is to be renewed by then'],
      ['mqttopia pki status --at +1y', 'what would be due in a year, were nothing done'],
      ['mqttopia pki status -o nagios --warning 30d --critical 7d', 'as a plugin of Nagios or Icinga'],
      ['mqttopia pki status -o prometheus=pki.prom -o ics=pki.ics', 'for the textfile collector; a calendar'],
    ],
  })
  return command
    .argument(
      '[selectors...]',
      'user:NAME, fleet:NAME, bridge:NAME, broker:NAME, authority:NAME; default: all',
    )
    .addOption(
      new Option('-o, --output <format[=file]>', 'what to print; repeatable')
        .choices(FORMATS)
        .argParser(formatFileParser(FORMATS, ({ file = 'standard output' }) => file)),
    )
    .option('--all', 'every client, and what was replaced')
    .option('--expired', 'only what has ended')
    .option('--within <duration>', 'exit with 5 when something is due by then', duration)
    .option('--warning <duration>', 'nagios: warn when something ends within', duration, parseDuration('30d'))
    .option('--critical <duration>', 'nagios: and be critical', duration, parseDuration('7d'))
    .option('--passive <host;service>', 'nagios: print a passive check result', passive)
    .action((selectors: readonly string[], options: StatusOptions) =>
      isForNagios(options)
        ? nagiosSafe(host, exit, options, () => runStatus(host, exit, selectors, options))
        : runStatus(host, exit, selectors, options),
    )
}

function duration(text: string): number {
  try {
    return parseDuration(text)
  } catch {
    throw new InvalidArgumentError('Give a number with a unit, as in 30d.')
  }
}

function passive(text: string): PassiveCheck {
  const check = parsePassiveCheck(text)
  if (check === undefined) throw new InvalidArgumentError('Give host and service, as in "gate;certificates".')
  return check
}

function isForNagios({ output = [] }: StatusOptions): boolean {
  return output.some(({ format }) => format === 'nagios')
}

async function runStatus(
  given: Host,
  exit: Exit,
  selectors: readonly string[],
  options: StatusOptions,
): Promise<void> {
  const wanted = selectors.map(selectorFrom)
  const pki = await openPki(given, exit, options)
  if (pki === undefined) {
    if (isForNagios(options)) sayUnknown(given, exit, 'the spec is invalid', options)
    return
  }
  const { host, now, topology, spec, place } = pki
  const { color, quiet } = globalOptions(host, options)
  const bar = progressBar(host, quiet)
  const { entries, diagnostics } = await readInventory(topology, { ...place, onProgress: bar.onProgress })
  bar.stop()
  await printDiagnostics(host, diagnostics, spec.document.locate, { color, quiet: true })
  const report = { topology: topology.name, now, entries: filtered(entries, wanted, pki, options) }
  await writeStatus(host, exit, report, options)
}

function filtered(
  entries: readonly StatusEntry[],
  wanted: readonly Selector[],
  { topology }: OpenPki,
  { expired = false }: StatusOptions,
): readonly StatusEntry[] {
  const lonely = wanted.find((selector) => !entries.some((entry) => isMeant(entry, selector)))
  if (lonely !== undefined) throw nothingSelected(lonely, topology)
  return entries.filter(
    (entry) =>
      (wanted.length === 0 || wanted.some((selector) => isMeant(entry, selector))) &&
      (!expired || entry.state === 'expired'),
  )
}

/** An authority stands for itself, its list, and all that it has issued. */
function isMeant({ selector, fleet, authority }: StatusEntry, { kind, name }: Selector): boolean {
  if (kind === 'fleet') return fleet === name
  if (kind === 'authority' && authority === name) return true
  return selector === `${kind}:${name}` || (kind === 'broker' && selector.startsWith(`broker:${name}/`))
}

async function writeStatus(
  host: Host,
  exit: Exit,
  report: StatusReport,
  options: StatusOptions,
): Promise<void> {
  const { output = [{ format: 'human' }], within } = options
  for (const { format, file } of output) {
    const text = render(format, report, options)
    if (file !== undefined) await writeReport(host, file, text)
    else if (format !== 'human' || !options.quiet) host.stdout(text)
  }
  const until = new Date(report.now.getTime() + (within ?? 0) * 1000)
  if (isForNagios(options)) exit(statusNagios(report, limitsOf(options)).code)
  else if (within !== undefined && report.entries.some((entry) => isDueBy(entry, until))) exit(ExitCode.Due)
}

function render(format: StatusFormat, report: StatusReport, options: StatusOptions): string {
  const { all = false } = options
  switch (format) {
    case 'human':
      return statusTable(report, { all })
    case 'json':
      return statusJson(report)
    case 'prometheus':
      return statusMetrics(report, { all })
    case 'ics':
      return statusCalendar(report)
    case 'nagios':
      return nagiosText(statusNagios(report, limitsOf(options)), report.now, options)
  }
}

function limitsOf({ warning, critical }: StatusOptions): NagiosOptions {
  return { warningSeconds: warning, criticalSeconds: critical }
}

function nagiosText(result: ReturnType<typeof statusNagios>, now: Date, { passive }: StatusOptions): string {
  return `${passive === undefined ? result.text : passiveCheckLine(passive, result, now)}\n`
}

/** A plugin that cannot tell says so on its one line; its exit code has no other meaning. */
async function nagiosSafe(
  host: Host,
  exit: Exit,
  options: StatusOptions,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Failure || error instanceof UsageError)) throw error
    sayUnknown(host, exit, error.message, options)
  }
}

function sayUnknown(host: Host, exit: Exit, message: string, options: StatusOptions): void {
  host.stdout(nagiosText(nagiosLine(3, message), host.now(), options))
  exit(3)
}
