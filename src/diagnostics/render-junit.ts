/**
 * Diagnostics as JUnit XML, which CI servers show among their test results: a suite for each file of the spec, a case
 * for each finding. Errors are failures; warnings pass, as they do in the exit code, and are told in the output.
 */

import { xmlText } from '../files/quote.ts'
import type { Diagnostic, Locate } from './diagnostic.ts'
import { renderHuman } from './render-human.ts'

/** @param spec stands for what has no file of its own, and for a spec without findings. */
export function renderJunit(diagnostics: readonly Diagnostic[], locate: Locate, spec: string): string {
  const fileOf = ({ at }: Diagnostic) => locate(at)?.source.name ?? spec
  const suites = new Map<string, Diagnostic[]>([[spec, []]])
  for (const diagnostic of diagnostics) {
    const file = fileOf(diagnostic)
    suites.set(file, [...(suites.get(file) ?? []), diagnostic])
  }
  const texts = Array.from(suites, ([file, found]) => suiteText(file, found, locate))
  const counts = Array.from(suites.values(), countsOf)
  const total = (key: 'tests' | 'failures') => counts.reduce((sum, count) => sum + count[key], 0)
  const root = element('testsuites', { tests: total('tests'), failures: total('failures') }, texts)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`
}

function suiteText(file: string, found: readonly Diagnostic[], locate: Locate): string {
  const cases =
    found.length === 0 ? [element('testcase', { classname: file, name: 'has no findings' }, [])] : []
  for (const diagnostic of found) cases.push(caseText(file, diagnostic, locate))
  return element('testsuite', { name: file, ...countsOf(found) }, cases)
}

function caseText(file: string, diagnostic: Diagnostic, locate: Locate): string {
  const { code, severity, message, at } = diagnostic
  const text = xmlText(renderHuman([diagnostic], locate, { color: false }))
  const span = locate(at)
  const line =
    span === undefined || span.source.isProgram ? {} : { line: span.source.position(span.start).line }
  const told =
    severity === 'error'
      ? `<failure type="${xmlText(code)}" message="${xmlText(message)}">${text}</failure>\n`
      : `<system-out>${text}</system-out>\n`
  return element('testcase', { classname: file, name: `${code}: ${message}`, file, ...line }, [told])
}

/** A suite without findings has one case, which says so. */
function countsOf(diagnostics: readonly Diagnostic[]) {
  const failures = diagnostics.filter(({ severity }) => severity === 'error').length
  return { tests: Math.max(1, diagnostics.length), failures }
}

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[],
): string {
  const listed = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(String(value))}"`)
  const start = `<${name}${listed.join('')}`
  return children.length === 0 ? `${start}/>\n` : `${start}>\n${children.join('')}</${name}>\n`
}
