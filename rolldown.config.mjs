/** The command line in few files, beside those that `tsc` makes of the library: it begins in half the time. */

import { defineConfig } from 'rolldown'

export default defineConfig({
  input: 'src/cli/main.ts',
  platform: 'node',
  external: /^[^./]/, // packages stay what they are
  checks: { eval: false },
  logLevel: 'warn',
  // In one folder, two below the root: from there the program finds the files of the package.
  output: { dir: 'dist/cli', format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'part-[name].js' },
})
