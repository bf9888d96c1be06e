/**
 * Argument: folder. Commits retained messages of 10 kB, more and more, and prints what becomes of each commit:
 * `ok N`, `failure MESSAGE`, `recovery`. On a line of input it closes the store and prints `closed N`.
 */

import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openLevelStore } from '../../../src/broker/store/level-store.ts'

const say = (line: string): void => void writeSync(1, `${line}\n`)

const [folder = ''] = process.argv.slice(2)
const store = await openLevelStore({
  folder,
  sync: false,
  firstRetryMs: 20,
  onFailure: ({ message }) => say(`failure ${message}`),
  onRecovery: () => say('recovery'),
})
say('started')

let number = 0
const timer = setInterval(() => {
  const name = String(++number)
  store.putRetained({ topic: name, payload: randomBytes(10_000), qos: 1, retain: true })
  store.commit((failure) => {
    if (failure === undefined) say(`ok ${name}`)
  })
}, 2)

process.stdin.once('end', () => process.exit(1))
process.stdin.once('data', async () => {
  clearInterval(timer)
  await store.close()
  say(`closed ${number}`)
  process.exit()
})
