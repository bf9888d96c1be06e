import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fileReader } from '../../../src/broker/config/file-reader.ts'
import { loadBrokerConfig } from '../../../src/broker/config/load-broker-config.ts'
import { Failure } from '../../../src/diagnostics/failure.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'mqttopia-conf-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('a configuration and what it includes come from files', () => {
  const at = folder()
  mkdirSync(join(at, 'd'))
  writeFileSync(join(at, 'd', 'b.conf'), 'max_keepalive 2\n')
  writeFileSync(join(at, 'd', 'a.conf'), 'max_queued_messages 1\n')
  writeFileSync(join(at, 'conf'), `include_dir ${join(at, 'd')}\nmax_keepalive 3\n`)
  const { config } = loadBrokerConfig(join(at, 'conf'), fileReader, { hostName: 'here' })
  expect(config?.limits).toMatchObject({ maxKeepAliveSeconds: 3, maxQueuedMessages: 1 })
})

test.each([
  ['that is not there', (at: string) => join(at, 'none'), 'it does not exist'],
  ['that is a folder', (at: string) => at, 'it is a folder'],
])('a file %s is a failure', (_, pathIn, reason) => {
  const path = pathIn(folder())
  const read = () => loadBrokerConfig(path, fileReader, { hostName: 'here' })
  expect(read).toThrow(Failure)
  expect(read).toThrow(`cannot read ${path}: ${reason}`)
})

test('a file that may not be read is a failure', (context) => {
  if (process.getuid?.() === 0) context.skip()
  const path = join(folder(), 'conf')
  writeFileSync(path, '')
  chmodSync(path, 0)
  expect(() => loadBrokerConfig(path, fileReader, { hostName: 'here' })).toThrow(
    `cannot read ${path}: permission denied`,
  )
})

test('bytes that are not UTF-8 are read, and then refused in their line', () => {
  const path = join(folder(), 'conf')
  writeFileSync(path, Buffer.from([...Buffer.from('# \xff\nuser '), 0xff, 0x0a]))
  const { config, diagnostics } = loadBrokerConfig(path, fileReader, { hostName: 'here' })
  expect(config).toBeUndefined()
  expect(diagnostics.map(({ code }) => code)).toEqual(['conf-text-invalid'])
})
