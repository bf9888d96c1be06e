/** Plans in words: they fit, say what they leave out, and nothing in them breaks out of its line or its block. */

import { expect, test } from 'vitest'
import type { Plan, UserChange } from '../../src/plan/plan.ts'
import { renderPlanHuman } from '../../src/plan/render-plan-human.ts'
import { renderPlanMarkdown } from '../../src/plan/render-plan-markdown.ts'

const EMPTY: Plan = {
  ...{ mqttopia: 'plan', version: 1, id: '0'.repeat(16), topology: 'hall' },
  ...{ against: { kind: 'output', folder: 'build' }, digests: { after: '0'.repeat(64) } },
  ...{ brokers: [], bridges: [], users: [], rights: [], retained: [], certificates: [] },
  files: { added: [], changed: [], removed: [] },
  destroys: { protected: [], users: { gone: 0, of: 0 }, certificates: { gone: 0, of: 0 } },
}

function added(name: string): UserChange {
  return { who: `user ${name}`, members: [name], change: 'added', fields: [{ item: 'at', after: 'hall' }] }
}

test('an empty plan is one line', () => {
  expect(renderPlanHuman(EMPTY, { color: false })).toBe(
    'hall: nothing to do, against what was compiled into build\n',
  )
})

test('a huge plan fits a screen and a comment, and says how much is left out', () => {
  const users = Array.from({ length: 50_000 }, (_, i) => added(`device-${i}`))
  const plan = { ...EMPTY, users }
  const human = renderPlanHuman(plan, { color: false })
  expect(human.split('\n').length).toBeLessThan(24)
  expect(human).toContain('and 49,988 more lines')
  const markdown = renderPlanMarkdown(plan)
  expect(markdown.length).toBeLessThan(65_536)
  const shown = markdown.split('\n').filter((line) => line.startsWith('+ ')).length
  const [, left = ''] = /…and ([\d,]+) more\./.exec(markdown) ?? []
  expect(shown + Number(left.replaceAll(',', ''))).toBe(50_000)
})

test.each([
  ['\n```\n# free', /^ {0,3}```\s*$/gm, 2],
  ['\u001b[2Jgone', /\u001b/g, 0],
  ['a\u2028b', /\u2028/g, 0],
  ['\u202eright to left', /\u202e/g, 0],
])('a name such as %j stays in its line', (name, breaking, count) => {
  const plan = { ...EMPTY, users: [added(name)] }
  const markdown = renderPlanMarkdown(plan)
  const fences = /^ {0,3}```(diff)?\s*$/gm
  expect(markdown.match(fences)).toHaveLength(2)
  expect(markdown.match(breaking)?.length ?? 0).toBeLessThanOrEqual(count)
  const lines = renderPlanHuman(plan, { color: false }).split('\n')
  expect(lines.filter((line) => line.startsWith('  + '))).toHaveLength(1)
})
