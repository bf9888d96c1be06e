/** Runs `openssl`, `certtool`, `keytool` and `java` over files in a folder of their own. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { needPeer } from './real-peer.ts'

export interface Ran {
  readonly status: number | null
  /** Standard output and standard error, one after the other. */
  readonly output: string
  readonly stdout: string
}

export interface Workplace {
  /** Writes the file and gives its path. */
  readonly file: (name: string, content: string | Uint8Array) => string
  readonly path: (name: string) => string
  readonly run: (program: string, ...args: readonly string[]) => Ran
  /** As {@link Workplace.run}, but fails the test unless the program succeeds. */
  readonly succeed: (program: string, ...args: readonly string[]) => string
}

/** A folder that goes away with the test. */
export function workplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-pki-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = (name: string) => join(folder, name)
  const run = (program: string, ...args: readonly string[]): Ran => {
    const { status, stdout, stderr } = spawnSync(needPeer(program), args, {
      cwd: folder,
      encoding: 'utf8',
      input: '',
      timeout: 50_000,
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    })
    return { status, output: stdout + stderr, stdout }
  }
  return {
    path,
    file: (name, content) => {
      writeFileSync(path(name), content)
      return path(name)
    },
    run,
    succeed: (program, ...args) => {
      const { status, output } = run(program, ...args)
      if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${output}`)
      return output
    },
  }
}

export function readFrom({ path }: Pick<Workplace, 'path'>, name: string): Buffer {
  return readFileSync(path(name))
}
