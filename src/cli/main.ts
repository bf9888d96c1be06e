#!/usr/bin/env node
/** The process: its arguments, its streams, its exit code. */

import process from 'node:process'
import { failureReason } from '../diagnostics/failure.ts'
import { ExitCode } from './exit-code.ts'
import { processHost } from './process-host.ts'
import { run } from './run.ts'

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough, such as `head`, is no failure, and no reason to stop working.
    if (error.code === 'EPIPE') return
    process.once('exit', () => {
      process.exitCode = ExitCode.Failed
    })
    if (stream === process.stderr) return
    const reason = failureReason(error) ?? error.message
    process.stderr.write(`mqttopia: cannot write to standard output: ${reason}\n`)
  })
}

process.exitCode = await run(process.argv.slice(2), processHost())
