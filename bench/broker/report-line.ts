/** The table of a run: a line a scenario, with its ratio, its aim and who was the limit. */

import type { Outcome } from './run-scenario.ts'
import type { Aim, Sample, Scenario } from './scenario.ts'

const WIDTHS = [20, 36, 10, 10, 6, 6, 11, 4, 5, 9, 37]

function row(cells: readonly string[]): string {
  return cells
    .map((cell, i) => (i < 2 ? cell.padEnd(WIDTHS[i] ?? 0) : cell.padStart(WIDTHS[i] ?? 0)))
    .join(' ')
}

export function headLine(peer: string, subject: string): string {
  return row(['scenario', '', peer, subject, 'ratio', 'a core', 'aim', 'met', 'CPU', 'lost', 'limit'])
}

function rounded(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en')
  return value >= 1 ? value.toPrecision(3) : value.toFixed(2)
}

function ratioText(ratio: number): string {
  return Number.isNaN(ratio) ? '-' : ratio.toFixed(2)
}

function aimText(aim: Aim | undefined): string {
  if (aim === undefined) return '-'
  const [sign, bound] = aim.atLeast === undefined ? ['<=', aim.atMost ?? 0] : ['>=', aim.atLeast]
  const text = aim.of === 'value' ? rounded(bound) : String(bound)
  return `${sign} ${text}${aim.of === 'base' ? ' base' : ''}`
}

function meets(aim: Aim, value: number): boolean {
  return (
    value >= (aim.atLeast ?? Number.NEGATIVE_INFINITY) && value <= (aim.atMost ?? Number.POSITIVE_INFINITY)
  )
}

/** Who was busy: the broker or the load generator with a whole core, or both with less. */
function limitOf(sample: Sample | undefined): string {
  if (sample?.brokerShare === undefined || sample.loadShare === undefined) return '-'
  const { brokerShare, loadShare } = sample
  const who = loadShare > 0.9 ? 'LOAD' : brokerShare > 0.9 ? 'broker' : 'neither'
  return `${who} ${brokerShare.toFixed(2)}:${loadShare.toFixed(2)}`
}

function isSample(outcome: Outcome): outcome is Sample {
  return outcome !== undefined && 'value' in outcome
}

function valueText(outcome: Outcome): string {
  if (outcome === undefined) return '-'
  return isSample(outcome) ? rounded(outcome.value) : 'failed'
}

interface Measured {
  readonly ratio: number
  readonly perCore: number
  readonly value: number
  readonly base: number
  readonly cpu: number
}

/**
 * `yes` and `NO` are what was measured; `core` says that the aim is missed as measured, but met by what each broker
 * would do with a core of its own: on a busy machine neither of them gets one.
 */
export type Verdict = 'yes' | 'NO' | 'core' | '-'

function verdict({ aim, cpuAtMost }: Scenario, measured: Measured): Verdict {
  if (aim === undefined || Number.isNaN(measured[aim.of])) return '-'
  if (cpuAtMost !== undefined && measured.cpu > cpuAtMost) return 'NO'
  if (meets(aim, measured[aim.of])) return 'yes'
  return aim.of === 'ratio' && aim.atLeast !== undefined && meets(aim, measured.perCore) ? 'core' : 'NO'
}

export interface ReportLine {
  readonly text: string
  readonly met: Verdict
  readonly failures: readonly string[]
}

/** How one scenario does against another on the same broker, by processor time where it is known. */
function ofBase(sample: Sample | undefined, base: Outcome): number {
  if (sample === undefined || !isSample(base)) return Number.NaN
  const { cpuMicroseconds: cpu } = sample
  return cpu && base.cpuMicroseconds ? base.cpuMicroseconds / cpu : sample.value / base.value
}

/** The line of one scenario; `base` has the outcomes of the scenario that it is compared with. */
export function reportLine(
  scenario: Scenario,
  [peer, subject]: readonly Outcome[],
  base: readonly Outcome[],
): ReportLine {
  const [a, b] = [isSample(peer) ? peer : undefined, isSample(subject) ? subject : undefined]
  const over = (x: number | undefined, y: number | undefined) => (x ?? Number.NaN) / (y ?? Number.NaN)
  const measured: Measured = {
    ratio: over(b?.value, a?.value),
    perCore: over(a?.cpuMicroseconds, b?.cpuMicroseconds),
    value: b?.value ?? Number.NaN,
    base: ofBase(b, base[1]),
    cpu: over(b?.cpuMicroseconds, a?.cpuMicroseconds),
  }
  const met = verdict(scenario, measured)
  const text = row([
    scenario.name,
    `${scenario.title} [${scenario.unit}]`,
    valueText(peer),
    valueText(subject),
    ratioText(measured.ratio),
    scenario.unit === '/s' ? ratioText(measured.perCore) : '-',
    aimText(scenario.aim),
    met,
    ratioText(measured.cpu),
    `${a?.lost ?? '-'}:${b?.lost ?? '-'}`,
    `${limitOf(a)} / ${limitOf(b)}`,
  ])
  const shares = `${ratioText(ofBase(a, base[0]))} / ${ratioText(measured.base)}`
  const failures = [peer, subject].flatMap((one) => (one && !isSample(one) ? [one.failure] : []))
  return { text: scenario.base ? `${text}  ${shares} of ${scenario.base}` : text, met, failures }
}
