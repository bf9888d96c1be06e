/** What a client may subscribe to: a topic filter, or one that is shared (MQTT 5.0 4.7, 4.8.2). */

import { filterProblem, problemText } from '../../topic/filter.ts'
import { isTooDeep, TOO_DEEP } from './topic-levels.ts'

const SHARED = '$share/'

/** True for `$share/GROUP/FILTER`. */
export function isShared(filter: string): boolean {
  return filter.startsWith(SHARED)
}

/** Says in a sentence what is wrong with a filter as SUBSCRIBE or UNSUBSCRIBE carries it. */
export function subscriptionFilterProblem(filter: string): string | undefined {
  return isShared(filter) ? sharedFilterProblem(filter) : plainFilterProblem(filter)
}

function plainFilterProblem(filter: string): string | undefined {
  const problem = filterProblem(filter) // [MQTT-4.7.1-1], [MQTT-4.7.1-2], [MQTT-4.7.3-1]
  if (problem !== undefined) return problemText(problem)
  return isTooDeep(filter) ? TOO_DEEP : undefined
}

function sharedFilterProblem(filter: string): string | undefined {
  const end = filter.indexOf('/', SHARED.length)
  if (end === SHARED.length || filter.length === SHARED.length) return 'a share name may not be empty' // [MQTT-4.8.2-1]
  if (end === -1) return 'a share name must be followed by a topic filter' // [MQTT-4.8.2-2]
  const name = filter.slice(SHARED.length, end)
  if (name.includes('+') || name.includes('#')) return 'a share name may not hold wildcards' // [MQTT-4.8.2-2]
  return plainFilterProblem(filter.slice(end + 1))
}
