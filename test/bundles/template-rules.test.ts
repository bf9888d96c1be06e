import { describe, expect, test } from 'vitest'
import type { Grant } from '../../src/topology/user.ts'
import { templateBundle } from './fixtures.ts'
import { alice, findings, presses } from './rule-findings.ts'

describe('templates', () => {
  const grants: readonly Grant[] = []

  test('without files', () => {
    expect(findings(alice({ bundles: [templateBundle({})] }))).toEqual([
      'bundle-template-missing at bundles.template: bundle "template" is made from templates but names none',
    ])
  })

  test.each([
    ['../x', '"../x" of bundle "template" has the step ".."'],
    ['/etc/x', '"/etc/x" of bundle "template" is absolute'],
    ['a\\b', '"a\\\\b" of bundle "template" holds a control character or a backslash'],
    ['', '"" of bundle "template" is empty'],
  ])('with the file name %j', (name, problem) => {
    expect(findings(alice({ bundles: [templateBundle({ [name]: 'x' })] }))).toEqual([
      `bundle-file-name at bundles.template.files.${name}: file name ${problem}`,
    ])
  })

  test('with two names for one file', () => {
    expect(findings(alice({ bundles: [templateBundle({ 'A.txt': 'x', 'a.txt': 'y' })] }))).toEqual([
      'bundle-file-name at bundles.template.files.a.txt: file name "a.txt" of bundle "template" is that of another file where upper and lower case are the same',
    ])
    expect(findings(alice({ bundles: [templateBundle({ a: 'x', 'A/b': 'y' })] }))).toEqual([
      'bundle-file-name at bundles.template.files.a: file name "a" of bundle "template" is the folder of another file',
    ])
  })

  test.each([
    ['x\n{{#if}', 'line 2: the text is not a template near "x{{#if}"'],
    [
      '{{quote username}}',
      'line 1: there is no helper "quote", only "json", "shell", "c", "py", "line", "if", "unless", "each", "with"',
    ],
  ])('with broken text %j', (text, problem) => {
    expect(findings(alice({ bundles: [templateBundle({ x: text })] }))).toEqual([
      `bundle-template-broken at bundles.template.files.x: template of "x" in bundle "template", ${problem}`,
    ])
  })

  test.each([
    ['{{usrname}}', 'there is no field "usrname"'],
    ['{{publish.[0].topic}}', 'there is no field "topic"'],
    ['{{json publish}}', '"json" is given a list or an object'],
  ])('that cannot be filled in: %s', (text, problem) => {
    expect(findings(alice({ grants, bundles: [templateBundle({ x: text })] }))).toEqual([
      `bundle-template-fails at bundles.template.files.x: template of "x" in bundle "template", line 1, for user "alice": ${problem}`,
    ])
  })

  test('that one device alone cannot be filled in for', () => {
    const rows = [
      { serial: 'a', note: 'x' },
      { serial: 'b', note: 'x\ny' },
      { serial: 'c', note: '\n' },
    ]
    expect(findings(presses(rows, { bundles: [templateBundle({ x: '# {{line each.note}}' })] }))).toEqual([
      'bundle-template-fails at bundles.template.files.x: template of "x" in bundle "template", line 1, for device "b" of fleet "presses": "line" cannot write it: "x\\ny" holds a control character',
    ])
  })
})
