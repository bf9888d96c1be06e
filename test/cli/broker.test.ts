import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../support/mosquitto-broker.ts'
import { commandLine } from './command-line.ts'
import { startVerb } from './running-verb.ts'

/** A broker on a configuration whose lines stand after a listener of this machine. */
async function placed(lines = '', args: readonly string[] = []) {
  const port = await freePort()
  const { folder, path } = commandLine()
  const conf = path('mosquitto.conf')
  const write = (more: string) =>
    writeFileSync(
      conf,
      `listener ${port} 127.0.0.1\nallow_anonymous true\nuser root\n${more.replaceAll('FOLDER', folder)}\n`,
    )
  write(lines)
  return { port, folder, write, start: () => startVerb(['broker', '-c', conf, ...args], folder) }
}

const connectTo = async (port: number) => {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 5, reconnectPeriod: 0 })
  onTestFinished(async () => void (await client.endAsync(true)))
  return client
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'it runs until %s, with its process identifier in a file',
  async (signal) => {
    const { port, folder, start } = await placed('pid_file FOLDER/pid')
    const broker = start()
    await broker.said(/running\n/)
    expect(readFileSync(join(folder, 'pid'), 'utf8')).toBe(`${process.pid}\n`)
    await (await connectTo(port)).publishAsync('a', 'x', { qos: 2 })
    broker.signal(signal)
    expect(await broker.ended).toBe(0)
    expect(broker.stderr()).toMatch(/terminating\n$/)
    expect(existsSync(join(folder, 'pid'))).toBe(false)
  },
)

test('what is wrong is said with place and status, before anything is opened', async () => {
  const { mqttopia, write, path } = commandLine({ 'bad.conf': 'listener 1883\nmax_qoss 1\n' })
  mkdirSync(path('folder'))
  for (const args of [[], ['--test-config']])
    expect(await mqttopia('broker', '-c', path('bad.conf'), ...args)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/bad.conf:2:1: error: "max_qoss" is no option of Mosquitto/),
    })
  expect(await mqttopia('broker', '-c', path('none.conf'))).toMatchObject({
    exitCode: 1,
    stderr: `mqttopia: cannot read ${path('none.conf')}: it does not exist\n`,
  })
  expect(await mqttopia('broker', '-c', path('folder'))).toMatchObject({ exitCode: 1 })
  write({ 'good.conf': 'listener 1883 127.0.0.1\nallow_anonymous true\n' })
  expect(await mqttopia('broker', '-c', path('good.conf'), '--test-config')).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: 'The configuration is right.\n',
  })
  expect(await mqttopia('broker', '-p', 'many')).toMatchObject({ exitCode: 64 })
})

test('a port that is in use ends it with 1', async () => {
  const { port, start } = await placed()
  const other = createServer().listen(port, '127.0.0.1')
  onTestFinished(() => void other.close())
  const broker = start()
  expect(await broker.ended).toBe(1)
  expect(broker.stderr()).toMatch(
    /cannot listen on port \d+ of 127.0.0.1: another program listens there already\n$/,
  )
})

test('SIGHUP takes what is right, and with what is wrong all stays as it was', async () => {
  const { port, write, start } = await placed()
  const broker = start()
  await broker.said(/running\n/)
  write('max_qos 1\nmax_qoss 1')
  broker.signal('SIGHUP')
  await broker.said(/error: "max_qoss"[\s\S]*goes on with the old one/)
  const client = await connectTo(port)
  await client.publishAsync('a', 'x', { qos: 2 })
  write('log_dest stderr\nacl_file FOLDER/none')
  broker.signal('SIGHUP')
  await broker.said(/none[\s\S]*goes on with the old one/)
  write('connection_messages false')
  broker.signal('SIGHUP')
  await broker.said(/Reloading config/)
  await connectTo(port)
  broker.signal('SIGTERM')
  await broker.ended
  expect(broker.stderr()).not.toMatch(/Reloading config[\s\S]*New connection/)
})

test('signals that come while it starts are followed once it runs, and many at once are one', async () => {
  const { start } = await placed()
  const broker = start()
  while (broker.stderr() === '') await new Promise((resolve) => setImmediate(resolve))
  for (let i = 0; i < 5; i++) broker.signal('SIGHUP')
  await broker.said(/Reloading config/)
  for (let i = 0; i < 20; i++) broker.signal('SIGHUP')
  broker.signal('SIGTERM')
  expect(await broker.ended).toBe(0)
  expect(broker.stderr().match(/Reloading config/g)?.length).toBeLessThan(4)
  const early = (await placed()).start()
  while (early.stderr() === '') await new Promise((resolve) => setImmediate(resolve))
  early.signal('SIGTERM')
  expect(await early.ended).toBe(0)
})
