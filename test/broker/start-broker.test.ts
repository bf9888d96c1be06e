/** A broker that is told to stop while its disk takes no more: here a limit on the size of the files of this process. */

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { loadBroker } from '../../src/broker/load-broker.ts'
import { encode } from '../../src/broker/packet/encode.ts'
import { startBroker } from '../../src/broker/start-broker.ts'
import { openLevelStore } from '../../src/broker/store/level-store.ts'
import { Failure } from '../../src/diagnostics/failure.ts'
import { freePort } from '../support/mosquitto-broker.ts'
import { connectBytes } from './support/test-broker.ts'

const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0

function limitFiles(limit: string): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${limit}:`])
}

/** A broker with a store in a folder of its own. */
async function startStoring({ sync = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-full-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const port = await freePort()
  const conf = join(folder, 'mosquitto.conf')
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', `log_dest file ${folder}/log`]
  lines.push('persistence true', `persistence_location ${folder}/`, '')
  writeFileSync(conf, lines.join('\n'))
  const { ready } = await loadBroker(conf)
  if (ready === undefined) throw new Error('the configuration is wrong')
  const say = () => {}
  const log = {
    format: 'mosquitto',
    verbose: false,
    quiet: false,
    now: () => new Date(),
    stdout: say,
    stderr: say,
  } as const
  const broker = await startBroker(ready.config, ready.securities, {
    ...{ name: 'full', version: '1', log, sync },
  })
  return { broker, folder, port }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5))
}

function retained(number: number): Buffer {
  const payload = Buffer.alloc(10_000, number)
  const fields = { duplicate: false, qos: 0, retain: true, topic: `t/${number}`, packetId: 0 } as const
  return encode(4, { type: 'publish', ...fields, payload })
}

test.each([true, false])(
  'with sync %s each commit waits for the disk, or for the system alone',
  async (sync) => {
    const asked: unknown[] = []
    const { batch } = ClassicLevel.prototype
    vi.spyOn(ClassicLevel.prototype, 'batch').mockImplementation(function (this: ClassicLevel) {
      const made = batch.call(this)
      const write = made.write.bind(made)
      made.write = (options: { readonly sync?: boolean | undefined } = {}) => {
        asked.push(options.sync)
        return write(options)
      }
      return made
    } as never)
    onTestFinished(() => void vi.restoreAllMocks())
    const { broker, port } = await startStoring({ sync })
    const client = connect(port, '127.0.0.1').on('error', () => {})
    client.write(Buffer.concat([connectBytes('ada', { version: 4 }), retained(1)]))
    await until(() => broker.status().gauges.retainedMessages > 0)
    await broker.stop()
    client.destroy()
    expect(new Set(asked)).toEqual(new Set([sync]))
  },
)

describe.skipIf(!hasPrlimit && process.env.CI !== 'true')('a broker whose disk is full', () => {
  test('closes all it has when it is stopped, and says in a sentence why the last was not written', async () => {
    const { broker, folder, port } = await startStoring()
    const client = connect(port, '127.0.0.1').on('error', () => {})
    onTestFinished(() => void client.destroy())
    limitFiles('200000')
    client.write(connectBytes('ada', { version: 4 }))
    for (let number = 0; number < 40; number++) client.write(retained(number))
    await until(() => broker.problem() !== undefined)
    const failure = await broker.stop().catch((error: unknown) => error)
    limitFiles('unlimited')
    expect(failure).toBeInstanceOf(Failure)
    expect(String(failure)).toBe(
      `Failure: cannot write to the store ${folder}/mosquitto.db.mqttopia: file too large; it holds all that was acknowledged`,
    )
    expect(readFileSync(`${folder}/log`, 'utf8')).toContain('terminating')
    const store = await openLevelStore({ folder: `${folder}/mosquitto.db.mqttopia`, sync: false })
    await store.close()
  })
})
