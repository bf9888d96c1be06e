import { describe, expect, test } from 'vitest'
import { SourceText } from '../../src/diagnostics/source-text.ts'

describe('hidden pieces', () => {
  const source = new SourceText('spec.yaml', 'password: hunter2 # old\nnext: |\n  one\n  two\n')
  source.hide(source.text.indexOf('hunter2'), source.text.indexOf(' # old'))
  source.hide(source.text.indexOf('  one'), source.text.indexOf('two') + 3)

  test('are masked in excerpts, and nothing moves', () => {
    expect(source.lineText(1)).toBe('password: ••••••• # old')
  })
  test('may reach over lines', () => {
    expect([2, 3, 4].map((line) => source.lineText(line))).toEqual(['next: |', '•••••', '•••••'])
  })
  test('stay in the text itself', () => {
    expect(source.text).toContain('hunter2')
  })
})
