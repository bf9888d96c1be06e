import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { artifactPathProblem, pathGuard } from '../../src/files/artifact-path.ts'

describe('artifactPathProblem', () => {
  test.each([
    ['a plain path', 'brokers/core/mosquitto.conf', undefined],
    ['other scripts', 'bundles/Größe/Ключ.pem', undefined],
    ['dots within a name', 'a..b/...', undefined],
    ['nothing', '', 'is empty'],
    ['an absolute path', '/etc/passwd', 'is absolute'],
    ['a way out', '../x', 'has the step ".."'],
    ['a way out in the middle', 'a/../../x', 'has the step ".."'],
    ['a dot', './a', 'has the step "."'],
    ['two slashes', 'a//b', 'has an empty step'],
    ['a slash at the end', 'a/', 'has an empty step'],
    ["Windows' way out", '..\\x', 'holds a control character or a backslash'],
    ['a line break', 'a\nb', 'holds a control character or a backslash'],
    ['a NUL', 'a\0b', 'holds a control character or a backslash'],
    ['half a character', 'a\ud800', 'holds half a character'],
    ['the longest name', 'x'.repeat(255), undefined],
    ['a longer one', 'x'.repeat(256), 'has a step over 255 bytes'],
    ['bytes, not letters', 'ä'.repeat(128), 'has a step over 255 bytes'],
  ])('%s', (_, path, problem) => {
    expect(artifactPathProblem(path)).toBe(problem)
  })
})

describe('pathGuard', () => {
  test.each([
    ['the same path', ['a/b', 'a/b'], /collide/],
    ['case alone', ['bundles/Bob/key.pem', 'bundles/bob/key.pem'], /collide/],
    ['Unicode form alone', ['é', 'e\u0301'], /collide/],
    ['a file where a folder is', ['a/b/c', 'a/b'], /is a folder of another artifact/],
    ['a folder where a file is', ['a', 'a/b/c'], /"a" is a folder of "a\/b\/c"/],
    ['an unsafe path', ['../a'], /has the step/],
  ])('throws for %s', (_, paths, message) => {
    const guard = pathGuard()
    for (const path of paths.slice(0, -1)) guard(path)
    expect(() => guard(paths.at(-1) ?? '')).toThrow(message)
  })

  test('lets different paths pass in any order', () => {
    const step = fc.stringMatching(/^[a-z]{1,3}$/)
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(step, step), { selector: ([a, b]) => `${a}/${b}` }), (pairs) => {
        const guard = pathGuard()
        for (const [folder, file] of pairs) guard(`${folder}/${file}`)
      }),
    )
  })
})
