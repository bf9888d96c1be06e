/** Loads small specs in memory, and holds what is said about them against what should be. */

import { expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import type { Span } from '../../src/diagnostics/source-text.ts'
import { loadSpec } from '../../src/spec/load-spec.ts'
import type { SpecDocument } from '../../src/spec/spec-document.ts'
import { marked } from '../support/marked-spec.ts'
import { type Modules, memoryReader } from '../support/memory-reader.ts'

export interface LoadCase {
  /** The text between « and » is where the findings must point, in order. */
  readonly spec: string
  /** `code: message` of each finding. */
  readonly findings: readonly string[]
  /** Texts that must be part of the hints, in order; not looked at when left out. */
  readonly hints?: readonly string[]
  /** Further files; marks in them count too, behind those of the spec. */
  readonly files?: Readonly<Record<string, string>>
  readonly environment?: string
  /** Default: spec.yaml. */
  readonly name?: string
  /** Namespaces of modules, by path; an error is thrown. */
  readonly modules?: Modules
}

/** One test for each case. */
export function testFindings(cases: Readonly<Record<string, LoadCase>>): void {
  for (const [name, loadCase] of Object.entries(cases)) {
    test(name, async () => {
      const { document, pointed, expected } = await loadMarked(loadCase)
      expect(document.diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual(
        loadCase.findings,
      )
      expect(pointed).toEqual(expected)
      loadCase.hints?.forEach((hint, i) => {
        expect(document.diagnostics[i]?.hint ?? '').toContain(hint)
      })
    })
  }
}

async function loadMarked({ spec, files = {}, name = 'spec.yaml', environment, modules }: LoadCase) {
  const main = marked(spec)
  const others = Object.entries(files).map(([path, text]) => [path, marked(text)] as const)
  const texts = Object.fromEntries([[name, main.text], ...others.map(([path, { text }]) => [path, text])])
  const document = await loadSpec(
    name,
    memoryReader(texts, modules),
    environment === undefined ? {} : { environment },
  )
  const expected = [[name, main] as const, ...others].flatMap(([path, { text, marked }]) =>
    marked.map(({ start, end }) => `${path}@${start}: ${text.slice(start, end)}`),
  )
  return {
    document,
    pointed: document.diagnostics.map((diagnostic) => pointOf(document, diagnostic)),
    expected,
  }
}

function pointOf({ locate }: SpecDocument, { at }: Diagnostic): string {
  return shown(locate(at))
}

export function shown(span: Span | undefined): string {
  if (span === undefined) return 'nowhere'
  const { source, start, end } = span
  return `${source.name}@${start}: ${source.text.slice(start, end)}`
}

/** Loads one text without marks. */
export async function load(
  text: string,
  { files = {}, environment, name = 'spec.yaml', modules }: Partial<LoadCase> = {},
): Promise<SpecDocument> {
  const reader = memoryReader({ ...files, [name]: text }, modules)
  return loadSpec(name, reader, environment === undefined ? {} : { environment })
}
