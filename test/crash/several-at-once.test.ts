/** Several processes on one state folder and one output: each waits for the one before it. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { expectWhole, type Shape, write } from './compile-scenarios.ts'
import { MQTTOPIA, newPlace } from './kill-scenario.ts'

const shape: Shape = {
  devices: Array.from({ length: 40 }, (_, i) => `d${i}`),
  ...{ topic: 'a', port: 8883 },
}

async function compile(
  folder: string,
  out: string,
): Promise<{ readonly code: unknown; readonly said: string }> {
  const child = spawn(process.execPath, [MQTTOPIA.path, 'compile', '--out', out], { cwd: folder })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return { code, said }
}

test('nothing is issued twice, and every output is whole', async () => {
  const place = newPlace()
  write(place, shape)
  const outs = ['build', 'build', 'other', 'build']
  const ran = await Promise.all(outs.map((out) => compile(place.folder, out)))
  for (const { code, said } of ran) expect(code, said).toBe(0)
  const issued = ran.flatMap(({ said }) => /certificates: ([\d,]+) issued/.exec(said)?.[1] ?? [])
  expect(issued).toHaveLength(1)
  for (const out of ['build', 'other']) {
    expectWhole(place.path(out))
    await place.mqttopia('compile', '-q', '--check', '--no-cache', '--out', out)
  }
  const serials =
    readFileSync(place.path('.mqttopia/lock.jsonl'), 'utf8').match(/"serial":"[0-9a-f]+"/g) ?? []
  expect(serials.length).toBeGreaterThan(40)
  expect(new Set(serials).size).toBe(serials.length)
  const left = readdirSync(place.folder).filter((name) => name.includes('build.'))
  expect(left).toEqual([])
}, 120_000)
