/** Reads Mosquitto's `acl_file`, as `acl_parse.c` of 2.1 does: line by line, words separated by spaces alone. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { didYouMean } from '../../diagnostics/did-you-mean.ts'
import type { SourceText } from '../../diagnostics/source-text.ts'
import { filterProblem, problemText } from '../../topic/filter.ts'
import { LineFindings } from '../line-findings.ts'
import { forEachLine, type TextLine, trimmedStart } from '../text-lines.ts'
import type { AclAccess, AclFile, AclRule } from './acl-file.ts'
import {
  aclAccessUnknown,
  aclFilterInvalid,
  aclLineUnknown,
  aclTextInvalid,
  aclTopicMissing,
  aclUserMissing,
  aclVariableInTopic,
  aclVariableNotAlone,
} from './codes.ts'
import { isPlainFilter } from './plain-filter.ts'

export interface AclReading {
  /** What the right lines say. Use it only without errors: a rule is missing for each, maybe a deny. */
  readonly file: AclFile
  readonly diagnostics: readonly Diagnostic[]
}

export function readAclFile(source: SourceText): AclReading {
  const reader = new AclReader(source)
  forEachLine(source.text, (line) => reader.read(line))
  reader.closeBlock()
  const { anonymous, users, patterns } = reader
  return {
    file: { name: source.name, anonymous, users, patterns },
    diagnostics: reader.findings.diagnostics,
  }
}

/** A piece of the text of the file. */
interface Word {
  readonly start: number
  readonly end: number
}

class AclReader {
  readonly anonymous: AclRule[] = []
  readonly users = new Map<string, AclRule[]>()
  readonly patterns: AclRule[] = []
  readonly findings: LineFindings
  readonly #text: string
  /** The user of the block that is being read, and the rules in it. */
  #user: string | undefined
  readonly #block: AclRule[] = []

  constructor(source: SourceText) {
    this.#text = source.text
    this.findings = new LineFindings(source)
  }

  read(line: TextLine): void {
    const keyword = this.#word(line.start, line.end)
    const text = this.#slice(keyword)
    if (text === 'topic' || text === 'pattern') this.#readRule(line, keyword, text === 'pattern')
    else if (text === 'user') this.#readUser(line, keyword)
    else if (text !== '') this.#refuseKeyword(keyword, text)
  }

