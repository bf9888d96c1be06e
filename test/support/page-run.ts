/** Runs the commands of a page of docs/ as they stand, with `mqttopia` on the path. */

import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

export interface PageRun {
  readonly said: string
  readonly status: number | null
}

/** A folder of its own, with `bin/mqttopia` in it, which runs `program`. */
export function pageFolder(name: string, program: string): string {
  const folder = mkdtempSync(join(tmpdir(), `mqttopia-${name}-`))
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'bin'))
  const script = `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`
  writeFileSync(join(folder, 'bin/mqttopia'), script, { mode: 0o755 })
  return folder
}

/** The blocks of a language in a page, or in the part under one of its headings. */
export function pageBlocks(page: string, language: string, heading?: string): readonly string[] {
  const text = readFileSync(join(ROOT, 'docs', page), 'utf8')
  const part =
    heading === undefined ? text : (text.split(/^## /m).find((one) => one.startsWith(heading)) ?? '')
  const blocks = part.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))
  return Array.from(blocks, ([, block = '']) => block)
}

export function runScript(script: string, folder: string, cwd: string): PageRun {
  const env = {
    PATH: `${join(folder, 'bin')}:${process.env.PATH}:/usr/sbin`,
    HOME: folder,
    ...{ GIT_AUTHOR_NAME: 't', GIT_AUTHOR_EMAIL: 't@example.org' },
    ...{ GIT_COMMITTER_NAME: 't', GIT_COMMITTER_EMAIL: 't@example.org' },
  }
  const ran = spawnSync('bash', ['-e'], { input: script, cwd, env, encoding: 'utf8' })
  return { said: `${ran.stdout}${ran.stderr}`, status: ran.status }
}
