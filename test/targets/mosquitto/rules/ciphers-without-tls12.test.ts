import { expect, test } from 'vitest'
import { compile } from '../../../../src/compile.ts'
import { ciphersWithoutTls12 } from '../../../../src/targets/mosquitto/rules/ciphers-without-tls12.ts'
import { memoryReader } from '../../../support/memory-reader.ts'

const options = { now: new Date('2027-01-15T12:00:00Z'), folderName: 'test' }

const MESSAGE = 'the ciphers of listener "l" of broker "b" name none of TLS 1.2'

// as openssl ciphers -s -tls1_2 says
test.each([
  ['TLS_AES_128_GCM_SHA256', [MESSAGE]],
  ['TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384', [MESSAGE]],
  ['!aNULL:@SECLEVEL=2', [MESSAGE]],
  ['ECDHE+AESGCM:TLS_AES_128_GCM_SHA256', []],
  ['TLS_AES_128_GCM_SHA256:ECDHE+AESGCM', []],
  ['HIGH:!aNULL', []],
])('ciphers %s: %j', async (ciphers, messages) => {
  expect(await problems(ciphers)).toEqual(messages)
})

async function problems(ciphers: string): Promise<string[]> {
  const spec = `mqttopia: 1
brokers:
  b:
    host: localhost
    listeners: { l: { port: 8883, tls: { profile: server, ciphers: "${ciphers}" }, auth: [password] } }
`
  const { diagnostics } = await compile('spec.yaml', memoryReader({ 'spec.yaml': spec }), options)
  return diagnostics.filter(({ code }) => code === ciphersWithoutTls12.code).map(({ message }) => message)
}
