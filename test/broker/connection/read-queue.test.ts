import { describe, expect, test } from 'vitest'
import {
  BYTES_PER_TURN,
  QUIET_BYTES,
  ReadBudget,
  ReadQueue,
} from '../../../src/broker/connection/read-queue.ts'
import { Turn } from '../../../src/broker/connection/turn.ts'
import { settle } from '../support/settle.ts'
import { startTestBroker } from '../support/test-broker.ts'

/** Connections that have always more to say: each is read until it is paused, `chunk` bytes at a time. */
function flooders(count: number, chunk: number) {
  const turn = new Turn(undefined, () => 0)
  const queue = new ReadQueue(turn)
  const isPaused = new Set<string>()
  const names = Array.from({ length: count }, (_, i) => String.fromCharCode(97 + i))
  const budgets = new Map(
    names.map((name) => {
      const transport = { pause: () => isPaused.add(name), resume: () => isPaused.delete(name) }
      return [name, new ReadBudget(transport, queue)]
    }),
  )
  /** Who is read in one turn, a letter a chunk. */
  const read = async (): Promise<string> => {
    let seen = ''
    for (const [name, budget] of budgets) for (; !isPaused.has(name); seen += name) budget.spend(chunk)
    await settle(1)
    return seen
  }
  return { read, queue, isPaused }
}

describe('those who send without restraint', () => {
  test('fill a turn when they are alone', async () => {
    const { read } = flooders(1, BYTES_PER_TURN / 4)
    expect([await read(), await read()]).toEqual(['aaaa', 'aaaa'])
  })

  test('share a turn', async () => {
    const { read } = flooders(2, BYTES_PER_TURN / 8)
    expect([await read(), await read(), await read()]).toEqual([
      'a'.repeat(8) + 'b'.repeat(8),
      'aaaa',
      'bbbb',
    ])
  })

  test('come one after another when one chunk of each is too much', async () => {
    const { read } = flooders(4, BYTES_PER_TURN / 2)
    expect(await read()).toBe('aabbccdd')
    const turns: string[] = []
    for (let i = 0; i < 6; i++) turns.push(await read())
    expect(turns).toEqual(['a', 'b', 'c', 'd', 'ab', 'cd'])
  })

  test('leave a turn as short, and pass nobody over, however many they are', async () => {
    const { read } = flooders(26, BYTES_PER_TURN / 4)
    for (let i = 0; i < 40; i++) await read()
    const seen: string[] = []
    for (let i = 0; i < 26; i++) seen.push(await read())
    expect(seen.every((turn) => turn.length === 4)).toBe(true)
    const counts = [...'abcdefghijklmnopqrstuvwxyz'].map((name) => seen.join('').split(name).length - 1)
    expect([Math.min(...counts), Math.max(...counts)]).toEqual([3, 5])
  })

  test('are read by themselves when one chunk is more than a turn', async () => {
    const { read } = flooders(3, BYTES_PER_TURN * 10)
    expect([await read(), await read(), await read(), await read()]).toEqual(['abc', 'a', 'b', 'c'])
  })
})

test('who sends little is never paused, among however many', async () => {
  const { read, queue, isPaused } = flooders(300, BYTES_PER_TURN / 4)
  const quiet = new ReadBudget({ pause: () => isPaused.add('quiet'), resume: () => {} }, queue)
  for (let i = 0; i < 10; i++) {
    await read()
    quiet.spend(QUIET_BYTES - 1)
  }
  expect([isPaused.size > 250, isPaused.has('quiet')]).toEqual([true, false])
})

test('what goes out counts too, and all of it arrives', async () => {
  const broker = await startTestBroker()
  const followers = await Promise.all(['b', 'c', 'd'].map((name) => broker.connect(name)))
  for (const follower of followers) await follower.follow('t')
  const ada = await broker.connect('ada')
  const payload = 'x'.repeat(BYTES_PER_TURN / 4)
  for (let i = 0; i < 8; i++) ada.publish('t', `${i}${payload}`)
  await settle(1)
  const early = await Promise.all(followers.map((follower) => follower.payloads()))
  await settle(20)
  const late = await Promise.all(followers.map((follower) => follower.payloads()))
  const order = followers.map((_, i) =>
    [...(early[i] ?? []), ...(late[i] ?? [])].map((text) => text[0]).join(''),
  )
  expect(order).toEqual(['01234567', '01234567', '01234567'])
})
