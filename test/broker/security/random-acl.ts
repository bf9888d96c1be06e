/** Random ACL files, clients and topics from few words, so that rules and topics meet often. */

import fc from 'fast-check'

export interface RandomAcl {
  readonly text: string
  readonly clients: readonly { readonly username?: string; readonly clientId: string }[]
  readonly topics: readonly string[]
}

interface Words {
  readonly filterLevels: readonly string[]
  readonly topicLevels: readonly string[]
  readonly usernames: readonly (string | undefined)[]
  readonly clientIds: readonly string[]
}

const LEVELS = ['a', 'b', 'ada', 'c1', '']

/** Everything that 2.1 decides in its own way. */
export const randomAcl = randomAclOf({
  filterLevels: [...LEVELS, '$x', '+', '+', '%u', '%c', 'p%u', 'p%c'],
  topicLevels: [...LEVELS, ...LEVELS, '$x', 'p%u', '%u', '$SYS', '$share'],
  usernames: [undefined, 'ada', 'bob', 'x/y', 'a+', '', '$x', 'eve'],
  clientIds: ['c1', 'ada', 'x/y', '#', '$x'],
})

/**
 * What 2.0 decides alike. Otherwise it takes: variables that are a part of a level; names with a slash; and names with a
 * leading `$`, which there make a pattern that starts with a variable one of `$` topics.
 */
export const randomAclLikeIn20 = randomAclOf({
  filterLevels: [...LEVELS, '$x', '+', '+', '%u', '%c'],
  topicLevels: [...LEVELS, ...LEVELS, '$x'],
  usernames: [undefined, 'ada', 'bob', 'a+', 'eve'],
  clientIds: ['c1', 'ada', '#'],
})

function randomAclOf({ filterLevels, topicLevels, usernames, clientIds }: Words): fc.Arbitrary<RandomAcl> {
  const filter = fc
    .tuple(fc.array(fc.constantFrom(...filterLevels), { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([levels, isOpen]) => (isOpen ? [...levels, '#'] : levels).join('/'))
    .filter((text) => text !== '')
  const access = fc.constantFrom('read ', 'write ', 'readwrite ', 'readwrite ', 'deny ', '')
  const user = fc.constantFrom(...usernames.filter((name) => name !== undefined && name !== ''))
  const line = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constant('topic '), access, filter) },
    { weight: 4, arbitrary: fc.tuple(fc.constant('pattern '), access, filter) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('user '), user) },
  )
  const client = fc
    .tuple(fc.constantFrom(...usernames), fc.constantFrom(...clientIds))
    .map(([username, clientId]) => ({ clientId, ...(username !== undefined && { username }) }))
  const topic = fc
    .array(fc.constantFrom(...topicLevels), { minLength: 1, maxLength: 5 })
    .map((levels) => levels.join('/'))
    .filter((text) => text !== '')
  const some = { size: 'max' } as const
  return fc.record({
    // Short lists are compared one by one, long ones become trees.
    text: fc
      .oneof(
        fc.array(line, { ...some, maxLength: 12 }),
        fc.array(line, { ...some, minLength: 40, maxLength: 120 }),
      )
      .map((lines) => lines.map((words) => words.join('')).join('\n')),
    clients: fc.array(client, { ...some, minLength: 2, maxLength: 5 }),
    topics: fc.array(topic, { ...some, minLength: 4, maxLength: 12 }),
  })
}
