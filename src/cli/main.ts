#!/usr/bin/env node
/** The process: its arguments, its streams, its exit code. */

import process from 'node:process'
import { fileReader } from '../state/file-reader.ts'
import { run } from './run.ts'

/** A reader that has seen enough, such as `head`, is no failure. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
}

const cwd = process.cwd()
process.exitCode = await run(process.argv.slice(2), {
  cwd,
  env: process.env,
  now: () => new Date(),
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  reader: fileReader(cwd),
})
