/** Random grants and topics over few levels, so that they meet often. */

import fc from 'fast-check'
import type { GrantText } from './users.ts'

const level = fc.constantFrom('a', 'b', '$s', '', '+', '${username}', '${clientId}')

const filter = fc
  .tuple(fc.array(level, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([levels, open]) => [...levels, ...(open ? ['#'] : [])].join('/') || '#')

/** `alice` and `c1` are among the topics' levels, for a user and a client identifier of that name. */
export const smallGrant = fc
  .tuple(fc.constantFrom('allow', 'deny'), fc.constantFrom('publish', 'subscribe'), filter)
  .map((words) => words.join(' ') as GrantText)

export const smallTopic = fc
  .array(fc.constantFrom('a', 'b', 'c', '$s', '', 'alice', 'c1'), { minLength: 1, maxLength: 4 })
  .map((levels) => levels.join('/'))
  .filter((text) => text !== '')
