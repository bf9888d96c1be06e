/** Compiles the load generator on demand, once per version of its sources, into the folder for temporary files. */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SOURCES = fileURLToPath(new URL('.', import.meta.url))

function need(what: string, ...command: readonly [string, ...string[]]): void {
  const { error, status } = spawnSync(command[0], command.slice(1), { stdio: 'ignore' })
  if (error !== undefined || status !== 0)
    throw new Error(`the load generator needs ${what}; on Debian: apt-get install gcc libc6-dev libssl-dev`)
}

/** Path of the program; compiles it where that has not been done. Throws with what is missing. */
export function buildLoad(): string {
  const files = readdirSync(SOURCES).filter((name) => /\.[ch]$/.test(name))
  const digest = createHash('sha256')
  for (const name of files.toSorted()) digest.update(readFileSync(join(SOURCES, name)))
  const folder = join(
    tmpdir(),
    `mqttopia-load-${process.getuid?.() ?? 0}-${digest.digest('hex').slice(0, 16)}`,
  )
  const program = join(folder, 'load')
  if (existsSync(program)) return program
  need('a C compiler (gcc)', 'gcc', '--version')
  need('the headers of OpenSSL', 'gcc', '-E', '-include', 'openssl/ssl.h', '-x', 'c', '/dev/null')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const parts = files.filter((name) => name.endsWith('.c')).map((name) => join(SOURCES, name))
  const made = `${program}.${process.pid}`
  const flags = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-o', made, ...parts, '-lssl', '-lcrypto']
  const { status, stderr } = spawnSync('gcc', flags, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`gcc could not compile the load generator:\n${stderr}`)
  renameSync(made, program)
  return program
}
