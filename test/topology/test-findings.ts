/** Checks what resolving a spec says, and where it points. */

import { describe, expect, test } from 'vitest'
import { topologyCodes } from '../../src/topology/codes.ts'
import { marked } from '../support/marked-spec.ts'
import { resolveYaml, type Surroundings } from './resolve-yaml.ts'

export interface FindingCase extends Surroundings {
  /** YAML less its first line. Findings must point at the texts between « and », in their order in the text. */
  readonly spec: string
  /** In the order of the places that they point at. */
  readonly messages: readonly string[]
  /** Those of the findings that have one, in the same order; unchecked where absent. */
  readonly hints?: readonly string[]
}

/** All findings of the cases must be of `code`. */
export function testFindings(code: string, cases: Readonly<Record<string, FindingCase>>): void {
  describe(code, () => {
    for (const [name, { spec, messages, hints, ...surroundings }] of Object.entries(cases)) {
      test(name, () => {
        const { text, marked: marks } = marked(spec)
        const { diagnostics, textAt, offsetOf } = resolveYaml(text, surroundings)
        const found = diagnostics
          .map((diagnostic) => ({ ...diagnostic, offset: offsetOf(diagnostic.at) }))
          .sort((a, b) => a.offset - b.offset)
        expect(found.map(({ message }) => message)).toEqual(messages)
        expect(found.map(({ at }) => textAt(at))).toEqual(
          marks.map(({ start, end }) => text.slice(start, end)),
        )
        expect(found.map(({ offset }) => offset)).toEqual(marks.map(({ start }) => start))
        if (hints !== undefined) expect(found.flatMap(({ hint }) => hint ?? [])).toEqual(hints)
        for (const diagnostic of diagnostics) {
          expect(diagnostic.code).toBe(code)
          expect(diagnostic.severity).toBe(topologyCodes.find((known) => known.code === code)?.severity)
          expect(diagnostic.message).toMatch(/^[^A-Z\s][^\n\r]*[^.\s]$/)
          if (diagnostic.hint !== undefined) expect(diagnostic.hint).toMatch(/^[a-z].*[^.\s]$/)
          for (const { at } of diagnostic.related ?? []) expect(textAt(at)).toBeDefined()
        }
      })
    }
  })
}
