/** Specs in YAML 1.2 (core schema), with anchors, aliases and merge keys. */

import { Composer, type Document, isNode, type Node as YamlNode } from 'yaml'
import { quoted } from '../../diagnostics/quoted.ts'
import type { SourceText } from '../../diagnostics/source-text.ts'
import { emptyFile } from '../codes/file-codes.ts'
import { tooDeep, yamlDocuments, yamlVersion } from '../codes/syntax-codes.ts'
import { type Parsed, type Report, reporter } from '../tree/finding.ts'
import { hideLikelySecrets } from '../tree/likely-secrets.ts'
import { MAX_DEPTH, type Node } from '../tree/node.ts'
import { syntaxDiagnostics } from './syntax-diagnostics.ts'
import { treeOfYaml } from './tree-of-yaml.ts'
import { yamlTokens } from './yaml-tokens.ts'

/** What every reading of YAML in `spec/` agrees on. Duplicate keys are found with the tree, with both places. */
export const YAML_OPTIONS = {
  version: '1.2',
  schema: 'core',
  merge: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const

/** The tree of the one document in the text, if it has one that can be read. */
export function parseYaml(source: SourceText): Parsed<Node> {
  const { diagnostics, report } = reporter()
  const documents = readDocuments(source, report)
  if (documents === undefined) return { diagnostics }
  const syntax = syntaxDiagnostics(source, documents)
  if (syntax.length > 0) {
    hideLikelySecrets(source)
    return { diagnostics: syntax }
  }
  const contents = onlyContents(source, documents, report)
  if (contents === undefined) return { diagnostics }
  const tree = treeOfYaml(source, contents, report)
  return tree === undefined ? { diagnostics } : { tree, diagnostics }
}

function readDocuments(source: SourceText, report: Report): readonly Document.Parsed[] | undefined {
  const { tokens, tooDeepAt } = yamlTokens(source.text)
  if (tooDeepAt === undefined) {
    return [...new Composer(YAML_OPTIONS).compose(tokens, false, source.text.length)]
  }
  report(tooDeep, {
    message: `lists and maps are nested more than ${MAX_DEPTH} deep here`,
    at: { span: { source, start: tooDeepAt, end: tooDeepAt + 1 } },
  })
  return undefined
}

function onlyContents(
  source: SourceText,
  documents: readonly Document.Parsed[],
  report: Report,
): YamlNode | undefined {
  const [first, second] = documents
  if (second !== undefined) {
    reportSecondDocument(source, second, report)
  } else if (first?.directives?.yaml.version === '1.1') {
    const start = Math.max(0, source.text.indexOf('%YAML'))
    report(yamlVersion, {
      message: 'specs are YAML 1.2, not 1.1',
      at: { span: { source, start, end: start + '%YAML 1.1'.length } },
      hint: 'remove this line',
    })
  } else if (first === undefined || isEmpty(first)) {
    report(emptyFile, {
      message: `${quoted(source.name)} holds no spec`,
      at: { span: { source, start: 0, end: 0 } },
      hint: 'begin with "mqttopia: 1"',
    })
  } else if (isNode(first.contents)) {
    return first.contents
  }
  return undefined
}

function isEmpty({ contents }: Document.Parsed): boolean {
  return contents === null || contents.range[0] === contents.range[1]
}

function reportSecondDocument(source: SourceText, { range }: Document.Parsed, report: Report): void {
  const marker = source.text.lastIndexOf('---', range[0] + '---'.length)
  const start = marker < 0 ? range[0] : marker
  report(yamlDocuments, {
    message: 'a second document begins here, and a spec is one',
    at: { span: { source, start, end: start + (marker < 0 ? 1 : '---'.length) } },
    hint: 'move it to a file of its own and name that under "include"',
  })
}
