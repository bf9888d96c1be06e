/** Bridges between the reference broker and mosquitto, in both roles: all pairs must do the same. */

import { describe, expect, test } from 'vitest'
import { describeWithPeers } from '../../support/real-peer.ts'
import { brief, PAIRS, type Pair, placeBridge, readUntil, untilCrossing } from '../support/bridged-brokers.ts'

describeWithPeers(['mosquitto'], 'a bridge', () => {
  describe.each(PAIRS)('of $near to $far', (pair) => testBridge(pair))
  describe.each(PAIRS.filter(({ near, far }) => near === 'reference' || far === 'reference'))(
    'that comes back, of $near to $far',
    (pair) => testReconnection(pair),
  )
})

const MAPPED = `topic up/# out 1
topic down/# in 1
topic sync/# both 1
topic +/important out 1 "" site/
topic orders/# in 1 local/ central/
topic x/# both 1 l/ r/
topic "" out 1 one/here one/there
topic first/# out 1 first/ 1/
topic first/a/# out 0 first/ 2/
topic known out 2
topic known-back in 2`

/** Published at one end, and as what it comes out at the other. */
const OUTWARDS: Readonly<Record<string, readonly string[]>> = {
  'up/a/b': ['up/a/b'],
  up: ['up'],
  'down/a': [],
  'sync/a': ['sync/a'],
  'door/important': ['site/door/important'],
  'door/a/important': [],
  'l/x/1': ['r/x/1'],
  'r/x/1': [],
  'x/1': [],
  'one/here': ['one/there'],
  'first/first/a/q': ['1/first/a/q'],
  other: [],
}
const INWARDS: Readonly<Record<string, readonly string[]>> = {
  'up/a': [],
  'down/a': ['down/a'],
  'sync/a': ['sync/a'],
  'central/orders/1': ['local/orders/1'],
  'orders/1': [],
  'r/x/1': ['l/x/1'],
  'site/door/important': [],
  'one/there': [],
}

