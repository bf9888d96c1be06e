/** The options `--baseline` and `--write-baseline`: what is known does not fail, and what is new does. */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { counted } from '../../diagnostics/counted.ts'
import { type Diagnostic, isError, isNoInfo, type Locate } from '../../diagnostics/diagnostic.ts'
import { findingKey } from '../../diagnostics/finding-key.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { writeReport } from '../format-file.ts'
import type { Host } from '../host.ts'
import { printDiagnostics } from '../output-format.ts'
import type { PrintOptions } from '../verb.ts'
import { baselineText, type KnownFinding, readBaseline } from './baseline-file.ts'

export interface BaselineOptions {
  readonly baseline?: string
  readonly writeBaseline?: string
}

export function withBaseline(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--baseline <file>',
        'leave out the findings of this file, and fail for any other',
      ).conflicts('writeBaseline'),
    )
    .option('--write-baseline <file>', 'write the findings of now there, and accept them')
}

/** Prints the findings that count, and says `success` where none does and no baseline was asked for. */
export async function reportFindings(
  host: Host,
  found: readonly Diagnostic[],
  {
    verb,
    locate,
    print,
    options,
    success,
  }: {
    readonly verb: string
    readonly locate: Locate
    readonly print: PrintOptions
    readonly options: BaselineOptions
    readonly success: () => string
  },
): Promise<'fail' | 'pass'> {
  const { fresh, note, isStrict } = await compareWithBaseline(host, verb, found, options)
  await printDiagnostics(host, fresh, locate, print)
  const fails = fresh.some(isStrict ? isNoInfo : isError)
  const line = note ?? (fails ? undefined : success())
  if (line !== undefined && !print.quiet) host.stderr(`${line}\n`)
  return fails ? 'fail' : 'pass'
}

interface Compared {
  /** Those that count. */
  readonly fresh: readonly Diagnostic[]
  /** Said to people; absent without a baseline. */
  readonly note?: string
  /** A warning fails too, since all that is known is in the file. */
  readonly isStrict: boolean
}

async function compareWithBaseline(
  host: Host,
  verb: string,
  found: readonly Diagnostic[],
  { baseline, writeBaseline }: BaselineOptions,
): Promise<Compared> {
  if (writeBaseline !== undefined) {
    const isThere = existsSync(resolve(host.cwd, writeBaseline))
    const known = isThere ? await readBaseline(host, writeBaseline) : []
    await writeReport(host, writeBaseline, baselineText(verb, found, known))
    return {
      fresh: [],
      note: `${writeBaseline}: ${counted(found.length, 'finding')} accepted`,
      isStrict: false,
    }
  }
  if (baseline === undefined) return { fresh: found, isStrict: false }
  const known = (await readBaseline(host, baseline)).filter(({ by }) => by === verb)
  const { fresh, left } = compare(found, known, host.now())
  const gone =
    left === 0 ? '' : `; ${counted(left)} more no longer occur: "--write-baseline ${baseline}" drops them`
  return {
    fresh,
    note: `${baseline}: ${counted(found.length - fresh.length, 'known finding')} left out${gone}`,
    isStrict: true,
  }
}

function compare(found: readonly Diagnostic[], known: readonly KnownFinding[], now: Date) {
  const today = now.toISOString().slice(0, 'YYYY-MM-DD'.length)
  const left = new Map(known.map(({ key, count = 1 }) => [key, count]))
  const over = new Map(
    known.flatMap((one) => (one.until !== undefined && one.until < today ? [[one.key, one]] : [])),
  )
  const fresh = found.flatMap((diagnostic): readonly Diagnostic[] => {
    const key = findingKey(diagnostic)
    const count = left.get(key) ?? 0
    if (count === 0) return [diagnostic]
    left.set(key, count - 1)
    const ended = over.get(key)
    return ended === undefined ? [] : [endedFinding(diagnostic, ended)]
  })
  return { fresh, left: [...left.values()].reduce((sum, count) => sum + count, 0) }
}

function endedFinding(diagnostic: Diagnostic, { until, reason }: KnownFinding): Diagnostic {
  const why = reason === undefined ? '' : ` (${quoted(reason)})`
  return { ...diagnostic, message: `${diagnostic.message}; it was accepted until ${until}${why}` }
}
