/** Real client libraries, with every version of the protocol; both brokers must show them the same. */

import { afterAll, describe, expect, test } from 'vitest'
import { pythonWithPaho } from '../../bundles/python-with-paho.ts'
import { mqttJs } from '../support/mqtt-js.ts'
import { Paho } from '../support/paho.ts'
import type { Peer } from '../support/peer-client.ts'
import { describeOnBoth, type Engine, placeBroker } from '../support/running-broker.ts'
import { expected, FEATURES, runFeature } from './client-features.ts'

const VERSIONS = [3, 4, 5] as const
const OPEN = 'allow_anonymous true\n'

const CASES = FEATURES.flatMap((feature) =>
  VERSIONS.filter((version) => feature.versions?.includes(version) ?? true).map((version) => ({
    name: `version ${version}: ${feature.name}`,
    version,
    feature,
  })),
)

function testAll(engine: Engine, peer: () => Peer): void {
  test.each(CASES)('$name', async ({ feature, version }) => {
    const { conf = OPEN, files = {} } = feature
    const { port } = await placeBroker(engine, `listener PORT 127.0.0.1\n${conf}`, files)
    const seen = await runFeature(feature, peer(), { transport: 'tcp', port }, version)
    expect(seen).toEqual(expected(feature, version))
  })
}

describeOnBoth('MQTT.js', [], (engine) => testAll(engine, () => mqttJs))

describe.skipIf(process.env.CI !== 'true' && pythonWithPaho() === undefined)('python3-paho-mqtt', () => {
  let paho: Paho | undefined
  const started = () => {
    paho ??= new Paho()
    return paho
  }
  afterAll(() => paho?.close())
  describeOnBoth('paho-mqtt', [], (engine) => testAll(engine, started))
})

test('a Python with paho-mqtt is installed in CI', () => {
  if (pythonWithPaho() === undefined) console.warn('SKIPPED "paho-mqtt": no python3 with paho-mqtt here')
  expect(pythonWithPaho() !== undefined || process.env.CI !== 'true').toBe(true)
})
