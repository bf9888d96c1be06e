import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lintRules } from '../../src/check/lint-rules.ts'
import { checkRules } from '../../src/check/rules.ts'

const LISTS = [
  { folder: 'rules', rules: checkRules },
  { folder: 'lint', rules: lintRules },
]

describe('the list of rules', () => {
  test.each(LISTS)('has each rule file of $folder/ once, in order', ({ folder, rules }) => {
    const names = readdirSync(join(import.meta.dirname, '../../src/check', folder))
    expect(rules.map(({ code }) => code)).toEqual(names.map((file) => file.replace(/\.ts$/, '')).toSorted())
  })

  test('has at least 34 rules', () => {
    expect(checkRules.length).toBeGreaterThanOrEqual(34)
  })
})

const all = LISTS.flatMap(({ folder, rules }) => rules.map((rule) => ({ ...rule, folder })))

describe.each(all)('$code', ({ code, summary, explanation, folder }) => {
  test('has a code in kebab case', () => {
    expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  })

  test('has a summary of one line without full stop', () => {
    expect(summary).toMatch(/^[^A-Z\s][^\n]*[^.\s]$/)
  })

  test('is explained in a paragraph or more', () => {
    expect(explanation.split('\n\n').length).toBeGreaterThanOrEqual(2)
    expect(explanation).not.toMatch(/undefined|^\s|\s$/)
  })

  test('has a test of its own', () => {
    expect(readdirSync(join(import.meta.dirname, folder))).toContain(`${code}.test.ts`)
  })
})