function testBridge(pair: Pair): void {
  test('carries what its topic lines say, renamed, in their directions', async () => {
    const bridge = await placeBridge(pair, { bridge: MAPPED })
    const ends = { near: await bridge.client('near'), far: await bridge.client('far') }
    await untilCrossing(ends.near, await bridge.client('far'), 'known', 'known')
    await untilCrossing(ends.far, await bridge.client('near'), 'known-back', 'known-back')
    const cross = async (from: 'near' | 'far', topics: readonly string[], last: string) => {
      const to = from === 'near' ? 'far' : 'near'
      const watcher = await bridge.client(to)
      await watcher.subscribe('#', 1)
      for (const topic of topics) await ends[from].publish(topic, topic, { qos: 1 })
      await ends[from].publish(last, 'last', { qos: 1 })
      const came = await readUntil(watcher, last)
      return Object.fromEntries(
        topics.map((sent) => {
          const as = came.filter(({ payload }) => payload === sent).map(({ topic }) => topic)
          return [sent, [...new Set(as)]] // a copy for each line that matches, but for mosquitto 2.0
        }),
      )
    }
    expect(await cross('near', Object.keys(OUTWARDS), 'known')).toEqual(OUTWARDS)
    expect(await cross('far', Object.keys(INWARDS), 'known-back')).toEqual(INWARDS)
  })

  test('delivers with the lower one of the QoS of message and topic', async () => {
    const lines = ['out', 'in'].flatMap((direction) =>
      [0, 1, 2].map((qos) => `topic ${direction}${qos} ${direction} ${qos}`),
    )
    const bridge = await placeBridge(pair, { bridge: lines.join('\n') })
    const wrong: string[] = []
    for (const [direction, from, to] of [
      ['out', 'near', 'far'],
      ['in', 'far', 'near'],
    ] as const) {
      const [publisher, watcher] = [await bridge.client(from), await bridge.client(to)]
      await untilCrossing(publisher, await bridge.client(to), `${direction}2`, `${direction}2`)
      await watcher.subscribe('#', 2)
      for (const granted of [0, 1, 2] as const)
        for (const sent of [0, 1, 2] as const) {
          await publisher.publish(`${direction}${granted}`, 'x', { qos: sent })
          const got = (await watcher.read(1)).map(brief).join()
          const wanted = `${direction}${granted} x ${Math.min(granted, sent)}`
          if (got !== wanted) wrong.push(`${got}, not ${wanted}`)
        }
    }
    expect(wrong).toEqual([])
  })

  test.each(['mqttv31', 'mqttv311', 'mqttv50'])(
    'keeps retained messages what they are, with %s',
    async (v) => {
      const bridge = await placeBridge(pair, {
        bridge: `bridge_protocol_version ${v}\ntopic out/# out 1\ntopic in/# in 1`,
      })
      const [near, far] = [await bridge.client('near'), await bridge.client('far')]
      await untilCrossing(near, await bridge.client('far'), 'out/known', 'out/known')
      await untilCrossing(far, await bridge.client('near'), 'in/known', 'in/known')
      const seen: string[] = []
      for (const [from, to, direction] of [
        [near, 'far', 'out'],
        [far, 'near', 'in'],
      ] as const) {
        const early = await bridge.client(to)
        await early.subscribe(`${direction}/+`, 1)
        await from.publish(`${direction}/kept`, 'x', { qos: 1, retain: true })
        await from.publish(`${direction}/not`, 'x', { qos: 1 })
        seen.push(...(await early.read(2)).map(brief))
        const late = await bridge.client(to)
        await late.subscribe(`${direction}/#`, 1)
        await from.publish(`${direction}/end`, 'last', { qos: 1 })
        seen.push(...(await readUntil(late, `${direction}/end`)).map(brief))
      }
      expect(seen).toEqual([
        ...['out/kept x 1', 'out/not x 1', 'out/kept x 1 retained'],
        ...['in/kept x 1', 'in/not x 1', 'in/kept x 1 retained'],
      ])
    },
  )

  test('clears the mark of retained messages where bridge_outgoing_retain is false', async () => {
    const bridge = await placeBridge(pair, { bridge: 'bridge_outgoing_retain false\ntopic out/# out 1' })
    const near = await bridge.client('near')
    await untilCrossing(near, await bridge.client('far'), 'out/known', 'out/known')
    const early = await bridge.client('far')
    await early.subscribe('out/#', 1)
    await near.publish('out/kept', 'x', { qos: 1, retain: true })
    expect((await early.read(1)).map(brief)).toEqual(['out/kept x 1'])
    const late = await bridge.client('far')
    await late.subscribe('out/#', 1)
    await near.publish('out/end', 'last', { qos: 1 })
    expect(await readUntil(late, 'out/end')).toEqual([])
  })

  test('sends each message once, and none back, over a bridge of everything', async () => {
    const bridge = await placeBridge(pair, { bridge: 'topic # both 1' })
    const [near, far] = [await bridge.client('near'), await bridge.client('far')]
    await untilCrossing(near, await bridge.client('far'), 'known', 'known')
    await untilCrossing(far, await bridge.client('near'), 'known', 'known')
    const watchers = { near: await bridge.client('near'), far: await bridge.client('far') }
    for (const watcher of Object.values(watchers)) await watcher.subscribe('#', 1)
    for (let i = 0; i < 5; i++) {
      await near.publish(`near/${i}`, 'x', { qos: 1 })
      await far.publish(`far/${i}`, 'x', { qos: 1 })
    }
    // Whatever were sent back would come before what crosses after it.
    await near.publish('last/near', 'x', { qos: 1 })
    await far.publish('last/far', 'x', { qos: 1 })
    for (const watcher of Object.values(watchers)) {
      const topics = (await watcher.read(12))
        .filter(({ payload }) => payload === 'x')
        .map(({ topic }) => topic)
      expect(topics.sort()).toEqual(
        [...['last/far', 'last/near'], ...[0, 1, 2, 3, 4].flatMap((i) => [`far/${i}`, `near/${i}`])].sort(),
      )
    }
    await near.publish('over', 'last', { qos: 1 })
    for (const watcher of Object.values(watchers)) expect(await readUntil(watcher, 'over')).toEqual([])
  })

  test('tells the near broker alone, on a topic of its own, where that is wanted', async () => {
    const bridge = await placeBridge(pair, {
      bridge: 'notifications_local_only true\nnotification_topic state/of/bridge\ntopic out/# out 1',
    })
    await untilCrossing(await bridge.client('near'), await bridge.client('far'), 'out/known', 'out/known')
    const near = await bridge.client('near')
    await near.subscribe('state/#', 1)
    expect((await near.read(1)).map(brief)).toEqual(['state/of/bridge 1 1 retained'])
    const far = await bridge.client('far')
    for (const filter of ['state/#', '$SYS/broker/connection/#', 'end']) await far.subscribe(filter, 1)
    await far.publish('end', 'last', { qos: 1 })
    expect(await readUntil(far, 'end')).toEqual([])
  })
}

