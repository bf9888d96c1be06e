/** Keeps the table of statements honest: what it names is there. Whether a test shows a statement is for readers. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { STATEMENTS } from './statements.ts'

/** Titles stand as they are in tests and their tables; those that are put together are listed by their fixed part. */
const SOURCES = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('statements'))
  .map((path) => readFileSync(join(import.meta.dirname, path), 'utf8'))
  .join('\n')

/** `puback has the reason codes ...` is put together as `${type} has the reason codes ...`. */
const TEMPLATES = [/^[a-z]+( has the reason codes of the standard and no other)$/]

function isInSources(title: string): boolean {
  const fixed = TEMPLATES.map((template) => template.exec(title)?.[1]).find((part) => part !== undefined)
  return SOURCES.includes(fixed ?? title)
}

describe.each(['5.0', '3.1.1'] as const)('the statements of MQTT %s', (standard) => {
  const statements = STATEMENTS.filter((statement) => statement.standard === standard)

  test('are each there once, under a number of the standard', () => {
    const ids = statements.map(({ id }) => id)
    expect(ids.filter((id) => !/^MQTT-\d[.-]\d+\.\d+-\d+$/.test(id))).toEqual([])
    expect(ids.filter((id, i) => ids.indexOf(id) < i)).toEqual([])
    expect(ids.length).toBeGreaterThan(100)
  })

  test('have a test, or a reason why there is none', () => {
    const unclear = statements.filter(({ test, because }) => (test === undefined) === (because === undefined))
    expect(unclear).toEqual([])
  })

  test('name tests that exist', () => {
    const missing = statements.filter(({ test }) => test !== undefined && !isInSources(test))
    expect(missing).toEqual([])
  })
})
