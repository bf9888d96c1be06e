import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differingPart } from '../../src/files/differing-part.ts'

const lines = fc.array(fc.constantFrom('', 'a', 'b', 'ab', 'a much longer line'), { maxLength: 8 })
const textOf = (list: readonly string[]) => list.map((line) => `${line}\n`).join('')

/** How many of the first lines are equal. */
function equalLines(one: readonly string[], other: readonly string[]): number {
  const first = one.findIndex((line, i) => line !== other[i])
  return first === -1 ? one.length : first
}

test('what differs is all but the lines that both texts begin and end with', () => {
  fc.assert(
    fc.property(lines, lines, (old, now) => {
      const [before, after] = [textOf(old), textOf(now)]
      const { start, rest } = differingPart(before, after)
      const first = equalLines(old, now)
      expect(start).toBe(textOf(old.slice(0, first)).length)
      const last = equalLines(old.slice(first).reverse(), now.slice(first).reverse())
      const longest = textOf(old.slice(old.length - last)).length
      expect(rest).toBeLessThanOrEqual(longest)
      expect(before.slice(before.length - rest)).toBe(after.slice(after.length - rest))
      for (const text of [before, after]) expect(`\n${text}`.at(-rest - 1)).toBe('\n')
      // One line more may be left, where a line of the other text ends as it does.
      expect(rest).toBeGreaterThanOrEqual(textOf(old.slice(old.length - last + 1)).length)
    }),
    { numRuns: 1000 },
  )
})