/** A bridge of mosquitto takes six seconds to come back. */
function testReconnection(pair: Pair): void {
  test('tells both brokers whether it is connected', async () => {
    const state = '$SYS/broker/connection/the-bridge/state'
    const bridge = await placeBridge(pair, { bridge: 'topic out/# out 1' })
    await untilCrossing(await bridge.client('near'), await bridge.client('far'), 'out/known', 'out/known')
    const seen: string[] = []
    const near = await bridge.client('near')
    for (const watcher of [near, await bridge.client('far')]) {
      await watcher.subscribe(state, 1)
      seen.push(...(await watcher.read(1)).map(brief))
    }
    await bridge.far.stop()
    seen.push(...(await near.read(1)).map(brief))
    await bridge.far.restart()
    seen.push(...(await near.read(1)).map(brief))
    expect(seen).toEqual([`${state} 1 1 retained`, `${state} 1 1 retained`, `${state} 0 1`, `${state} 1 1`])
  })

  test.each([
    ['keeps what comes meanwhile', 'cleansession false', ['1', '2', '3']],
    ['forgets what comes meanwhile', 'cleansession true', []],
  ])('%s while the far broker is away, with %s', async (_, line, kept) => {
    const bridge = await placeBridge(pair, { bridge: `${line}\ntopic out/# out 2` })
    const near = await bridge.client('near')
    await untilCrossing(near, await bridge.client('far'), 'out/known', 'out/known')
    const state = await bridge.client('near')
    await state.subscribe('$SYS/broker/connection/the-bridge/state', 0)
    await state.read(1)
    await bridge.far.stop()
    await state.read(1)
    for (const payload of ['1', '2', '3']) await near.publish('out/kept', payload, { qos: 2 })
    await bridge.far.restart()
    const watcher = await bridge.client('far')
    await watcher.subscribe('out/#', 2)
    await state.read(1)
    await near.publish('out/end', 'last', { qos: 2 })
    const came = (await readUntil(watcher, 'out/end')).map(({ payload }) => payload)
    expect(came).toEqual(kept)
  })

  test.each([
    ['fetches', 'cleansession false', ['1', '2', '3']],
    ['misses', 'cleansession true', []],
  ])('%s what came at the far broker while the link was cut, with %s', async (_, line, wanted) => {
    const bridge = await placeBridge(pair, { bridge: `${line}\ntopic in/# in 2` })
    const [near, far] = [await bridge.client('near'), await bridge.client('far')]
    await untilCrossing(far, near, 'in/known', 'in/known')
    await near.subscribe('in/#', 2)
    const states = await bridge.client('near')
    await states.subscribe('$SYS/broker/connection/the-bridge/state', 1)
    await states.read(1)
    bridge.link.cut()
    expect((await states.read(1)).map(({ payload }) => payload)).toEqual(['0'])
    for (const payload of ['1', '2', '3']) await far.publish('in/x', payload, { qos: 2 })
    bridge.link.mend()
    expect((await states.read(1)).map(({ payload }) => payload)).toEqual(['1'])
    await untilCrossing(far, await bridge.client('near'), 'in/again', 'in/again')
    await far.publish('in/end', 'last', { qos: 2 })
    expect((await readUntil(near, 'in/end')).map(({ payload }) => payload)).toEqual(wanted)
  })
}
