import { describe, expect, test } from 'vitest'
import { Turn, type TurnMember } from '../../../src/broker/connection/turn.ts'
import { RecordingStore } from '../support/recording-store.ts'
import { settle } from '../support/settle.ts'

function started(store?: RecordingStore) {
  const clock = { now: 0 }
  const turn = new Turn(store, () => clock.now)
  const events: string[] = []
  const member = (name: string): TurnMember => ({
    endTurn: (commit) => {
      events.push(`${name}${commit ?? ''}`)
      if (commit !== undefined) turn.wait(member(name))
    },
    committed: (commit) => events.push(`${name} committed ${commit}`),
    commitFailed: () => events.push(`${name} failed`),
  })
  /** A read after which so much is to be sent. */
  const read = (...names: readonly string[]) => {
    turn.beginRead()
    if (store !== undefined) store.putReceived('ada', 1)
    for (const name of names) turn.join(member(name))
    turn.endRead()
  }
  return { clock, turn, events, member, read }
}

describe('a turn', () => {
  test('ends after all that happens in it', async () => {
    const { turn, events, member } = started()
    turn.join(member('a'))
    turn.join(member('b'))
    expect(events).toEqual([])
    await settle(1)
    expect(events).toEqual(['a', 'b'])
  })

  test('ends with the first read after a rest, and collects what those after it bring', async () => {
    const { clock, events, read } = started()
    read('a')
    expect(events).toEqual(['a'])
    read('b')
    read('c')
    expect(events).toEqual(['a'])
    await settle(1)
    expect(events).toEqual(['a', 'b', 'c'])
    clock.now += 0.5
    read('d', 'e')
    expect(events).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('that has begun before a read goes on after it', async () => {
    const { turn, events, member, read } = started()
    turn.join(member('a'))
    read('b')
    expect(events).toEqual([])
    await settle(1)
    expect(events).toEqual(['a', 'b'])
  })

  test('begins anew after one that has ended with a read', async () => {
    const { turn, events, member, read } = started()
    read('a')
    turn.join(member('b'))
    await settle(1)
    expect([events, turn.number]).toEqual([['a', 'b'], 2])
  })

  test('is committed when it ends with a read, too', () => {
    const store = new RecordingStore()
    const { events, read } = started(store)
    read('a')
    expect([events, store.pending]).toEqual([['a1'], 1])
    store.finish()
    expect(events).toEqual(['a1', 'a committed 1'])
  })

  test('is committed when nobody is to be sent anything', () => {
    const store = new RecordingStore()
    const { read } = started(store)
    read()
    expect(store.pending).toBe(1)
  })

  test('ends with the inner of two reads, and loses nothing of the outer one', async () => {
    const { turn, events, member, read } = started()
    turn.beginRead()
    turn.join(member('a'))
    read('b')
    turn.join(member('c'))
    turn.endRead()
    await settle(1)
    expect(events).toEqual(['a', 'b', 'c'])
  })
})
