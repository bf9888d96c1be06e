import { describe, expect, test, vi } from 'vitest'
import { compileTemplate, TemplateError, templateRenderer } from '../../src/files/render-template.ts'

const view = {
  name: `a"b'c`,
  count: 0,
  nothing: null,
  list: [{ topic: 'x' }, { topic: 'y' }],
  each: { 'serial no': '7' },
}

test.each([
  ['{{name}}', `a"b'c`],
  ['{{json name}}', String.raw`"a\"b'c"`],
  ['{{shell name}}', `'a"b'\\''c'`],
  ['{{c name}}', String.raw`"a\"b'c"`],
  ['{{py name}}', String.raw`"a\"b'c"`],
  ['{{line name}}', `a"b'c`],
  ['{{json count}} {{py nothing}} {{json nothing}}', '0 None null'],
  ['{{#each list}}{{topic}}{{#unless @last}}, {{/unless}}{{/each}}', 'x, y'],
  ['{{#if nothing}}yes{{else}}no{{/if}}', 'no'],
  ['{{#each list}}{{json ../name}}{{/each}}', String.raw`"a\"b'c""a\"b'c"`],
  ['{{each.[serial no]}}', '7'],
  ['{{#with each}}{{this.[serial no]}}{{/with}}', '7'],
])('%s gives %s', (text, expected) => {
  expect(compileTemplate('t', text)(view)).toBe(expected)
})

/** Problem and line of what compiling and rendering says. */
function problemOf(text: string): readonly [string, number | undefined] {
  try {
    compileTemplate('mine.hbs', text)(view)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    expect(error.message).toContain('mine.hbs')
    return [error.problem, error.line]
  }
  throw new Error('no error')
}

describe('a broken template says what is wrong and where', () => {
  test.each([
    ['a\n{{#if name}}', 2, 'the text is not a template near'],
    ['a\n\n{{nmae}}', 3, 'there is no field "nmae"'],
    ['{{each.site}}', 1, 'there is no field "site"'],
    ['{{json nmae}}', 1, '"json" is given a field that does not exist'],
    ['a\n{{#if nmae}}x{{/if}}', 2, '"#if" is given a field that does not exist'],
    ['a\n{{#each nmae}}x{{/each}}', 2, '"#each" is given a field that does not exist'],
    ['{{#unless nmae}}x{{/unless}}', 1, '"#unless" is given a field that does not exist'],
    ['{{json list}}', 1, '"json" is given a list or an object'],
    ['{{json}}', 1, '"json" takes one value'],
    ['{{json name name}}', 1, '"json" takes one value'],
    ['a\n{{quote name}}', 2, 'there is no helper "quote", only "json"'],
    ['{{log name}}', 1, 'there is no helper "log"'],
    ['{{> header}}', 1, 'partials such as "header" are not supported'],
    ['{{name.constructor.constructor}}', 1, 'there is no field'],
  ])('%j', (text, line, problem) => {
    const [found, at] = problemOf(text)
    expect(found).toContain(problem)
    if (!text.startsWith('{{>')) expect(at).toBe(line)
  })

  test('so does a value that has no form in the language around it', () => {
    const render = compileTemplate('t', 'x\n{{line text}}')
    expect(() => render({ text: 'a\nb' })).toThrow(
      'template t, line 2: "line" cannot write it: "a\\nb" holds a control character',
    )
  })
})

test('syntax errors and unknown helpers are found before anything is rendered', () => {
  expect(() => compileTemplate('t', '{{#if x}}')).toThrow(TemplateError)
  expect(() => compileTemplate('t', '{{#if false}}{{quote "x"}}{{/if}}')).toThrow(TemplateError)
})

test('what objects inherit is empty, and no reason to write to the console', () => {
  const log = vi.spyOn(console, 'error')
  expect(compileTemplate('t', '[{{constructor}}{{each.toString}}]')(view)).toBe('[]')
  expect(() => compileTemplate('t', '{{json constructor}}')(view)).toThrow('a field that does not exist')
  expect(log).not.toHaveBeenCalled()
})

test('a renderer finds templates by name', () => {
  const render = templateRenderer(new Map([['a/b.hbs', 'n={{count}}']]))
  expect(render('a/b.hbs', { count: 3 })).toBe('n=3')
  expect(() => render('a/c.hbs', {})).toThrow('there is no template "a/c.hbs"')
})
