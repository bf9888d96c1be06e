import fc from 'fast-check'
import { expect, test } from 'vitest'
import { artifactPathProblem } from '../../src/files/artifact-path.ts'
import { collisionMarks, pathPart } from '../../src/files/path-part.ts'
import { nastyText } from '../support/nasty-text.ts'

test.each([
  ['alice', 'alice'],
  ['press_0001.a-b', 'press_0001.a-b'],
  ['a b/c', 'a%20b%2Fc'],
  ['é', '%C3%A9'],
  ['%41', '%2541'],
  ['', '%'],
  ['.', '%2E'],
  ['..', '%2E%2E'],
  ['a.', 'a%2E'],
  ['.hidden', '.hidden'],
  ['con', '%63on'],
  ['NUL.txt', '%4EUL.txt'],
  ['console', 'console'],
])('%j becomes the step %s', (text, step) => {
  expect(pathPart(text)).toBe(step)
})

test('a long text is cut and told apart by its digest', () => {
  const [a, b] = [pathPart(`${'é'.repeat(300)}a`), pathPart(`${'é'.repeat(300)}b`)]
  expect(a).toMatch(/^(%C3%A9)+.*~[0-9a-f]{16}$/)
  expect(a.length).toBe(200)
  expect(a).not.toBe(b)
})

test('any text becomes one safe step, and different texts different steps', () => {
  fc.assert(
    fc.property(nastyText, nastyText, (a, b) => {
      expect(artifactPathProblem(pathPart(a))).toBeUndefined()
      expect(pathPart(a)).toMatch(/^[A-Za-z0-9._%~-]+$/)
      expect(pathPart(a) === pathPart(b)).toBe(Buffer.from(a).equals(Buffer.from(b)))
    }),
  )
})

test('paths that differ in case alone are marked, others are not', () => {
  const mark = collisionMarks(['Alice', 'alice', 'bob'])
  expect(mark('bob', 'bob')).toBe('')
  expect(mark('Alice', 'Alice')).toMatch(/^~[0-9a-f]{16}$/)
  expect(mark('Alice', 'Alice')).not.toBe(mark('alice', 'alice'))
})
