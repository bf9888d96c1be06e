import { describe, expect, it } from 'vitest'
import { GroupCommit } from '../../../src/broker/store/group-commit.ts'
import { turns } from './cut-off-store.ts'
import { MemoryDisk } from './memory-database.ts'

/** A group commit on a disk of the test, and what it called back, in order. */
async function start(firstRetryMs = 0): Promise<{ disk: MemoryDisk; commits: GroupCommit; calls: string[] }> {
  const disk = new MemoryDisk()
  disk.holds = true
  const calls: string[] = []
  const commits = new GroupCommit(await disk.open(), {
    reopen: disk.open,
    describe: () => new Error('cannot write'),
    onFailure: ({ message }) => calls.push(`failure: ${message}`),
    onRecovery: () => calls.push('recovery'),
    firstRetryMs,
  })
  return { disk, commits, calls }
}

function put(commits: GroupCommit, key: string, isNew = false): void {
  commits.notes.put(key, (writer) => writer.rest(Buffer.from(key)), undefined, isNew)
}

describe('group commit', () => {
  it('writes one batch at a time, and all that was committed meanwhile in the next', async () => {
    const { disk, commits, calls } = await start()
    for (const key of ['a', 'b', 'c']) {
      put(commits, key)
      commits.commit(() => calls.push(key))
    }
    expect(disk.writes).toBe(1)
    disk.endWrite()
    await turns()
    expect(calls).toEqual(['a'])
    expect(disk.writes).toBe(2)
    disk.endWrite()
    await turns()
    expect(calls).toEqual(['a', 'b', 'c'])
    expect(disk.writes).toBe(2)
    expect([...disk.rows.keys()]).toEqual(['a', 'b', 'c'])
  })

  it('leaves out of a batch what was noted since the last commit', async () => {
    const { disk, commits, calls } = await start()
    put(commits, 'a')
    commits.commit(() => calls.push('a'))
    put(commits, 'b')
    commits.commit(() => calls.push('b'))
    put(commits, 'c')
    disk.endWrite()
    await turns()
    disk.endWrite()
    await turns()
    expect(calls).toEqual(['a', 'b'])
    expect([...disk.rows.keys()]).toEqual(['a', 'b'])
    expect(commits.isDirty).toBe(true)
  })

  it('calls back at once when nothing was noted and nothing is under way', async () => {
    const { disk, commits, calls } = await start()
    expect(commits.isDirty).toBe(false)
    commits.commit(() => calls.push('done'))
    expect(calls).toEqual(['done'])
    expect(disk.writes).toBe(0)
  })

  it('keeps the order of the calls when nothing was noted but something is under way', async () => {
    const { disk, commits, calls } = await start()
    put(commits, 'a')
    commits.commit(() => calls.push('first'))
    commits.commit(() => calls.push('second'))
    expect(calls).toEqual([])
    disk.endWrite()
    await turns()
    expect(calls).toEqual(['first', 'second'])
  })

  it('keeps the order of the calls when all that waited was taken back', async () => {
    const { disk, commits, calls } = await start()
    put(commits, 'a')
    commits.commit(() => calls.push('1'))
    put(commits, 'b', true)
    commits.commit(() => calls.push('2'))
    commits.notes.remove('b')
    commits.commit(() => calls.push('3'))
    commits.commit(() => calls.push('4'))
    disk.endWrite()
    await turns()
    expect(calls).toEqual(['1', '2', '3', '4'])
    expect(disk.writes).toBe(1)
  })

  it('writes nothing of what was noted and taken back before the commit', async () => {
    const { disk, commits } = await start()
    put(commits, 'a', true)
    commits.notes.remove('a')
    expect(commits.isDirty).toBe(false)
    expect(disk.writes).toBe(0)
  })
})

describe('group commit after a failed write', () => {
  it('tells all that wait, in order, and stays dirty', async () => {
    const { disk, commits, calls } = await start(1e6)
    for (const key of ['a', 'b']) {
      put(commits, key)
      commits.commit((failure) => calls.push(`${key}: ${failure?.message}`))
    }
    disk.failWrite(false)
    await turns()
    expect(calls).toEqual(['failure: cannot write', 'a: cannot write', 'b: cannot write'])
    expect(commits.isDirty).toBe(true)
    put(commits, 'c')
    commits.commit((failure) => calls.push(`c: ${failure?.message}`))
    expect(calls.at(-1)).toBe('c: cannot write')
    expect(disk.opened).toBe(1)
  })

  it.each([true, false])(
    'opens the database anew and writes all (the failed batch took effect: %s)',
    async (tookEffect) => {
      const { disk, commits, calls } = await start()
      put(commits, 'a', true)
      put(commits, 'b', true)
      commits.commit(() => {})
      commits.notes.remove('a')
      disk.openError = new Error('not yet')
      disk.failWrite(tookEffect)
      await turns()
      put(commits, 'c')
      commits.commit(() => {})
      disk.openError = undefined
      await until(() => disk.isWriting)
      expect(disk.opened).toBe(2)
      put(commits, 'd')
      commits.commit((failure) => calls.push(`d: ${failure?.message}`))
      disk.endWrite()
      await turns()
      expect([...disk.rows.keys()].sort()).toEqual(['b', 'c'])
      expect(commits.isDirty).toBe(false)
      expect(disk.isWriting).toBe(true)
      commits.commit((failure) => calls.push(`last: ${failure?.message}`))
      disk.endWrite()
      await turns()
      expect([...disk.rows.keys()].sort()).toEqual(['b', 'c', 'd'])
      expect(calls).toEqual(['failure: cannot write', 'd: cannot write', 'recovery', 'last: undefined'])
    },
  )

  it('goes on trying while the database cannot be opened', async () => {
    const { disk, commits, calls } = await start()
    put(commits, 'a')
    commits.commit(() => {})
    disk.openError = new Error('no space')
    disk.failWrite(false)
    await until(() => disk.refused >= 3)
    expect(disk.opened).toBe(1)
    disk.openError = undefined
    await until(() => disk.isWriting)
    disk.endWrite()
    await turns()
    expect(calls).toEqual(['failure: cannot write', 'recovery'])
    expect([...disk.rows.keys()]).toEqual(['a'])
  })

  it('tries a last time when it is closed, and says what kept it from writing', async () => {
    const { disk, commits } = await start(1e6)
    put(commits, 'a')
    commits.commit(() => {})
    disk.openError = new Error('no space')
    disk.failWrite(false)
    await turns()
    await expect(commits.close()).rejects.toThrow('cannot write')
    disk.openError = undefined
    disk.holds = false
    await commits.close()
    expect([...disk.rows.keys()]).toEqual(['a'])
  })
})

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 1))
}
