/** Topics and filters of a command line. */

import {
  filterProblem,
  parseFilter,
  problemText,
  type TopicFilter,
  topicNameProblem,
} from '../../topic/filter.ts'
import { UsageError } from '../usage-error.ts'

/** @throws UsageError when it is no filter. */
export function askedTopics(text: string): TopicFilter {
  const problem = filterProblem(text)
  if (problem === undefined) return parseFilter(text)
  throw new UsageError(`${JSON.stringify(text)} is no topic filter: ${problemText(problem)}`)
}

/** @throws UsageError when it is no topic. */
export function askedTopic(text: string): string {
  const problem = topicNameProblem(text)
  if (problem === undefined) return text
  throw new UsageError(`${JSON.stringify(text)} is no topic: ${problemText(problem)}`)
}

/** @throws UsageError for any other word. */
export function askedAction(text: string): 'publish' | 'subscribe' {
  if (text === 'publish' || text === 'subscribe') return text
  throw new UsageError(`an action is "publish" or "subscribe", not ${JSON.stringify(text)}`)
}
