/** Random ACL files, clients and topics from few words, so that rules and topics meet often. */

import fc from 'fast-check'

export interface RandomAcl {
  readonly text: string
  readonly clients: readonly { readonly username?: string; readonly clientId: string }[]
  readonly topics: readonly string[]
}

const level = fc.constantFrom('a', 'b', 'ada', 'c1', '', '$x')
const filterLevel = fc.oneof({ weight: 3, arbitrary: level }, fc.constantFrom('+', '%u', '%c', 'p%u', 'p%c'))

const filter = fc
  .tuple(fc.array(filterLevel, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, isOpen]) => (isOpen ? [...levels, '#'] : levels).join('/'))
  .filter((text) => text !== '')

const access = fc.constantFrom('read ', 'write ', 'readwrite ', 'deny ', '')
const line = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant('topic '), access, filter) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('pattern '), access, filter) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constant('user '), fc.constantFrom('ada', 'bob', 'x/y', 'a+'), fc.constant('')),
  },
)

const username = fc.constantFrom(undefined, 'ada', 'bob', 'x/y', 'a+', '', '$x', 'eve')
const client = fc
  .tuple(username, fc.constantFrom('c1', 'ada', 'x/y', '#', '$x'))
  .map(([name, clientId]) => ({ clientId, ...(name !== undefined && { username: name }) }))

const topic = fc
  .array(fc.oneof({ weight: 4, arbitrary: level }, fc.constantFrom('p%u', '%u', '$SYS', '$share')), {
    minLength: 1,
    maxLength: 5,
  })
  .map((levels) => levels.join('/'))
  .filter((text) => text !== '')

export const randomAcl: fc.Arbitrary<RandomAcl> = fc.record({
  // Short lists are compared one by one, long ones become trees.
  text: fc
    .oneof(fc.array(line, { maxLength: 12 }), fc.array(line, { minLength: 40, maxLength: 120, size: 'max' }))
    .map((lines) => lines.map((words) => words.join('')).join('\n')),
  clients: fc.array(client, { minLength: 1, maxLength: 5 }),
  topics: fc.array(topic, { minLength: 1, maxLength: 12 }),
})
