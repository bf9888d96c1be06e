/** The command line in few files, beside those that `tsc` makes of the library: it begins in half the time. */

import { defineConfig } from 'rolldown'
import { readyGate } from './scripts/ready-gate.ts'

export default defineConfig({
  input: 'src/cli/main.ts',
  platform: 'node',
  external: /^[^./]/, // packages stay what they are
  plugins: [readyGate],
  checks: { eval: false },
  logLevel: 'warn',
  // In one folder, two below the root: from there the program finds the files of the package.
  output: { dir: 'dist/cli', format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'part-[name].js' },
})
