/** A bar on a terminal while long work runs; nothing elsewhere, and nothing for work that is soon done. */

import { SingleBar } from 'cli-progress'
import type { OnProgress, Phase } from '../state/progress.ts'
import type { Host } from './host.ts'

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

export interface ProgressBar {
  readonly onProgress: OnProgress
  /** Removes the bar. */
  readonly stop: () => void
}

export function progressBar(host: Host, quiet: boolean): ProgressBar {
  if (!host.isTerminal || quiet) return { onProgress: () => {}, stop: () => {} }
  const bar = new SingleBar({
    format: '{label} [{bar}] {value}/{total} {note}',
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
  })
  const start = performance.now()
  let phase: Phase | undefined
  return {
    onProgress: (progress) => {
      if (performance.now() - start < PATIENCE_MS && progress.phase !== 'waiting') return
      const { done, total = Math.max(done, 1), note = '' } = progress
      const payload = { label: LABELS[progress.phase], note }
      if (phase !== progress.phase) bar.start(total, done, payload)
      phase = progress.phase
      bar.setTotal(total)
      bar.update(done, payload)
    },
    stop: () => bar.stop(),
  }
}
