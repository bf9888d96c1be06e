import { expect, test } from 'vitest'
import { Repeatable } from '../../../src/cli/broker/repeatable.ts'

/** Work whose end the test decides. */
function heldWork() {
  const ends: (() => void)[] = []
  let begun = 0
  const repeatable = new Repeatable(() => {
    begun++
    return new Promise((resolve) => ends.push(resolve))
  })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return {
    repeatable,
    begun: () => begun,
    finish: async () => {
      ends.shift()?.()
      await settle()
    },
  }
}

test('what is requested before the beginning is done once it begins, once', async () => {
  const { repeatable, begun, finish } = heldWork()
  repeatable.request()
  repeatable.request()
  expect(begun()).toBe(0)
  repeatable.begin()
  expect(begun()).toBe(1)
  await finish()
  expect(begun()).toBe(1)
  repeatable.request()
  expect(begun()).toBe(2)
})

test('what is requested meanwhile is done once more, afterwards', async () => {
  const { repeatable, begun, finish } = heldWork()
  repeatable.begin()
  for (let i = 0; i < 3; i++) repeatable.request()
  expect(begun()).toBe(1)
  await finish()
  expect(begun()).toBe(2)
  await finish()
  expect(begun()).toBe(2)
})

test('the end waits for what is being done, and begins nothing new', async () => {
  const { repeatable, begun, finish } = heldWork()
  repeatable.begin()
  repeatable.request()
  repeatable.request()
  let isOver = false
  const over = repeatable.end().then(() => {
    isOver = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(isOver).toBe(false)
  await finish()
  await over
  repeatable.request()
  expect(begun()).toBe(1)
})
