/** The bridges of the example `sites`, on real brokers: what crosses, and whom they trust. */

import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnBoth, type Engine, startBrokerOn } from '../broker/support/running-broker.ts'
import { type ExampleRun, runExample } from '../support/example-run.ts'
import { crossings, type KnownCrossing } from '../support/mosquitto-bridge-probe.ts'
import { freePort, type MosquittoBroker } from '../support/mosquitto-broker.ts'
import type { ObservedBroker } from '../support/mosquitto-probe.ts'

describeOnBoth('the bridges of sites', [], (engine) => {
  let example: ExampleRun
  beforeAll(async () => {
    example = await runExample('sites/topology.yaml', { engine })
  }, 60_000)
  afterAll(() => example.stop())

  const broker = (name: string): ObservedBroker => {
    const found = example.brokers.get(name)
    if (found === undefined) throw new Error(`${name} does not run`)
    return found
  }

  interface Way {
    readonly from: string
    readonly to: string
    readonly known: KnownCrossing
    /** Topic to the topics as which it arrives. */
    readonly carries: Readonly<Record<string, readonly string[]>>
  }

  const outwards = (site: string, other: string): Way => ({
    from: site,
    to: 'central',
    known: { topic: 'probe/important', arrivesAs: `${site}/probe/important` },
    carries: {
      'db1/important': [`${site}/db1/important`],
      '/important': [`${site}//important`],
      'db1/status': [],
      important: [],
      'db1/important/more': [],
      'a/b/important': [],
      'announcements/all': [],
      'announcements/important': [`${site}/announcements/important`],
      [`${other}/db1/important`]: [],
      [`${site}/db1/important`]: [],
    },
  })

  const inwards = (site: string): Way => ({
    from: 'central',
    to: site,
    known: { topic: 'announcements/probe', arrivesAs: 'announcements/probe' },
    carries: {
      'announcements/all': ['announcements/all'],
      'announcements/a/b/c': ['announcements/a/b/c'],
      announcements: ['announcements'],
      'announcement/all': [],
      'db1/important': [],
      [`${site}/db1/important`]: [],
      'east/announcements/all': [],
    },
  })

  test.each([outwards('east', 'west'), outwards('west', 'east'), inwards('east'), inwards('west')])(
    'carry exactly their routes from $from to $to',
    async ({ from, to, known, carries }) => {
      const seen = await crossings(broker(from), broker(to), Object.keys(carries), known)
      expect(Object.fromEntries(seen)).toEqual(carries)
    },
  )

  test('bring nothing from one site to the other', async () => {
    const seen: string[] = []
    const unwatch = broker('west').peer.watch(({ topic }) => seen.push(topic))
    const outward = outwards('east', 'west')
    await crossings(broker('east'), broker('central'), Object.keys(outward.carries), outward.known)
    const inward = inwards('west')
    await crossings(broker('central'), broker('west'), ['announcements/last'], inward.known)
    unwatch()
    expect(new Set(seen)).toEqual(new Set(['announcements/probe', 'announcements/last']))
  })

  test('show a certificate, and check that of the far broker', () => {
    const conf = readFileSync(join(example.out, 'brokers/east/mosquitto.conf'), 'utf8')
    for (const option of ['bridge_cafile', 'bridge_certfile', 'bridge_keyfile']) {
      expect(conf).toMatch(new RegExp(`^${option} /`, 'm'))
    }
    expect(conf).not.toMatch(/^bridge_insecure true$/m)
  })

  interface Deceit {
    readonly what: string
    readonly change: (conf: string) => string
    /** What east's own log says. */
    readonly says: Readonly<Record<Engine, RegExp>>
  }

  const deceits: readonly Deceit[] = [
    {
      what: 'what it really is',
      change: (conf) => conf,
      says: { mosquitto: /Received CONNACK/, reference: /connected to localhost/ },
    },
    {
      what: 'reached under a name that its certificate does not have',
      change: (conf) => conf.replaceAll(/^addresses localhost:/gm, 'addresses 127.0.0.1:'),
      says: {
        mosquitto: /certificate verify failed|host name verification failed/i,
        reference: /127\.0\.0\.1 is not in the cert's list/,
      },
    },
    {
      what: 'vouched for by another authority',
      change: (conf) =>
        conf.replaceAll(/^bridge_cafile .*$/gm, `bridge_cafile ${join(example.out, 'pki/clients-root.crt')}`),
      says: {
        mosquitto: /certificate verify failed/i,
        reference: /no trusted authority has issued its certificate/,
      },
    },
  ]

  test.each(deceits)('know a central broker that is $what', async ({ change, says }) => {
    const conf = join(example.out, 'brokers/east/deceived.conf')
    copyFileSync(join(example.out, 'brokers/east/mosquitto.conf'), conf)
    const bridge = readFileSync(conf, 'utf8')
      .replaceAll(/^persistence true$/gm, 'persistence false')
      .replaceAll(/^log_dest .*$/gm, 'log_dest stderr')
      .replaceAll(/^remote_clientid .*$/gm, 'remote_clientid deceived')
    const changed = change(bridge)
    writeFileSync(conf, changed)
    const lines = 'log_type all\n'
    const ports = new Map([...example.ports, [8884, await freePort()]])
    const east = await startBrokerOn(engine, { conf, folder: join(example.out, '..'), ports, append: lines })
    try {
      expect(await logUntil(east, says[engine])).toMatch(says[engine])
    } finally {
      await east.stop()
    }
  })
})

async function logUntil(broker: MosquittoBroker, wanted: RegExp): Promise<string> {
  for (let waited = 0; waited < 15_000 && !wanted.test(broker.log()); waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return broker.log()
}
