/** Last wills of users and devices. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Will as SpecWill } from '../../spec/generated/spec.ts'
import { problemText, topicNameProblem } from '../../topic/filter.ts'
import { toQos } from '../brokers/resolve-limits.ts'
import { invalidTopic } from '../codes/value-codes.ts'
import { deepFreeze } from '../deep-freeze.ts'
import { expandTemplate } from '../expand-template.ts'
import type { Report } from '../resolution.ts'
import { parseTextTemplate, type TemplateScope, type TextTemplate } from '../text-template.ts'
import type { Will } from '../user.ts'
import { type Maker, sharing } from './subject.ts'

/** `undefined` where the will, which stands at `path`, is wrong; that is reported. */
export function willMaker(
  { topic, payload = '', qos, retain = false }: SpecWill,
  path: SpecPath,
  scope: TemplateScope,
  report: Report,
): Maker<Will> | undefined {
  const topicTemplate = parseTextTemplate(topic, [...path, 'topic'], scope, report)
  const payloadTemplate = parseTextTemplate(payload, [...path, 'payload'], scope, report)
  if (topicTemplate === undefined || payloadTemplate === undefined) return undefined
  if (!isTopic(exampleOf(topicTemplate), topicTemplate, report)) return undefined
  deepFreeze(path)
  const make: Maker<Will> = (subject) => {
    const topic = expandTemplate(topicTemplate, subject)
    const payload = expandTemplate(payloadTemplate, subject)
    if (topic === undefined || payload === undefined) return undefined
    if (!isTopic(topic, topicTemplate, subject.report)) return undefined
    return Object.freeze({ topic, payload, qos: toQos(qos) ?? 0, retain, path })
  }
  return sharing([topicTemplate, payloadTemplate], make, report)
}

/** A topic as it may turn out, so that what is wrong for everybody is reported once. */
function exampleOf({ parts }: TextTemplate): string {
  return parts.map((part) => (typeof part === 'string' ? part : 'x')).join('')
}

function isTopic(topic: string, { path }: TextTemplate, report: Report): boolean {
  const problem = topicNameProblem(topic)
  if (problem === undefined) return true
  report(invalidTopic, {
    message: `topic ${quoted(topic)} is not valid: ${problemText(problem)}`,
    at: { path },
  })
  return false
}
