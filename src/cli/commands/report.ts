/** `mqttopia report`: one page about the topology, for people without mqttopia. */

import type { Command } from 'commander'
import { byteCount } from '../../diagnostics/counted.ts'
import { makeReport } from '../../report/make-report.ts'
import { readInventory } from '../../state/issuance/certificate-inventory.ts'
import { packageTexts } from '../../state/package-files.ts'
import { emittedLines } from '../../targets/mosquitto/emitted-lines.ts'
import { askSpec, SPEC_ARGUMENT } from '../access/answer-verb.ts'
import { writtenIn } from '../access/lines-of.ts'
import { type AtOptions, atOption, hostAt } from '../at-option.ts'
import { writeReport } from '../format-file.ts'
import { globalOptions, type ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { printDiagnostics } from '../output-format.ts'
import { stateFolder, stateOption } from '../own-folders.ts'
import { type Exit, verb } from '../verb.ts'
import { VERSION } from '../version.ts'

interface ReportOptions extends ParsedGlobalOptions, AtOptions {
  readonly env?: string
  readonly state?: string
  readonly out: string
}

export function reportCommand(host: Host, exit: Exit): Command {
  const command = verb('report', {
    description: 'write a page about the topology: picture, access, findings, certificates',
    examples: [
      ['mqttopia report', 'report.html, which works offline and loads nothing'],
      [
        'mqttopia report --at 2027-06-01 --out access.html',
        'as of a day: the same spec gives the same bytes',
      ],
    ],
  })
  return command
    .argument(...SPEC_ARGUMENT)
    .option('-e, --env <name>', 'merge in this environment of the spec')
    .option(...stateOption)
    .addOption(atOption())
    .option('--out <file>', 'the page', 'report.html')
    .action((path: string | undefined, options: ReportOptions) => runReport(host, exit, path, options))
}

async function runReport(
  given: Host,
  exit: Exit,
  path: string | undefined,
  options: ReportOptions,
): Promise<void> {
  const now = hostAt(given, options.at).now()
  const host = { ...given, now: () => now }
  const spec = await askSpec(host, exit, path, options)
  if (spec === undefined) return
  const { topology, document, folder, diagnostics } = spec
  const inventory = await readInventory(topology, {
    ...{ stateFolder: stateFolder(host, folder, options), specFolder: folder, now },
  })
  const { color, quiet } = globalOptions(host, options)
  await printDiagnostics(host, inventory.diagnostics, document.locate, { color, quiet: true })
  const page = await makeReport({
    ...{ topology, spec: document.path, version: VERSION, now, diagnostics, locate: document.locate },
    ...(options.env === undefined ? {} : { environment: options.env }),
    ...{ certificates: inventory.entries, templates: packageTexts('templates') },
    writtenAt: writtenIn(emittedLines(topology)),
  })
  await writeReport(host, options.out, page)
  if (!quiet) host.stderr(`${options.out}: ${byteCount(Buffer.byteLength(page))}\n`)
}
