import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTemplate, templateProblem } from '../../src/topic/filter-template.ts'
import { parseTextTemplate } from '../../src/topology/text-template.ts'
import { columnFilter, filterOfRow } from '../../src/topology/users/column-filter.ts'
import { toRow } from './resolve-yaml.ts'

const columns = { has: () => true, names: () => [] }

/** The filter that a cell makes of a template, and how often it was complained about. */
function fill(text: string, cell: string) {
  let complaints = 0
  const report = () => {
    complaints += 1
  }
  const template = parseTextTemplate(text, [], { columns, variables: ['username', 'clientId'] }, report)
  if (template === undefined) throw new Error(`${text} is no template`)
  const subject = { username: 'u', clientId: undefined, row: toRow([['c', cell]]), report }
  return { filter: filterOfRow(columnFilter(template), subject), complaints: () => complaints }
}

describe('filterOfRow', () => {
  test.each([
    ['a/${each.c}/b', 'x', 'a/x/b'],
    ['${each.c}', 'x', 'x'],
    ['${each.c}', 'x/y', 'x/y'],
    ['${each.c}/#', 'x', 'x/#'],
    ['/${each.c}', '', undefined],
    ['a-${each.c}-b/+', '', 'a--b/+'],
    ['${each.c}${each.c}/${username}', 'x', 'xx/${username}'],
    ['a/${each.c}', '#', undefined],
    ['a/${each.c}', '+', undefined],
    ['a/x${each.c}', '+', undefined],
    ['a/${each.c}', '${username}', undefined],
    ['a/${each.c}{username}', '$', undefined],
    ['a/${each.c}', 'x\0', undefined],
    ['a/${each.c}', '\ud83d\ude00', 'a/\ud83d\ude00'],
    ['a/${each.c}', '\ud83d', undefined],
    ['a/${each.c}', 'x'.repeat(65_534), undefined],
    ['a/${each.c}', 'x'.repeat(65_533), `a/${'x'.repeat(65_533)}`],
  ])('%s with %j', (text, cell, expected) => {
    const { filter, complaints } = fill(text, cell)
    expect(filter?.text).toBe(expected)
    expect(complaints()).toBe(expected === undefined ? 1 : 0)
  })

  const templates = [
    'a/${each.c}/${username}',
    '${each.c}',
    'x-${each.c}/+/#',
    '${each.c}${each.c}',
    'a/${each.c}/',
  ]
  const cell = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('+', '#', '/', '$', '{', '}', 'a', '\0', '\ud800', 'username') }),
  )

  test('is the filter of the text with the cell in it, and never wider than the template', () => {
    fc.assert(
      fc.property(fc.constantFrom(...templates), cell, (text, cell) => {
        const { filter, complaints } = fill(text, cell)
        expect(complaints()).toBe(filter === undefined ? 1 : 0)
        if (filter === undefined) return
        const filled = text.replaceAll('${each.c}', () => cell)
        expect(templateProblem(filled)).toBeUndefined()
        expect(filter).toEqual(parseTemplate(filled))
        expect(filter.text.replace(/[^+#]/g, '')).toBe(text.replace(/[^+#]/g, ''))
        expect(filter.levels.filter((level) => typeof level === 'object')).toHaveLength(
          text.includes('${username}') ? 1 : 0,
        )
      }),
      { numRuns: 2_000 },
    )
  })
})
