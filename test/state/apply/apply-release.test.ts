/** An apply that dies anywhere can be run again: the release in force is always a whole one, and the broker is told. */

import { readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type ApplyOptions, applyRelease } from '../../../src/state/apply/apply-release.ts'
import { installedDrift } from '../../../src/state/apply/installed-drift.ts'
import { localMachine } from '../../../src/state/apply/local-machine.ts'
import type { Release } from '../../../src/state/apply/release.ts'
import type { FileSystem } from '../../../src/state/file-system.ts'
import { countingFileSystem, powerCutAt } from '../support/faulty-file-system.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { NEW, OLD } from './releases.ts'

/** Each change of the disk costs a second on a busy one: every fourth by default. */
const STRIDE = process.env.MQTTOPIA_APPLY_KILLS === 'all' ? 1 : 4

interface Place {
  readonly folder: string
  readonly told: () => readonly string[]
  readonly apply: (
    release: Release,
    more?: Partial<ApplyOptions> & { readonly isReal?: boolean },
    fs?: FileSystem,
  ) => ReturnType<typeof applyRelease>
}

function place(): Place {
  const folder = tempFolder()
  const dir = join(folder, 'etc')
  const told: string[] = []
  const run = async (command: string) => {
    told.push(command)
    return { ok: true, said: '' }
  }
  return {
    folder: dir,
    told: () => [...told],
    apply: (release, { isReal = false, ...more } = {}, fs) =>
      applyRelease(
        { ...localMachine(dir, fs === undefined ? {} : { fs }), ...(isReal ? {} : { run }) },
        {
          ...{
            release,
            version: '2.0',
            snapshot: `of ${release.id}`,
            keep: 1,
            who: 'me',
            now: () => new Date('2027-01-15T12:00:00Z'),
          },
          commands: { reload: 'reload', restart: 'restart' },
          problem: async () => undefined,
          ...more,
        },
      ),
  }
}

test('the first release is started, the next is told by what it takes, and the same again does nothing', async () => {
  const { apply, told, folder } = place()
  expect(await apply(OLD)).toEqual({ release: OLD.id, effect: 'restart' })
  expect(await apply(NEW)).toEqual({ release: NEW.id, previous: OLD.id, effect: 'reload' })
  expect(await apply(NEW)).toMatchObject({ effect: 'none' })
  expect(told()).toEqual(['restart', 'reload'])
  expect(readdirSync(join(folder, 'releases')).sort()).toEqual([OLD.id, NEW.id].sort())
})

test('killed before any change of the disk, it leaves a whole release in force, and ends well when run again', async () => {
  const count = await changesOf()
  expect(count).toBeGreaterThan(30)
  for (let index = 0; index < count; index += STRIDE) {
    const { apply, told, folder } = place()
    await apply(OLD)
    await apply(NEW, {}, powerCutAt(index).fs).catch(() => {})
    rmSync(join(folder, '.mqttopia/running'), { recursive: true, force: true }) // the lock of a process that is gone
    const machine = localMachine(folder)
    const inForce = (await machine.current()) === NEW.id ? NEW : OLD
    expect(await installedDrift(machine, inForce), `after change ${index}`).toEqual([])
    const before = told().length
    const again = await apply(NEW)
    expect(await installedDrift(machine, NEW), `again after change ${index}`).toEqual([])
    const isDone = again.effect === 'none'
    expect(isDone ? told() : told().slice(before), `told after change ${index}`).toContain('reload')
    expect(await machine.readJournal()).toBeUndefined()
    expect(await machine.readSnapshot()).toBe(`of ${NEW.id}`)
  }
}, 120_000)

async function changesOf(): Promise<number> {
  const { apply } = place()
  await apply(OLD)
  const { fs, count } = countingFileSystem()
  await apply(NEW, {}, fs)
  return count()
}

test('a broker that does not come back gets its old release again, and who reads the log learns of it', async () => {
  const { apply, told, folder } = place()
  await apply(OLD)
  const problem = async (id: string) =>
    id === NEW.id ? 'listener p does not serve: it does not answer' : undefined
  await expect(apply(NEW, { problem })).rejects.toThrow(
    `listener p does not serve: it does not answer; release ${OLD.id} is in force again, and the broker serves it`,
  )
  expect(told()).toEqual(['restart', 'reload', 'restart'])
  expect(await localMachine(folder).current()).toBe(OLD.id)
  const lines = readFileSync(join(folder, '.mqttopia/audit.jsonl'), 'utf8').trim().split('\n')
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    result: 'rolled back',
    release: NEW.id,
    previous: OLD.id,
  })
})

test('a command that fails is a reason to go back', async () => {
  const { apply } = place()
  await apply(OLD)
  await expect(
    apply(NEW, { isReal: true, commands: { reload: 'echo no such unit >&2; exit 5', restart: 'true' } }),
  ).rejects.toThrow(/the reload command failed: no such unit; release \w+ is in force again/)
})

test('what was never seen to serve is none to go back to', async () => {
  const { apply } = place()
  const problem = async () => 'it does not serve'
  await expect(apply(OLD, { problem })).rejects.toThrow('there is no earlier release to go back to')
  await expect(apply(NEW, { problem })).rejects.toThrow('there is no earlier release to go back to')
  expect(await apply(NEW)).toMatchObject({ effect: 'restart' })
})

test.each([
  ['/etc', /current leads to \/etc, which is no release of mqttopia/],
  ['releases/../../x', /which is no release of mqttopia/],
])('a link "current" to %s is left alone', async (target, said) => {
  const { apply, folder } = place()
  await apply(OLD)
  rmSync(join(folder, 'current'))
  symlinkSync(target, join(folder, 'current'))
  await expect(apply(OLD)).rejects.toThrow(said)
  expect(readlinkSync(join(folder, 'current'))).toBe(target)
})
