import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { crossings } from './mosquitto-bridge-probe.ts'
import { freePort } from './mosquitto-broker.ts'
import { type ObservedBroker, observeMosquitto } from './mosquitto-probe.ts'
import { describeWithPeers } from './real-peer.ts'

const cleanUps: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function observe(conf: string): Promise<ObservedBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'mosquitto-bridge-'))
  cleanUps.push(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'mosquitto.conf'), conf)
  const observed = await observeMosquitto({ conf: join(folder, 'mosquitto.conf') })
  cleanUps.push(() => observed.stop())
  return observed
}

describeWithPeers(['mosquitto'], 'probing a bridge', () => {
  test('says what crosses in both directions, and as what', async () => {
    const [center, site] = [await freePort(), await freePort()]
    const far = await observe(`listener ${center} 127.0.0.1\nallow_anonymous true\n`)
    const near = await observe(
      [
        `listener ${site} 127.0.0.1`,
        'connection center',
        `address 127.0.0.1:${center}`,
        'restart_timeout 1',
        'topic +/important out 1 "" berlin/',
        'topic orders/# in 0 local/ ""\n',
      ].join('\n'),
    )
    const up = { topic: 'probe/important', arrivesAs: 'berlin/probe/important' }
    expect(
      Object.fromEntries(await crossings(near, far, ['press/important', 'press/state', 'orders/1'], up)),
    ).toEqual({
      'press/important': ['berlin/press/important'],
      'press/state': [],
      'orders/1': [],
    })
    const down = { topic: 'orders/probe', arrivesAs: 'local/orders/probe' }
    expect(Object.fromEntries(await crossings(far, near, ['orders/1', 'berlin/x/important'], down))).toEqual({
      'orders/1': ['local/orders/1'],
      'berlin/x/important': [],
    })
  })
})
