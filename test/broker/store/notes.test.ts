import { describe, expect, it } from 'vitest'
import { Notes } from '../../../src/broker/store/notes.ts'
import { SessionRows } from '../../../src/broker/store/session-rows.ts'

type Act = readonly [verb: 'new' | 'put' | 'remove', key: string]

const nothing = (): void => {}

function notesOf(acts: readonly Act[]): Notes {
  const notes = new Notes()
  for (const [verb, key] of acts) {
    if (verb === 'remove') notes.remove(key)
    else notes.put(key, nothing, undefined, verb === 'new')
  }
  return notes
}

function written(notes: Notes): string[] {
  return [...notes.changes()].map(({ key, write }) => `${write === undefined ? '-' : '+'}${key}`)
}

const CASES: readonly (readonly [
  earlier: readonly Act[],
  later: readonly Act[],
  changes: readonly string[],
])[] = [
  [[['put', 'a']], [], ['+a']],
  [[['put', 'a']], [['put', 'b']], ['+a', '+b']],
  [[['remove', 'a']], [], ['-a']],
  [[['put', 'a']], [['remove', 'a']], ['-a']],
  [[['remove', 'a']], [['put', 'a']], ['+a']],
  [[['new', 'a']], [], ['+a']],
  [[['new', 'a']], [['remove', 'a']], []],
  [
    [
      ['new', 'a'],
      ['put', 'a'],
    ],
    [['remove', 'a']],
    [],
  ],
  [
    [['new', 'a']],
    [
      ['put', 'a'],
      ['put', 'a'],
    ],
    ['+a'],
  ],
  [[['remove', 'a']], [['new', 'a']], ['+a']],
  [
    [
      ['remove', 'a'],
      ['new', 'a'],
    ],
    [['remove', 'a']],
    ['-a'],
  ],
  [
    [
      ['new', 'a'],
      ['remove', 'a'],
    ],
    [['put', 'b']],
    ['+b'],
  ],
]

describe('notes', () => {
  it.each(CASES)('of %j and %j change %j', (earlier, later, changes) => {
    expect(written(notesOf([...earlier, ...later]))).toEqual(changes)
  })

  it.each(CASES)('of %j, then of a later commit %j change %j', (earlier, later, changes) => {
    const notes = notesOf(earlier)
    notes.absorb(notesOf(later))
    expect(written(notes)).toEqual(changes)
  })

  it.each([
    [[['new', 'a']], [['put', 'a']], [['remove', 'a']], []],
    [[['remove', 'a']], [['new', 'a']], [['remove', 'a']], ['-a']],
  ] as const)('of three commits %j, %j and %j change %j', (first, second, third, changes) => {
    const notes = notesOf(first)
    notes.absorb(notesOf(second))
    notes.absorb(notesOf(third))
    expect(written(notes)).toEqual(changes)
  })

  it('take nothing back without a trace once a write of them has failed', () => {
    const notes = notesOf([['new', 'a']])
    notes.forgetNew()
    notes.absorb(notesOf([['remove', 'a']]))
    expect(written(notes)).toEqual(['-a'])
  })

  it('leave out rows of sessions that have gone, and name no range for what was never written', () => {
    const session = new SessionRows(1, false)
    const notes = new Notes()
    notes.put(session.key, nothing, session, true)
    notes.put(`${session.key}fx`, nothing, session, false)
    notes.removeSession(session)
    notes.seal()
    expect(written(notes)).toEqual([])
    expect(notes.orphanedRanges()).toEqual([])
  })

  it('name the range of a removed session that was written', () => {
    const session = new SessionRows(12, true)
    const notes = new Notes()
    notes.put(`${session.key}fx`, nothing, session, false)
    notes.removeSession(session)
    notes.seal()
    expect(written(notes)).toEqual(['-sb12'])
    expect(notes.orphanedRanges()).toEqual([{ first: 'sb12', end: 'sb12~' }])
  })

  it('do not pile up while sessions come and go that are never written', () => {
    const notes = new Notes()
    for (let i = 1; i <= 5000; i++) {
      const turn = new Notes()
      const session = new SessionRows(i, false)
      turn.put(session.key, nothing, session, true)
      turn.put(`${session.key}fx`, nothing, session, false)
      turn.removeSession(session)
      turn.seal()
      notes.absorb(turn)
    }
    expect(notes.size).toBeLessThan(2000)
    expect(notes.orphanedRanges()).toEqual([])
  })
})
