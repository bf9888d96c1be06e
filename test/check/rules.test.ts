import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkRules } from '../../src/check/rules.ts'

const FOLDER = join(import.meta.dirname, '../../src/check/rules')
const files = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ''))

describe('the list of rules', () => {
  test('has each rule file of the folder once, in order', () => {
    expect(checkRules.map(({ code }) => code)).toEqual(files.toSorted())
  })

  test('has at least 34 rules', () => {
    expect(checkRules.length).toBeGreaterThanOrEqual(34)
  })
})

describe.each(checkRules)('$code', ({ code, summary, explanation }) => {
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
    expect(readdirSync(join(import.meta.dirname, 'rules'))).toContain(`${code}.test.ts`)
  })
})
