/** Runs one check rule over small specs. */

import { describe, expect, test } from 'vitest'
import type { CheckRule } from '../../src/check/check-subject.ts'
import { type Diagnostic, isError } from '../../src/diagnostics/diagnostic.ts'
import { type Rule, runRules } from '../../src/diagnostics/rule.ts'
import { loadSpec } from '../../src/spec/load-spec.ts'
import type { SpecDocument } from '../../src/spec/spec-document.ts'
import { resolveTopology } from '../../src/topology/resolve-topology.ts'
import type { Topology } from '../../src/topology/topology.ts'
import { topologySubject } from '../../src/topology/topology-subject.ts'
import { marked } from './marked-spec.ts'
import { memoryReader } from './memory-reader.ts'

export interface RuleCase {
  /** YAML less its first line, `mqttopia: 1`. Each finding must point at the text between « and » in its turn. */
  readonly spec: string
  /** In the order of the places that they point at. */
  readonly messages: readonly string[]
  /** What the spec names: CSV tables, certificates. */
  readonly files?: Readonly<Record<string, string>>
}

/** When all specs of tests are compiled, unless the test says otherwise. */
export const TEST_NOW = new Date('2027-01-15T12:00:00Z')

/** Checks what the rule says, and where it points. The specs must be free of other errors. */
export function testRule(rule: CheckRule, cases: Readonly<Record<string, RuleCase>>): void {
  testRuleOn(rule, (topology) => ({ ...topologySubject(topology), now: TEST_NOW }), cases)
}

/** The same for rules that look at something else than those of `check/`. */
export function testRuleOn<Subject>(
  rule: Rule<Subject>,
  subjectOf: (topology: Topology) => Subject,
  cases: Readonly<Record<string, RuleCase>>,
): void {
  describe(rule.code, () => {
    for (const [name, { spec, messages, files }] of Object.entries(cases)) {
      test(name, async () => {
        const { text, marked: marks } = marked(spec)
        const found = await findings(rule, subjectOf, { 'spec.yaml': `mqttopia: 1\n${text}`, ...files })
        const offset = 'mqttopia: 1\n'.length
        expect(found.map(({ message }) => message)).toEqual(messages)
        expect(found.map(({ pointed }) => pointed)).toEqual(
          marks.map(({ start, end }) => text.slice(start, end)),
        )
        expect(found.map(({ start }) => start - offset)).toEqual(marks.map(({ start }) => start))
      })
    }
  })
}

async function findings<Subject>(
  rule: Rule<Subject>,
  subjectOf: (topology: Topology) => Subject,
  files: Readonly<Record<string, string>>,
) {
  const document = await loadSpec('spec.yaml', memoryReader(files))
  const { value, pruned, tables, files: texts } = document
  expect(document.diagnostics.filter(isError)).toEqual([])
  if (value === undefined) throw new Error('the spec of a test has no value')
  const resolved = resolveTopology({ value, pruned, tables, files: texts, folderName: 'test' })
  expect(resolved.diagnostics.filter(isError)).toEqual([])
  const found = runRules([rule], subjectOf(resolved.topology))
  checkForm(found, document)
  return found
    .map((finding) => ({ ...finding, ...pointedText(finding, document) }))
    .sort((a, b) => a.start - b.start)
}

function pointedText({ at }: Diagnostic, { locate }: SpecDocument) {
  const span = locate(at)
  return span === undefined
    ? { start: -1, pointed: undefined }
    : { start: span.start, pointed: span.source.text.slice(span.start, span.end) }
}

/** What holds for every finding: its sentence, its hint, and places that exist. */
function checkForm(found: readonly Diagnostic[], { locate }: SpecDocument): void {
  for (const { message, hint, related = [] } of found) {
    expect(message).toMatch(/^(Mosquitto|[^A-Z\s]).*[^.\s]$/) // a name keeps its capital
    expect(hint).toMatch(/^[a-z].*[^.\s]$/)
    for (const { at } of related) expect(locate(at)).toBeDefined()
  }
}
