import { expect, test } from 'vitest'
import { compile } from '../src/compile.ts'
import { memoryReader } from './support/memory-reader.ts'

async function codesOf(text: string): Promise<string[]> {
  const options = { now: new Date('2026-12-01T00:00:00Z'), folderName: 'test' }
  const { diagnostics } = await compile('spec.yaml', memoryReader({ 'spec.yaml': text }), options)
  return diagnostics.map(({ code }) => code)
}

const spec = ({ port = '8883', role = 'sensor' }: { readonly port?: string; readonly role?: string }) => `
mqttopia: 1
brokers:
  main: { listeners: { mqtts: { port: ${port}, tls: {}, auth: [certificate] } } }
roles:
  sensor: { publish: ["a/\${username}"] }
users:
  kitchen: { at: main, auth: { certificate: client }, roles: [${role}] }
`

test('a spec without faults has no findings', async () => {
  expect(await codesOf(spec({}))).toEqual([])
})

test('each fault is one finding: nothing echoes what was left out because it was wrong', async () => {
  expect(await codesOf(spec({ port: '88833', role: 'sensr' }))).toEqual(['bad-port', 'unknown-reference'])
})

test('findings stand in the order of the text, whichever stage makes them', async () => {
  const text = `${spec({ role: 'sensr' })}groups:\n  empty: { members: [nobody] }\nusres: {}\n`
  expect(await codesOf(text)).toEqual(['unknown-reference', 'unknown-reference', 'unknown-key'])
})
