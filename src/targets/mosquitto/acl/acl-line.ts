/**
 * Lines of an ACL file as values (mosquitto.conf(5) acl_file). In a list every
 * `deny` comes before every allow and takes both directions; what no line allows is passed on to the next list.
 */

import { covers, type TopicFilter } from '../../../topic/filter.ts'

export interface AclLine {
  /** `read` is what the spec calls subscribe, `write` is publish. */
  readonly access: 'read' | 'write' | 'readwrite' | 'deny'
  readonly filter: TopicFilter
}

/** One value for each direction. */
export interface PerAction<Value> {
  readonly publish: Value
  readonly subscribe: Value
}

/** Lines that allow exactly these filters; a filter that another one covers is left out. */
export function allowLines({ publish, subscribe }: PerAction<readonly TopicFilter[]>): AclLine[] {
  const write = new Map(widest(publish).map((filter) => [filter.levels.join('/'), filter]))
  const read = new Map(widest(subscribe).map((filter) => [filter.levels.join('/'), filter]))
  const lines = Array.from(write, ([key, filter]): AclLine => {
    return { access: read.has(key) ? 'readwrite' : 'write', filter }
  })
  for (const [key, filter] of read) if (!write.has(key)) lines.push({ access: 'read', filter })
  return lines
}

/** The filters that no other one covers; of equal ones, the first. */
export function widest(filters: readonly TopicFilter[]): readonly TopicFilter[] {
  const unique = [...new Map(filters.map((filter) => [filter.levels.join('/'), filter])).values()]
  if (unique.length > MAX_QUADRATIC) return unique
  return unique.filter((inner) => !unique.some((outer) => outer !== inner && covers(outer, inner)))
}

/** Comparing each with each is not worth it beyond this; a redundant line is slower, not wrong. */
const MAX_QUADRATIC = 2_000

export function denyLines(filters: readonly TopicFilter[]): AclLine[] {
  return widest(filters).map((filter) => ({ access: 'deny', filter }))
}
