/** A `topic` line of a bridge: its words, whether they can be, and whether Mosquitto would keep it (`bridge__add_topic`). */

import { quoted } from '../../diagnostics/quoted.ts'
import { leadingInteger } from '../../mosquitto-files/conf/c-number.ts'
import type { ConfEntry, ConfWord } from '../../mosquitto-files/conf/conf-file.ts'
import { filterProblem, problemText, topicNameProblem } from '../../topic/filter.ts'
import type { BridgeTopic } from './broker-config.ts'
import { bridgeTopicDropped, bridgeTopicInvalid, bridgeTopicQos } from './codes.ts'
import type { Findings } from './findings.ts'
import { ignoreRest } from './ignore-rest.ts'
import { valueAs } from './settings.ts'

export interface BridgeTopicLine {
  readonly entry: ConfEntry
  readonly topic: BridgeTopic
}

/** The lines that count, in their order. */
export function bridgeTopicLines(
  entries: readonly ConfEntry[],
  findings: Findings,
): readonly BridgeTopicLine[] {
  const lines: BridgeTopicLine[] = []
  for (const entry of entries) {
    const topic = readTopic(entry, findings)
    if (topic === undefined) continue
    const twin = lines.find((line) => isTakenForSame(line.topic, topic))
    if (twin === undefined) lines.push({ entry, topic })
    else
      findings.add(
        bridgeTopicDropped,
        entry.valueSpan,
        'the line is taken for a repetition, and does nothing',
        {
          hint: 'give it another QoS, or write prefixes in both lines',
          related: [{ at: { span: twin.entry.valueSpan }, message: 'of this line' }],
        },
      )
  }
  return lines
}

function readTopic(entry: ConfEntry, findings: Findings): BridgeTopic | undefined {
  const refuse = (word: ConfWord | undefined, message: string, hint?: string) => {
    const { source } = entry.valueSpan
    const span = word === undefined ? entry.valueSpan : { source, start: word.start, end: word.end }
    findings.add(bridgeTopicInvalid, span, message, { hint })
    return undefined
  }
  const all = topicWords(entry)
  if (all === undefined)
    return refuse(
      undefined,
      'the quotes are not for this',
      'quote patterns with a space in them, and no others',
    )
  const [pattern, direction, qos, local, remote] = all
  if (pattern === undefined) return undefined
  const way = direction?.text.toLowerCase() ?? 'out'
  if (way !== 'in' && way !== 'out' && way !== 'both')
    return refuse(direction, `${quoted(direction?.text ?? '')} is none of in, out and both`)
  const number = qos === undefined ? 0 : leadingInteger(qos.text)
  if (number !== 0 && number !== 1 && number !== 2) return refuse(qos, `${quoted(qos?.text ?? '')} is no QoS`)
  warnOfQos(entry, qos, findings)
  ignoreRest(
    findings,
    entry,
    [pattern, direction, qos, local, remote].filter((word) => word !== undefined),
  )
  const topic: BridgeTopic = {
    ...(pattern.text !== EMPTY && { pattern: pattern.text }),
    direction: way,
    qos: number,
    localPrefix: prefixText(local),
    remotePrefix: prefixText(remote),
  }
  const problem = topicProblem(topic)
  return problem === undefined ? topic : refuse(undefined, problem)
}

const EMPTY = '""'

/**
 * The words of the line up to a comment, five at most; `undefined` when a quote does not end. A pattern in quotes is two
 * words at least, or Mosquitto does not find its end.
 */
function topicWords(entry: ConfEntry): readonly ConfWord[] | undefined {
  const value = valueAs(entry, 'words')
  const [first] = value?.words ?? []
  if (value === undefined || first === undefined) return []
  if (!first.text.startsWith('"') || first.text.startsWith(EMPTY)) return beforeComment(value.words)
  const quoted = /^ *"([^" ]+ [^"]*)"/.exec(value.rest.text)
  const [, text] = quoted ?? []
  if (quoted === null || text === undefined) return undefined
  const end = value.rest.start + quoted[0].length
  return beforeComment([
    { text, start: first.start, end },
    ...value.words.filter(({ start }) => start >= end),
  ])
}

/** Comments start behind the direction: before it, `#` is a pattern, or no direction. */
function beforeComment(words: readonly ConfWord[]): readonly ConfWord[] {
  const comment = words.findIndex(({ text }, i) => i >= 2 && text.startsWith('#'))
  return (comment === -1 ? words : words.slice(0, comment)).slice(0, 5)
}

function prefixText(word: ConfWord | undefined): string {
  return word === undefined || word.text === EMPTY ? '' : word.text
}

function warnOfQos(entry: ConfEntry, qos: ConfWord | undefined, findings: Findings): void {
  if (qos === undefined || /^[0-9]/.test(qos.text)) return
  const { source } = entry.valueSpan
  findings.add(
    bridgeTopicQos,
    { source, start: qos.start, end: qos.end },
    `${quoted(qos.text)} stands where the QoS is expected, and means 0`,
    { hint: 'write the QoS before the prefixes' },
  )
}

function topicProblem({ pattern = '', localPrefix, remotePrefix }: BridgeTopic): string | undefined {
  if (pattern === '' && (localPrefix === '' || remotePrefix === ''))
    return 'an empty pattern needs a prefix on both sides'
  const wild = [localPrefix, remotePrefix].find(
    (prefix) => prefix !== '' && topicNameProblem(prefix) !== undefined,
  )
  if (wild !== undefined) return `${quoted(wild)} is no prefix: it may not hold wildcards`
  for (const filter of [localPrefix + pattern, remotePrefix + pattern]) {
    const problem = filterProblem(filter)
    if (problem !== undefined) return `${quoted(filter)} is no topic filter: ${problemText(problem)}`
  }
  return undefined
}

/**
 * `bridge__find_topic`: what is missing in the line that is there equals anything. A missing pattern in the new line
 * equals only another one, since it is compared as it is written.
 */
function isTakenForSame(there: BridgeTopic, added: BridgeTopic): boolean {
  const isSamePrefix = (x: string, y: string) => x === '' || y === '' || x === y
  return (
    there.direction === added.direction &&
    there.qos === added.qos &&
    (there.pattern === undefined || there.pattern === added.pattern) &&
    isSamePrefix(there.localPrefix, added.localPrefix) &&
    isSamePrefix(there.remotePrefix, added.remotePrefix)
  )
}
