import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { specCodes } from '../../src/spec/codes.ts'

/** The expectations of all tests of loading. */
const expectations = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .join('\n')

describe('every code', () => {
  test('is described once', () => {
    expect(new Set(specCodes.map(({ code }) => code)).size).toBe(specCodes.length)
  })

  test.each(specCodes.map((description) => [description.code, description] as const))(
    '%s fires in a test, and is described as others are',
    (code, { summary, explanation }) => {
      expect(expectations).toMatch(new RegExp(`['"\`]${code}(:|['"])`))
      expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(summary).toMatch(/^(?![A-Z][a-z]).*[^.]$/)
      expect(explanation).toMatch(/\.$/)
    },
  )
})
