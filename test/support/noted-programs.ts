/** Programs that stand before those of the system in PATH, and note what they are called with. */

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** What comes after `--`, run by the shell, as sshd would. */
const FAKE_SSH = `while [ "$1" != "--" ]; do shift; done
shift 2
exec sh -c "$*"
`

const FAKE_RSYNC = `while [ "$1" != "--" ]; do shift; done
mkdir -p "\${3#*:}"
cp -a "$2." "\${3#*:}"
`

/**
 * `ssh` and `rsync` do all here, whatever machine is named; `passed` do what they do.
 *
 * @returns the calls so far, a line each: the program and its arguments
 */
export function notedPrograms(folder: string, passed: readonly string[] = []): () => string {
  const [bin, notes] = [join(folder, 'bin'), join(folder, 'notes')]
  mkdirSync(bin)
  const before = process.env.PATH ?? ''
  const passing = passed.map((name) => [name, `PATH="${before}" exec ${name} "$@"\n`] as const)
  for (const [name, text] of [['ssh', FAKE_SSH] as const, ['rsync', FAKE_RSYNC] as const, ...passing]) {
    writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s\\n' "${name} $*" >>"${notes}"\n${text}`)
    chmodSync(join(bin, name), 0o755)
  }
  process.env.PATH = [bin, before].join(delimiter)
  onTestFinished(() => {
    process.env.PATH = before
  })
  return () => (existsSync(notes) ? readFileSync(notes, 'utf8') : '')
}
