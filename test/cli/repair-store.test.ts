import { renameSync, rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openLevelStore } from '../../src/broker/store/level-store.ts'
import { commandLine } from './command-line.ts'

/** A configuration with a store in its folder that holds two retained messages, of which one was garbled. */
async function brokerWithStore() {
  const made = commandLine()
  const { folder, path, write, mqttopia } = made
  const conf = `listener 1883 127.0.0.1\nallow_anonymous true\npersistence true\npersistence_location ${folder}/\n`
  write({ 'mosquitto.conf': conf, 'open.conf': 'listener 1883 127.0.0.1\nallow_anonymous true\n' })
  const store = path('mosquitto.db.mqttopia')
  const opened = await openLevelStore({ folder: store, sync: false })
  for (const topic of ['a', 'b'])
    opened.putRetained({ topic, payload: Buffer.from('x'), qos: 1, retain: true })
  await opened.close()
  const repair = (file: string) => mqttopia('broker', '-c', path(file), '--repair-store')
  return { store, repair }
}

test('a store in which nothing is wrong is left alone', async () => {
  const { store, repair } = await brokerWithStore()
  expect(await repair('mosquitto.conf')).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: `nothing is wrong with the store ${store}: 0 sessions, 0 messages that wait for them, 2 retained messages\n`,
  })
})

test('a damaged store is repaired, and what was found, recovered, lost and kept is said', async () => {
  const { store, repair } = await brokerWithStore()
  rmSync(`${store}/CURRENT`)
  const { exitCode, stderr } = await repair('mosquitto.conf')
  expect(exitCode).toBe(0)
  expect(stderr.split('\n')).toEqual([
    `found: the store ${store} was damaged (the file CURRENT is missing)`,
    'recovered: 0 sessions, 0 messages that wait for them, 2 retained messages',
    'lost: 0 rows that could not be read, and whatever was not found any more',
    `kept: the damaged store is in ${store}.damaged; remove it when you do not need it any more`,
    '',
  ])
})

test('a repair that was cut off in the middle of its swap is said, and finished', async () => {
  const { store, repair } = await brokerWithStore()
  renameSync(store, `${store}.repaired`)
  const { exitCode, stderr } = await repair('mosquitto.conf')
  expect(exitCode).toBe(0)
  expect(stderr.split('\n')).toEqual([
    `finished: a repair that was cut off; the store ${store} is in its place`,
    expect.stringMatching(/^nothing is wrong with the store .+ 2 retained messages$/),
    '',
  ])
})

test('a store that is not there, or not configured, is said', async () => {
  const { store, repair } = await brokerWithStore()
  rmSync(store, { recursive: true })
  expect(await repair('mosquitto.conf')).toMatchObject({
    exitCode: 1,
    stderr: `mqttopia: cannot read ${store}: it does not exist\n`,
  })
  expect(await repair('open.conf')).toMatchObject({
    exitCode: 64,
    stderr: expect.stringContaining('the configuration keeps no store'),
  })
})
