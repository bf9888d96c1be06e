/** Releases on another machine, by programs that stand in for ssh and rsync, and run here. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ApplyOptions, applyRelease } from '../../../src/state/apply/apply-release.ts'
import { installedDrift } from '../../../src/state/apply/installed-drift.ts'
import { localMachine } from '../../../src/state/apply/local-machine.ts'
import type { Release } from '../../../src/state/apply/release.ts'
import { parseDestination } from '../../../src/state/apply/ssh-destination.ts'
import { sshMachine } from '../../../src/state/apply/ssh-machine.ts'
import { notedPrograms } from '../../support/noted-programs.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { NEW, OLD } from './releases.ts'

function fakes() {
  const folder = tempFolder()
  const notes = notedPrograms(folder)
  const dir = join(folder, 'etc')
  mkdirSync(dir)
  const destination = parseDestination('me@far.example', dir)
  if (typeof destination === 'string') throw new Error(destination)
  const log = join(folder, 'told')
  return {
    dir,
    machine: sshMachine(destination),
    notes,
    told: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
    options: (release: Release): ApplyOptions => ({
      ...{ release, version: '2.0', keep: 1, who: "it's me", now: () => new Date('2027-01-15T12:00:00Z') },
      commands: { reload: `echo reload >>${log}`, restart: `echo restart >>${log}` },
      problem: async () => undefined,
    }),
  }
}

test('installs, tells, goes back and compares as on this machine', async () => {
  const { machine, options, told, dir } = fakes()
  expect(await applyRelease(machine, options(OLD))).toEqual({ release: OLD.id, effect: 'restart' })
  expect(await applyRelease(machine, options(NEW))).toEqual({
    release: NEW.id,
    previous: OLD.id,
    effect: 'reload',
  })
  expect(await applyRelease(machine, options(NEW))).toMatchObject({ effect: 'none' })
  expect(await installedDrift(machine, NEW)).toEqual([])
  expect(await installedDrift(localMachine(dir), NEW), 'seen from there').toEqual([])
  const problem = async (id: string) => (id === OLD.id ? 'it does not serve' : undefined)
  await expect(applyRelease(machine, { ...options(OLD), problem })).rejects.toThrow(
    `release ${NEW.id} is in force again`,
  )
  expect(told()).toEqual(['restart', 'reload', 'reload', 'restart'])
  writeFileSync(join(dir, 'current/acl'), 'topic #\n')
  expect(await installedDrift(machine, NEW)).toEqual([{ path: 'acl', differs: 'content' }])
})

test('notes down what a release was compiled from, whatever is in it', async () => {
  const { machine, options, dir } = fakes()
  const snapshot = `{"a": "it's ä \\" $x\\n",\n"b": "${'long '.repeat(50_000)}"}\n`
  expect(await applyRelease(machine, { ...options(OLD), snapshot })).toMatchObject({ effect: 'restart' })
  expect(await machine.readSnapshot()).toBe(snapshot)
  expect(await localMachine(dir).readSnapshot(), 'seen from there').toBe(snapshot)
})

test('what it runs has no content of files among its arguments', async () => {
  const { machine, options, notes } = fakes()
  await applyRelease(machine, options(NEW))
  const texts = NEW.entries.map(({ path }) => NEW.read(path).toString().trim())
  for (const text of texts.flatMap((text) => text.split('\n')).filter((text) => text !== ''))
    expect(notes()).not.toContain(text)
  expect(notes()).toMatch(/-- me@far\.example sh -s/)
})

describe('a destination', () => {
  test.each([
    [
      'core.example:/etc/mosquitto',
      { login: 'core.example', host: 'core.example', folder: '/etc/mosquitto' },
    ],
    ['root@10.0.0.5:/srv/m_1', { login: 'root@10.0.0.5', host: '10.0.0.5', folder: '/srv/m_1' }],
  ])('%s is one', (text, parsed) => {
    expect(parseDestination(text)).toEqual(parsed)
  })

  test.each([
    '-oProxyCommand=touch x:/etc',
    '-oProxyCommand=touch:/etc',
    'me@-oProxyCommand=x:/etc',
    'host;id:/etc',
    'ho$(id)st:/etc',
    'host:/etc/$(id)',
    'host:/etc/../x y',
    'host:/etc/.ssh/../..',
    'host:-x',
    'host:relative',
    'host:/',
    'host:/a//b',
    'host',
    ':/etc',
    '',
  ])('%j is none', (text) => {
    expect(parseDestination(text)).toBeTypeOf('string')
  })

  test('names its folder once', () => {
    expect(parseDestination('host', '/a')).toEqual({ login: 'host', host: 'host', folder: '/a' })
    expect(parseDestination('host:/b', '/a')).toBe('the folder is named twice: "/b" and "/a"')
  })
})
