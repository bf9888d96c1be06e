/** Says in plain words what the YAML reader stumbled over. */

import type { Document } from 'yaml'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnose, type Finding } from '../../diagnostics/rule.ts'
import type { SourceText } from '../../diagnostics/source-text.ts'
import { yamlSyntax } from '../codes/syntax-codes.ts'
import { mayHoldSecret } from '../tree/likely-secrets.ts'
import { bracketSymptoms, swallowedBracket } from './bracket-symptoms.ts'
import { characterSymptoms } from './character-symptoms.ts'
import { lineSymptoms } from './line-symptoms.ts'
import { type Symptom, YamlFault } from './yaml-fault.ts'
import { yamlLexemes } from './yaml-tokens.ts'

const SYMPTOMS: readonly Symptom[] = [
  swallowedBracket,
  ...characterSymptoms,
  ...bracketSymptoms,
  ...lineSymptoms,
]

/** One slip makes the reader stumble many times; these errors alone leave the rest of the text intact. */
const LOCAL = new Set(['BAD_DQ_ESCAPE', 'BAD_SCALAR_START', 'TAG_RESOLVE_FAILED', 'BAD_ALIAS'])

/** The errors up to the first that upsets the rest of the text. */
export function syntaxDiagnostics(source: SourceText, documents: readonly Document.Parsed[]): Diagnostic[] {
  const errors = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])
  if (errors.length === 0) return []
  const lexemes = yamlLexemes(source.text)
  const upset = errors.findIndex(({ code }) => !LOCAL.has(code))
  const telling = upset < 0 ? errors : errors.slice(0, upset + 1)
  const places = telling.map(({ pos }) => pos[0])
  const first = telling.filter(({ pos }, i) => places.indexOf(pos[0]) === i)
  return first.map((error) => explain(new YamlFault(source, lexemes, error)))
}

function explain(fault: YamlFault): Diagnostic {
  for (const symptom of SYMPTOMS) {
    const found = symptom(fault)
    if (found !== undefined) return diagnose(found.code, withoutSecret(fault, found.finding))
  }
  return diagnose(yamlSyntax, {
    message: 'the text cannot be read as YAML from here on',
    at: fault.at(fault.start, fault.end),
    hint: 'check quotes, brackets, colons and indentation of this line and the one above',
  })
}

/** Messages quote the text; behind the key of a secret they must not. */
function withoutSecret(fault: YamlFault, finding: Finding): Finding {
  const { text, start } = fault.line()
  if (!mayHoldSecret(text.slice(0, Math.max(0, fault.start - start)))) return finding
  return { at: finding.at, message: 'the text behind this key cannot be read as YAML' }
}
