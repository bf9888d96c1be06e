import { expect, test } from 'vitest'
import { compile } from '../../../../src/compile.ts'
import { valueOutOfEngineRange } from '../../../../src/targets/mosquitto/rules/value-out-of-engine-range.ts'
import { memoryReader } from '../../../support/memory-reader.ts'

const options = { now: new Date('2027-01-15T12:00:00Z'), folderName: 'test' }

test.each([
  ['limits: { maxKeepAlive: 9s }', ['Mosquitto takes "maxKeepAlive" only from 10 seconds, not 9']],
  ['limits: { maxKeepAlive: 10s }', []],
  ['limits: { memory: 99kB }', ['Mosquitto takes "memory" only from 100000 bytes, not 99000']],
  ['limits: { memory: 100kB }', []],
  ['limits: { memory: 4GiB }', []],
  [
    'limits: { maxQueuedBytes: 4GiB }',
    ['Mosquitto takes "maxQueuedBytes" only up to 2147483647 bytes, not 4294967296'],
  ],
])('a broker with %s: %j', async (settings, messages) => {
  expect(await problems(settings)).toEqual(messages)
})

async function problems(settings: string): Promise<string[]> {
  const spec = `mqttopia: 1
brokers:
  b:
    host: localhost
    listeners: { l: { port: 8883, tls: { profile: server }, auth: [password] } }
    ${settings}
`
  const { diagnostics } = await compile('spec.yaml', memoryReader({ 'spec.yaml': spec }), options)
  return diagnostics.filter(({ code }) => code === valueOutOfEngineRange.code).map(({ message }) => message)
}
