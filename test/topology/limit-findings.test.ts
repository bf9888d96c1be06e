import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/diagnostics/rule.ts'
import { limitFindings } from '../../src/topology/limit-findings.ts'

function findingsAt(count: number, ...path: string[]): Finding[] {
  return Array.from({ length: count }, (_, i) => ({ message: `finding ${i}`, at: { path: [...path, i] } }))
}

describe('limitFindings', () => {
  test('passes 20 findings about one fleet on', () => {
    const findings = findingsAt(20, 'fleets', 'presses', 'forEach', 'rows')
    expect([...limitFindings(findings)]).toEqual(findings)
  })

  test.each([
    { more: 1, message: 'there is 1 more finding of this kind in fleet "presses"' },
    { more: 80, message: 'there are 80 more findings of this kind in fleet "presses"' },
  ])('counts $more above 20', ({ more, message }) => {
    const findings = findingsAt(20 + more, 'fleets', 'presses', 'forEach', 'rows')
    expect([...limitFindings(findings)]).toEqual([
      ...findings.slice(0, 20),
      { message, at: { path: ['fleets', 'presses'], on: 'key' } },
    ])
  })

  test('counts each fleet for itself, and everything else not at all', () => {
    const findings = [
      ...findingsAt(21, 'fleets', 'a'),
      ...findingsAt(3, 'fleets', 'b'),
      ...findingsAt(100, 'users', 'fleets'),
    ]
    expect([...limitFindings(findings)]).toHaveLength(20 + 1 + 3 + 100)
  })
})
