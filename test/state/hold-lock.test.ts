import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { type FileSystem, nodeFileSystem as fs } from '../../src/state/file-system.ts'
import { holdLock } from '../../src/state/hold-lock.ts'
import { identityFileName, livenessOf, parseIdentity, thisProcess } from '../../src/state/process-identity.ts'
import { bundled } from '../support/bundled.ts'
import { startScript } from './support/kill-rounds.ts'
import { tempFolder } from './support/temp-folder.ts'

const onWait = () => {}
const HOLD_FOR_EVER = bundled('test/state/support/hold-for-ever.ts')

test('lets one in at a time, in this process too', async () => {
  const folder = tempFolder()
  let [inside, most] = [0, 0]
  const enter = async () => {
    const lock = await holdLock(folder, { fs, onWait })
    inside += 1
    most = Math.max(most, inside)
    await sleep(1)
    inside -= 1
    lock.release()
  }
  await Promise.all(Array.from({ length: 8 }, enter))
  expect(most).toBe(1)
  expect(readdirSync(folder)).toEqual([])
})

test('says whom it waits for, once', async () => {
  const folder = tempFolder()
  const first = await holdLock(folder, { fs, onWait })
  const waits: string[] = []
  const second = holdLock(folder, { fs, onWait: (holder) => waits.push(holder) })
  await sleep(350)
  first.release()
  ;(await second).release()
  expect(waits).toEqual([expect.stringMatching(new RegExp(`^process ${process.pid} on `))])
})

test('gives up on a process that goes on too long, and says how to go on', async () => {
  const folder = tempFolder()
  const lock = await holdLock(folder, { fs, onWait })
  const second = holdLock(folder, { fs, onWait, waitSeconds: 0 })
  await expect(second).rejects.toThrow(/is in use by process \d+ on .*; wait for it, or remove .*running/)
  lock.release()
})

test('takes over from a process that was killed; of several only one at a time', async () => {
  const folder = tempFolder()
  for (let round = 0; round < 3; round += 1) {
    const child = await startScript(HOLD_FOR_EVER, folder)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    expect(readdirSync(folder)).toEqual(['running'])
    let [inside, most] = [0, 0]
    const enter = async () => {
      const lock = await holdLock(folder, { fs, onWait })
      inside += 1
      most = Math.max(most, inside)
      await sleep(2)
      inside -= 1
      lock.release()
    }
    await Promise.all(Array.from({ length: 5 }, enter))
    expect(most).toBe(1)
  }
  expect(readdirSync(folder)).toEqual([])
})

test('who is beaten to the lock of a dead process waits for the winner', async () => {
  const folder = tempFolder()
  const lock = join(folder, 'running')
  const dead = identityFileName({ ...thisProcess(), started: '1' }, 'dead')
  const winner = identityFileName(thisProcess(), 'winner')
  mkdirSync(lock)
  writeFileSync(join(lock, dead), '')
  const beaten: FileSystem = {
    ...fs,
    renameSync(from, to) {
      if (String(from).endsWith(dead) && existsSync(from)) renameSync(from, join(lock, winner))
      fs.renameSync(from, to)
    },
  }
  const waits: string[] = []
  const held = holdLock(folder, { fs: beaten, onWait: (holder) => waits.push(holder) })
  await sleep(250)
  expect(waits).toHaveLength(1)
  expect(readdirSync(lock)).toEqual([winner])
  rmSync(lock, { recursive: true })
  ;(await held).release()
})

test('leaves a lock from another machine alone', async () => {
  const folder = tempFolder()
  mkdirSync(join(folder, 'running'))
  const other = { machine: 'elsewhere pid:[1]', pid: 1, started: '5' }
  writeFileSync(join(folder, 'running', identityFileName(other, 'abc')), '')
  const lock = holdLock(folder, { fs, onWait })
  await expect(lock).rejects.toThrow(/is in use by process 1 on elsewhere; .* remove .*running/)
  rmSync(join(folder, 'running'), { recursive: true })
  ;(await holdLock(folder, { fs, onWait })).release()
})

test('who follows the advice and removes a lock does not break the process that held it', async () => {
  const folder = tempFolder()
  const lock = await holdLock(folder, { fs, onWait })
  rmSync(join(folder, 'running'), { recursive: true })
  const second = await holdLock(folder, { fs, onWait })
  lock.release()
  expect(readdirSync(folder)).toEqual(['running'])
  second.release()
})

test('removes what killed processes prepared, and only that', async () => {
  const folder = tempFolder()
  const dead = { ...thisProcess(), started: '1' }
  const names = [dead, thisProcess()].map((identity) => `running.${identityFileName(identity, 'abc')}`)
  for (const name of names) mkdirSync(join(folder, name))
  const lock = await holdLock(folder, { fs, onWait })
  lock.release()
  expect(readdirSync(folder)).toEqual(names.slice(1))
})

describe('the identity of a process', () => {
  test('comes back from its file name', () => {
    const identity = { machine: 'héllo world pid:[4026531836]', pid: 17, started: '345' }
    expect(parseIdentity(identityFileName(identity, 'abc'))).toEqual(identity)
    expect(parseIdentity('.nfs0001')).toBeUndefined()
  })

  test.each([
    ['this process', {}, 'alive'],
    ['an earlier process with its number', { started: '1' }, 'dead'],
    ['a number that nobody has', { pid: 2 ** 22 + 1 }, 'dead'],
    ['another machine', { machine: 'elsewhere' }, 'unknown'],
  ])('of %s', (_, changes, liveness) => {
    expect(livenessOf({ ...thisProcess(), ...changes })).toBe(liveness)
  })
})
