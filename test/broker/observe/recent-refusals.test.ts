import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecentRefusals } from '../../../src/broker/observe/recent-refusals.ts'

test('keeps the last ones, newest first', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(30), (limit, count) => {
      const refusals = new RecentRefusals(limit)
      for (let at = 0; at < count; at++)
        refusals.add(() => ({ at, action: 'connect', clientId: 'c', reason: 'no' }))
      const expected = Array.from({ length: count }, (_, i) => count - 1 - i).slice(0, limit)
      expect(refusals.list().map(({ at }) => at)).toEqual(expected)
    }),
  )
})
