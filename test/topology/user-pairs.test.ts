import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { User } from '../../src/topology/user.ts'
import { changedUserPairs, userPairs } from '../../src/topology/user-pairs.ts'

/** All that pairs look at. */
function userOf(name: string): User {
  return { name } as User
}

const NAMES = [...'abcdefg']
const fates = fc.tuple(...NAMES.map(() => fc.constantFrom('nowhere', 'gone', 'new', 'same', 'changed')))

test('users are paired by name, in the order of names', () => {
  fc.assert(
    fc.property(fates, (fateOf) => {
      const all = NAMES.map((name, i) => {
        const [old, now] = [userOf(name), userOf(name)]
        const same = { old, now: old }
        return { nowhere: {}, gone: { old }, new: { now }, same, changed: { old, now } }[
          fateOf[i] ?? 'nowhere'
        ]
      })
      const before = all.flatMap((pair) => ('old' in pair ? [pair.old] : []))
      const after = all.flatMap((pair) => ('now' in pair ? [pair.now] : []))
      const somewhere = all.filter((_, i) => fateOf[i] !== 'nowhere')
      expect([...userPairs(before, after)]).toEqual(somewhere)
      const changed = all.filter((_, i) => fateOf[i] !== 'nowhere' && fateOf[i] !== 'same')
      const found = [...changedUserPairs(before, after)]
      expect(found).toEqual(changed)
      for (const [i, { old, now }] of found.entries()) {
        expect(old).toBe((changed[i] as { old?: User }).old)
        expect(now).toBe((changed[i] as { now?: User }).now)
      }
    }),
  )
})