  /** Hands the rules of the block to its user; call it at the end of the file too. */
  closeBlock(): void {
    const known = this.#user === undefined ? this.anonymous : this.users.get(this.#user)
    if (known !== undefined) for (const rule of this.#block) known.push(rule)
    else if (this.#user !== undefined && this.#block.length > 0)
      this.users.set(this.#user, this.#block.slice())
    this.#block.length = 0
  }

  #readUser(line: TextLine, keyword: Word): void {
    const name = { start: trimmedStart(this.#text, keyword.end, line.end), end: line.end }
    if (name.start === name.end) {
      this.findings.add(aclUserMissing, keyword.start, keyword.end, 'the line names no user')
      return
    }
    this.closeBlock()
    this.#user = this.#slice(name)
    if (BROKEN.test(this.#user)) this.#refuseText(name)
  }

  #readRule(line: TextLine, keyword: Word, isPattern: boolean): void {
    const first = this.#word(keyword.end, line.end)
    if (first.start === first.end) {
      const message = `no topic follows "${this.#slice(keyword)}"`
      this.findings.add(aclTopicMissing, keyword.start, keyword.end, message)
      return
    }
    const access = first.end === line.end ? 'readwrite' : this.#access(first)
    const start = first.end === line.end ? first.start : trimmedStart(this.#text, first.end, line.end)
    const filter = access && this.#filter({ start, end: line.end }, isPattern)
    if (access === undefined || filter === undefined) return
    const list = isPattern ? this.patterns : this.#block
    list.push({ access, filter, line: line.number })
  }

  #access(word: Word): AclAccess | undefined {
    const text = this.#slice(word)
    if (isAccess(text)) return text
    const meant = this.findings.isFull(aclAccessUnknown) ? undefined : didYouMean(text, ACCESSES)
    this.findings.add(
      aclAccessUnknown,
      word.start,
      word.end,
      `"${printable(text)}" is none of read, write, readwrite and deny`,
      meant === undefined
        ? 'write "readwrite" before a topic with a space in it, and comments in lines of their own'
        : `did you mean "${meant}"?`,
    )
    return undefined
  }

  #filter(word: Word, isPattern: boolean): string | undefined {
    const filter = this.#slice(word)
    if (!isPlainFilter(this.#text, word.start, word.end) && !this.#isFilter(filter, word)) return undefined
    if (filter.includes('%')) this.#warnOfVariables(filter, word, isPattern)
    return filter
  }

  /** Reports what is wrong with a filter. */
  #isFilter(filter: string, word: Word): boolean {
    if (BROKEN.test(filter)) {
      this.#refuseText(word)
      return false
    }
    const problem = filterProblem(filter)
    const why = problem === undefined ? slashProblem(filter) : problemText(problem)
    if (why === undefined) return true
    this.findings.add(
      aclFilterInvalid,
      word.start,
      word.end,
      `"${printable(filter)}" is no topic filter: ${why}`,
    )
    return false
  }

  #warnOfVariables(filter: string, { start, end }: Word, isPattern: boolean): void {
    const variable = /%[uc]/.exec(filter)?.[0]
    if (variable === undefined) return
    if (!isPattern) {
      const message = `"${variable}" is plain text in a topic line`
      this.findings.add(aclVariableInTopic, start, end, message, 'write "pattern" instead of "topic"')
      return
    }
    const level = filter.split('/').find((text) => text.length > 2 && /%[uc]/.test(text))
    if (level === undefined) return
    const message = `the variable in "${printable(level)}" is plain text, because it is not the whole level`
    this.findings.add(aclVariableNotAlone, start, end, message)
  }

  #refuseKeyword({ start, end }: Word, text: string): void {
    const meant = this.findings.isFull(aclLineUnknown) ? undefined : didYouMean(text, KEYWORDS)
    this.findings.add(
      aclLineUnknown,
      start,
      end,
      `"${printable(text)}" is none of user, topic and pattern`,
      text.includes('\t')
        ? 'put a space instead of the tab'
        : text.startsWith('#')
          ? 'put the "#" of a comment into the first column'
          : meant && `did you mean "${meant}"?`,
    )
  }

  #refuseText({ start, end }: Word): void {
    this.findings.add(aclTextInvalid, start, end, 'this is not UTF-8, or holds the character U+0000')
  }

  /** The next word from `from` on, ended by a space; empty, at `end`, when there is none. */
  #word(from: number, end: number): Word {
    let start = from
    while (start < end && this.#text.charCodeAt(start) === SPACE) start += 1
    let stop = start
    while (stop < end && this.#text.charCodeAt(stop) !== SPACE) stop += 1
    return { start, end: stop }
  }

  #slice({ start, end }: Word): string {
    return this.#text.slice(start, end)
  }
}

const SPACE = 32
const KEYWORDS = ['user', 'topic', 'pattern']
const ACCESSES: readonly AclAccess[] = ['read', 'write', 'readwrite', 'deny']

/** What `mosquitto_sub_topic_check` allows (`TOPIC_HIERARCHY_LIMIT`). */
const MOST_SLASHES = 200

/** What decoding puts in place of bytes that are not UTF-8; and what ends a string in C. */
const BROKEN = /[\0\ufffd]/

function isAccess(text: string): text is AclAccess {
  return text === 'read' || text === 'write' || text === 'readwrite' || text === 'deny'
}

function slashProblem(filter: string): string | undefined {
  return filter.split('/').length > MOST_SLASHES + 1 ? `it has more than ${MOST_SLASHES} slashes` : undefined
}

/** For messages, which are one line. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
}
