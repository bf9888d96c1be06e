import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aclChanges } from '../../../../src/targets/mosquitto/changes/acl-changes.ts'

const HEAD = '# Written by mqttopia: what is not allowed here is refused.\n\n'

/** Lines by user; `''` has the patterns. */
type Lines = ReadonlyMap<string, readonly string[]>

function textOf(lines: Lines): string {
  const blocks = [...lines].map(([name, of]) => {
    const head = name === '' ? '# Everybody, under their own name' : `user ${name}`
    return `${[head, ...of].join('\n')}\n\n`
  })
  return HEAD + blocks.join('')
}

function changed(before: Lines, after: Lines): readonly string[] {
  const taken = linesOf(before).filter((line) => !linesOf(after).includes(line))
  const given = linesOf(after).filter((line) => !linesOf(before).includes(line))
  return [...taken.map((line) => `- ${line}`), ...given.map((line) => `+ ${line}`)].sort()
}

function linesOf(lines: Lines): readonly string[] {
  return [...lines].flatMap(([name, of]) => of.map((line) => `${name === '' ? '' : `user ${name}`}: ${line}`))
}

const arbitraryLines = fc
  .uniqueArray(fc.constantFrom('', 'a', 'ab', 'b', 'ba', 'c'))
  .chain((names) =>
    fc.tuple(
      ...names.sort().map((name) =>
        fc.tuple(
          fc.constant(name),
          fc.uniqueArray(fc.constantFrom('topic read x', 'topic write x', 'topic read y'), {
            minLength: 1,
          }),
        ),
      ),
    ),
  )
  .map((entries): Lines => new Map(entries))

test('every line that comes or goes is told under its user, whatever stands around it', () => {
  fc.assert(
    fc.property(arbitraryLines, arbitraryLines, (before, after) => {
      const details = aclChanges({ path: 'acl', before: textOf(before), after: textOf(after) })
      const told = details.map((detail) =>
        detail.after === undefined ? `- ${detail.at}: ${detail.before}` : `+ ${detail.at}: ${detail.after}`,
      )
      expect(told.sort()).toEqual(changed(before, after))
    }),
  )
})

test.each([
  ['comes', undefined, textOf(new Map([['a', ['topic read x']]]))],
  ['goes', textOf(new Map([['a', ['topic read x']]])), undefined],
])('a file that %s is told of line by line', (_, before, after) => {
  const texts = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
  expect(aclChanges({ path: 'acl', ...texts })).toHaveLength(1)
})
