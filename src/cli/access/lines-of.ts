/** The emitted lines behind an answer. */

import { isTopicName, type Question } from '../../access/explain.ts'
import type { WrittenAt } from '../../check/policies/violation.ts'
import type { EmittedLine, EmittedLines } from '../../targets/mosquitto/emitted-lines.ts'

/** What decides on a topic; of a filter, all that says something of its topics. */
export function linesOf(
  lines: EmittedLines,
  { user, broker, action, topics }: Question,
): readonly EmittedLine[] {
  return isTopicName(topics)
    ? lines.deciding(broker, user, action, topics.text)
    : lines.about(broker, user, action, topics)
}

/** For findings: the first of the lines that decide on a topic. */
export function writtenIn(lines: EmittedLines): WrittenAt {
  return (broker, user, action, topic) => {
    const [first] = lines.deciding(broker, user, action, topic)
    return first === undefined ? '' : `, in ${first.file}:${first.line}: ${first.text}`
  }
}

/** `  in brokers/core/acl:7: topic read a/#`, a line each; of many the first. */
export function emittedText(emitted: readonly EmittedLine[], indent = '  '): string {
  const shown = emitted
    .slice(0, MAX_LINES)
    .map(({ file, line, text }) => `${indent}in ${file}:${line}: ${text}\n`)
  const more = emitted.length - shown.length
  return [...shown, ...(more > 0 ? [`${indent}and in ${more} more lines\n`] : [])].join('')
}

const MAX_LINES = 6
