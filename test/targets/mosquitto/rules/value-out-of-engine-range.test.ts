import { expect, test } from 'vitest'
import { compile } from '../../../../src/compile.ts'
import { valueOutOfEngineRange } from '../../../../src/targets/mosquitto/rules/value-out-of-engine-range.ts'
import { memoryReader } from '../../../support/memory-reader.ts'

const options = { now: new Date('2027-01-15T12:00:00Z'), folderName: 'test' }

test.each([
  ['limits: { maxKeepAlive: 9s }', '"maxKeepAlive" only from 10s to 65535s, not 9s'],
  ['limits: { maxKeepAlive: 10s }', undefined],
  ['limits: { maxKeepAlive: 65535s }', undefined],
  ['engine: { version: "2.1" }, limits: { maxKeepAlive: 0s }', undefined],
  ['limits: { memory: 99kB }', '"memory" only from 100kB, not 99000 B'],
  ['limits: { memory: 100kB }', undefined],
  ['limits: { maxPacketSize: 19B }', '"maxPacketSize" only from 20B to 268435455B, not 19 B'],
  ['persistence: { sessionExpiry: 90m }', '"sessionExpiry" only in whole hours, not 5400s'],
])('a broker with %s: %s', async (settings, problem) => {
  expect(await problems(settings, '{ profile: server }')).toEqual(asMessages(problem))
})

test.each([
  ['TLS_AES_128_GCM_SHA256', '"ciphers" only with ciphers of TLS 1.2, not TLS_AES_128_GCM_SHA256'],
  ['"!aNULL:@SECLEVEL=2"', '"ciphers" only with ciphers of TLS 1.2, not !aNULL:@SECLEVEL=2'],
  ['"ECDHE+AESGCM:TLS_AES_128_GCM_SHA256"', undefined],
  ['HIGH:!aNULL', undefined],
])('a listener with ciphers %s: %s', async (ciphers, problem) => {
  expect(await problems('', `{ profile: server, ciphers: ${ciphers} }`)).toEqual(asMessages(problem))
})

function asMessages(problem: string | undefined): string[] {
  return problem === undefined ? [] : [`Mosquitto takes ${problem}`]
}

async function problems(settings: string, tls: string): Promise<string[]> {
  const spec = `mqttopia: 1
brokers:
  b: { host: localhost, listeners: { l: { port: 8883, tls: ${tls}, auth: [password] } }${settings === '' ? '' : `, ${settings}`} }
`
  const { diagnostics } = await compile('spec.yaml', memoryReader({ 'spec.yaml': spec }), options)
  return diagnostics.filter(({ code }) => code === valueOutOfEngineRange.code).map(({ message }) => message)
}
