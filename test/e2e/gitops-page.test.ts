/** The commands of docs/gitops.md, run in order as they stand; only the folder and the ports are others. */

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundledCommandLine } from '../support/bundled.ts'
import { freePort } from '../support/mosquitto-broker.ts'
import { pageBlocks, pageFolder, runScript } from '../support/page-run.ts'
import { describeWithPeers } from '../support/real-peer.ts'

describeWithPeers(['git', 'bash', 'mosquitto', 'mosquitto_sub', 'mosquitto_pub'], 'docs/gitops.md', () => {
  const program = bundledCommandLine()
  let folder: string
  let said: string
  let status: number | null
  const at = (name: string) => join(folder, name)

  beforeAll(async () => {
    folder = pageFolder('gitops', program.path)
    const [core, line1] = [await freePort(), await freePort()]
    const script = pageBlocks('gitops.md', 'sh')
      .join('\n')
      .replaceAll('/tmp/gitops', folder)
      .replace('port: 8883', `port: ${core}`)
      .replace('port: 8884', `port: ${line1}`)
    const ran = runScript(asRoot(script), folder, folder)
    said = ran.said
    status = ran.status
  }, 300_000)

  afterAll(() => {
    for (const file of ['core/pid', 'line1/pid'].map(at).filter(existsSync)) {
      try {
        process.kill(Number(readFileSync(file, 'utf8')))
      } catch {
        // it has ended, as the last command of the page has it
      }
    }
    rmSync(folder, { recursive: true, force: true })
  })

  test('ends well, and passes a message before and after the change', () => {
    expect({ status, said }).toMatchObject({ status: 0 })
    expect(said.match(/^running$/gm)).toHaveLength(2)
  })

  test('restarts at first, and reloads for a change of rights', () => {
    for (const broker of ['core', 'line1']) {
      expect(said).toMatch(
        new RegExp(`^${broker}: release \\w+ is in force in .*; restarted, and it serves$`, 'm'),
      )
      expect(said).toMatch(
        new RegExp(`^${broker}: release \\w+ .*, in place of \\w+; reloaded, and it serves$`, 'm'),
      )
      expect(said).toMatch(new RegExp(`^${broker}: .* is as it was compiled$`, 'm'))
    }
  })

  test('shows the plan of the change', () => {
    expect(said).toContain('2 brokers (core: reload, line1: reload); users: 1 new')
    expect(said).toContain('+ issue 1: user/press8')
  })

  test('commits no secret in clear', () => {
    const grep = spawnSync('git', ['grep', '-lE', 'PRIVATE KEY|pkcs8', 'main'], { cwd: at('repo') })
    expect(grep.status).toBe(1)
  })
})

/** Mosquitto gives root's rights up, and could not read what root has installed. */
function asRoot(script: string): string {
  return process.getuid?.() === 0 ? script.replace(/(log: \S+\/log) \}/g, '$1, user: root }') : script
}
