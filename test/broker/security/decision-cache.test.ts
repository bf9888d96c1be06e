import { expect, test } from 'vitest'
import { DecisionBudget, type DecisionCache } from '../../../src/broker/security/decision-cache.ts'

const sizes = (caches: readonly DecisionCache[]) => caches.reduce((sum, { size }) => sum + size, 0)

test('one client remembers a bounded number of topics', () => {
  const [budget, cache]: [DecisionBudget, DecisionCache] = [new DecisionBudget(), new Map()]
  for (let i = 0; i < 5000; i++) budget.remember(cache, `topic ${i}`, 1)
  expect(cache.size).toBeLessThanOrEqual(1024)
  expect(cache.get('topic 4999')).toBe(1)
})

test('all clients together keep to the budget, gone ones too', () => {
  const budget = new DecisionBudget(100_000)
  const caches = Array.from({ length: 5000 }, (): DecisionCache => new Map())
  for (const cache of caches) for (let i = 0; i < 3; i++) budget.remember(cache, `topic ${i}`, 1)
  expect(sizes(caches)).toBeLessThan(100_000 / 64)
  expect(sizes(caches)).toBeGreaterThan(0)
})

test('very long topics are not remembered', () => {
  const cache: DecisionCache = new Map()
  new DecisionBudget().remember(cache, 'x'.repeat(60_000), 1)
  expect(cache.size).toBe(0)
})

test('forgetting empties every cache, and remembering starts anew', () => {
  const [budget, cache]: [DecisionBudget, DecisionCache] = [new DecisionBudget(), new Map()]
  budget.remember(cache, 'a', 1)
  budget.forgetAll()
  expect(cache.size).toBe(0)
  budget.remember(cache, 'a', 2)
  budget.forgetAll()
  expect(cache.size).toBe(0)
})
