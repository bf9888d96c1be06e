/** The first stage of reading YAML, with a bound on nesting, since the later stages are recursive. */

import { CST, Lexer, Parser } from 'yaml'
import { MAX_DEPTH } from '../tree/node.ts'

export interface YamlTokens {
  /** One tree of tokens for each document, directive and so on; cut short where the nesting is too deep. */
  readonly tokens: readonly CST.Token[]
  readonly tooDeepAt?: number
}

export function yamlTokens(text: string): YamlTokens {
  const tokens: CST.Token[] = []
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(withKnownLineBreaks(text))) {
    tokens.push(...parser.next(lexeme))
    if (parser.stack.length > MAX_DEPTH + 2) return { tokens, tooDeepAt: parser.offset - lexeme.length }
  }
  tokens.push(...parser.end())
  return { tokens }
}

/** A carriage return alone is a line break of old systems, but not of YAML 1.2. */
function withKnownLineBreaks(text: string): string {
  return text.replace(/\r(?!\n)/g, '\n')
}

export interface Lexeme {
  readonly type: CST.TokenType | 'plain-scalar'
  readonly text: string
  readonly start: number
}

/** The flat sequence of tokens, for finding out what a syntax error is about. */
export function yamlLexemes(text: string): readonly Lexeme[] {
  const lexemes: Lexeme[] = []
  let [start, plain] = [0, false]
  for (const lexeme of new Lexer().lex(withKnownLineBreaks(text))) {
    if (lexeme === CST.SCALAR) {
      plain = true
    } else if (lexeme !== CST.DOCUMENT && lexeme !== CST.FLOW_END && lexeme !== CST.BOM) {
      lexemes.push({
        type: plain ? 'plain-scalar' : (CST.tokenType(lexeme) ?? 'plain-scalar'),
        text: lexeme,
        start,
      })
      start += lexeme.length
      plain = false
    }
  }
  return lexemes
}
