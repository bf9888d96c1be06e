import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mosquittoRules } from '../../../src/targets/mosquitto/mosquitto-rules.ts'

const FOLDER = join(import.meta.dirname, '../../../src/targets/mosquitto/rules')

test('the list has each rule file of the folder once, in order', () => {
  const files = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ''))
  expect(mosquittoRules.map(({ code }) => code)).toEqual(files.toSorted())
})

describe.each(mosquittoRules)('$code', ({ code, summary, explanation }) => {
  test('is documented: a summary of one line, an explanation of paragraphs', () => {
    expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
    expect(summary).toMatch(/^[^\s][^\n]*[^.\s]$/)
    expect(explanation.length).toBeGreaterThan(100)
    expect(explanation).not.toMatch(/undefined|^\s|\s$/)
  })

  test('has a test of its own', () => {
    expect(readdirSync(join(import.meta.dirname, 'rules'))).toContain(`${code}.test.ts`)
  })
})
