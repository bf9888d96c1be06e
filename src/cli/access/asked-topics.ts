/** Topics and filters of a command line. */

import {
  filterProblem,
  parseFilter,
  problemText,
  type TopicFilter,
  topicNameProblem,
} from '../../topic/filter.ts'
import type { Grant } from '../../topology/user.ts'
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

/** What a question about rights is about; a shared subscription (MQTT 5.0, 4.8.2) delivers what its filter matches. */
export function askedRights(
  action: string,
  topics: string,
): { action: Grant['action']; topics: TopicFilter } {
  const asked = { action: askedAction(action), topics: askedTopics(topics) }
  if (asked.action === 'publish' || asked.topics.levels[0] !== '$share') return asked
  const [, group = '', ...filter] = topics.split('/')
  if (group === '' || /[+#]/.test(group) || filter.join('/') === '')
    throw new UsageError(`${JSON.stringify(topics)} is no shared subscription: those are $share/NAME/FILTER`)
  return { ...asked, topics: parseFilter(filter.join('/')) }
}

/** @throws UsageError for any other word. */
function askedAction(text: string): Grant['action'] {
  if (text === 'publish' || text === 'subscribe') return text
  if (text === 'receive') return 'subscribe'
  throw new UsageError(`an action is "publish", "subscribe" or "receive", not ${JSON.stringify(text)}`)
}
