import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ownFilter, ownTexts } from '../../src/access/own-form.ts'
import { canonicalLevels } from '../../src/topic/filter.ts'
import { userWith } from './users.ts'

const level = fc.constantFrom('', 'a', 'aa', 'ab', '$a', 'b', '+')
const identity = fc.constantFrom('', 'a', 'aa', '$a', 'b', 'a/b')

test('the text of a filter in own form has the levels that the filter has', () => {
  fc.assert(
    fc.property(
      fc.array(level, { minLength: 1, maxLength: 5 }),
      identity,
      fc.option(identity, { nil: undefined }),
      fc.constantFrom('user' as const, 'anonymous' as const),
      (levels, name, clientId, kind) => {
        const text = levels.join('/')
        const user = userWith([], { kind, name, ...(clientId === undefined ? {} : { clientId }) })
        const filter = ownFilter({ filter: { text, levels: canonicalLevels(text) } }, user)
        expect(ownTexts(user)(text)).toBe(filter?.levels.join('/'))
      },
    ),
  )
})
