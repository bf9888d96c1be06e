/** A disk that takes no more, for the store's process: a limit on the size of its files, lifted after a while. */

import { type ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openLevelStore } from '../../../src/broker/store/level-store.ts'
import { bundled } from '../../support/bundled.ts'

const SCRIPT = bundled('test/broker/store/fill-until-full.ts')
const LIMIT_KIB = 200

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mqttopia-full-'))
})

afterAll(() => rm(folder, { recursive: true }))

class Script {
  readonly #child: ChildProcessWithoutNullStreams
  #output = ''

  constructor() {
    const command = `ulimit -S -f ${LIMIT_KIB}; exec "$0" "$@"`
    const args = [process.execPath, SCRIPT.path, folder]
    this.#child = spawn('bash', ['-c', command, ...args])
    this.#child.stdout.setEncoding('utf8')
    this.#child.stdout.on('data', (text: string) => {
      this.#output += text
    })
    this.#child.stderr.pipe(process.stderr)
    onTestFinished(() => void this.#child.kill('SIGKILL'))
  }

  get lines(): string[] {
    return this.#output.trim().split('\n')
  }

  async until(line: RegExp): Promise<void> {
    while (!this.lines.some((one) => line.test(one))) await once(this.#child.stdout, 'data')
  }

  liftLimit(): void {
    execFileSync('prlimit', ['--pid', String(this.#child.pid), '--fsize=unlimited'])
  }

  async end(): Promise<void> {
    this.#child.stdin.write('end\n')
    await once(this.#child, 'close')
  }
}

const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0

describe.skipIf(!hasPrlimit && process.env.CI !== 'true')('a store on a disk that is full', () => {
  it('says so, acknowledges nothing meanwhile, and writes all once there is room', async () => {
    const script = new Script()
    await script.until(/^failure/)
    const failure = script.lines.find((line) => line.startsWith('failure'))
    expect(failure).toBe(`failure cannot write to the store ${folder}: file too large`)
    script.liftLimit()
    await script.until(/^recovery/)
    await script.end()
    const count = Number(/^closed (\d+)$/.exec(script.lines.at(-1) ?? '')?.[1])
    expect(count).toBeGreaterThan(0)
    const acknowledged = script.lines.filter((line) => line.startsWith('ok ')).length
    expect(acknowledged).toBeLessThan(count)
    const store = await openLevelStore({ folder, sync: false })
    expect([...(await store.recover()).retained]).toHaveLength(count)
    await store.close()
  })
})
