/** A bar on a terminal while long work runs; nothing elsewhere, and nothing for work that is soon done. */

import type { Options, Params } from 'cli-progress'
import { counted } from '../diagnostics/counted.ts'
import { lazyPackage } from '../files/lazy-package.ts'
import type { OnProgress, Phase, Progress } from '../state/progress.ts'
import type { Host } from './host.ts'

const cliProgress = lazyPackage<typeof import('cli-progress')>('cli-progress')

const LABELS: Readonly<Record<Phase, string>> = {
  waiting: 'waiting',
  keys: 'making keys',
  certificates: 'issuing certificates',
  passwords: 'hashing passwords',
  saving: 'saving',
  files: 'writing files',
}

/** Work that ends before this needs no bar. */
const PATIENCE_MS = 500

const BAR_WIDTH = 30

export interface ProgressBar {
  readonly onProgress: OnProgress
  /** Removes the bar; later progress brings it back. */
  readonly stop: () => void
}

export function progressBar({ isTerminal }: Host, quiet: boolean): ProgressBar {
  if (!isTerminal || quiet) return { onProgress: () => {}, stop: () => {} }
  const { SingleBar } = cliProgress()
  const bar = new SingleBar({
    format: (_: Options, { maxWidth }: Params & { readonly maxWidth?: number }, payload: Progress) =>
      progressLine(payload, (maxWidth ?? 80) - 1),
    stream: process.stderr,
    clearOnComplete: true,
    // Nothing that an interrupted process would leave changed on the terminal; and Ctrl-C must end it.
    gracefulExit: false,
    linewrap: true,
  })
  const start = performance.now()
  let isRunning = false
  return {
    onProgress: (progress) => {
      if (!isRunning && performance.now() - start < PATIENCE_MS && progress.phase !== 'waiting') return
      if (!isRunning) bar.start(1, 0, { ...progress })
      isRunning = true
      bar.update(0, { total: undefined, note: undefined, ...progress })
    },
    stop: () => {
      isRunning = false
      bar.stop()
    },
  }
}

/** One line of at most `width` columns. Without a known end, only what is done is counted; a single step has no amount. */
export function progressLine(progress: Progress, width: number): string {
  return `${LABELS[progress.phase]}${amountDone(progress)}`.slice(0, width)
}

function amountDone({ done, total, note }: Progress): string {
  if (note !== undefined) return `: ${note}`
  if (total === undefined) return `  ${counted(done)}`
  if (total === 1) return ''
  const share = total === 0 ? 1 : Math.min(1, done / total)
  const bar = '='.repeat(Math.floor(share * BAR_WIDTH)).padEnd(BAR_WIDTH, '-')
  return ` [${bar}] ${Math.floor(share * 100)}%  ${counted(done)} of ${counted(total)}`
}
