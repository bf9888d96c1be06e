/** Runs the command line in this process, in a folder of its own, and gives what it said. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ExitCode } from '../../src/cli/exit-code.ts'
import type { Host } from '../../src/cli/host.ts'
import { run } from '../../src/cli/run.ts'
import { fileReader } from '../../src/state/file-reader.ts'
import { tempFolder } from '../state/support/temp-folder.ts'

export interface Ran {
  readonly exitCode: ExitCode
  readonly stdout: string
  readonly stderr: string
}

export interface CommandLine {
  /** Absolute; goes with the test. */
  readonly folder: string
  readonly path: (name: string) => string
  /** Writes files below the folder. */
  readonly write: (files: Readonly<Record<string, string | Uint8Array>>) => void
  /** What a shell would split into words is given as words. */
  readonly mqttopia: (...argv: readonly string[]) => Promise<Ran>
}

export const NOW = new Date('2027-01-15T12:00:00Z')

/** A spec without a finding, with one user of each kind of secret, and bundles. */
export const GOOD_SPEC = `mqttopia: 1
name: shed
brokers:
  shed:
    listeners:
      mqtts: { port: 8883, tls: { profile: server }, auth: [password] }
users:
  alice: { at: shed, auth: { password: { generate: {} } }, publish: [shed/door], bundles: [options] }
  bob: { at: shed, auth: { password: { generate: {} } }, subscribe: [shed/door] }
bundles:
  options: { format: mosquitto }
`

/** A warning at line 9: what is denied was never allowed. */
export const WARNED_SPEC = GOOD_SPEC.replace(
  'subscribe: [shed/door]',
  'subscribe: [shed/door], deny: [{ subscribe: attic/# }]',
)

/** That warning, and an error at line 6. */
export const BAD_SPEC = WARNED_SPEC.replace('profile: server', 'profile: sever')

/** @param host what differs from a pipe in the morning of {@link NOW} without any environment */
export function commandLine(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  host: Partial<Host> = {},
): CommandLine {
  const folder = tempFolder()
  const path = (name: string) => join(folder, name)
  const write: CommandLine['write'] = (more) => {
    for (const [name, content] of Object.entries(more)) {
      mkdirSync(dirname(path(name)), { recursive: true })
      writeFileSync(path(name), content)
    }
  }
  write(files)
  const mqttopia = async (...argv: readonly string[]): Promise<Ran> => {
    const said = { stdout: '', stderr: '' }
    const exitCode = await run(argv, {
      cwd: folder,
      env: {},
      now: () => NOW,
      stdout: (text) => {
        said.stdout += text
      },
      stderr: (text) => {
        said.stderr += text
      },
      isTerminal: false,
      reader: fileReader(folder),
      onSignal: () => () => {},
      ...host,
    })
    return { exitCode, ...said }
  }
  return { folder, path, write, mqttopia }
}
