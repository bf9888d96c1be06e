import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { covers, matches, parseFilter } from '../../src/topic/filter.ts'
import {
  instantiate,
  isGround,
  parseTemplate,
  templateProblem,
  templateProblemText,
  widen,
} from '../../src/topic/filter-template.ts'

const USERNAME = '${username}'
const CLIENT_ID = '${clientId}'

describe('templateProblem', () => {
  test.each([
    'press/${username}/cmd/#',
    '${username}',
    '${clientId}/${username}/+',
    'a/{username}',
    'a/$username',
    'a/%u',
    '$SYS/broker/${clientId}',
  ])('%s is valid', (text) => {
    expect(templateProblem(text)).toBeUndefined()
  })

  test.each([
    ['a/${user}', 'there is no variable "${user}", only "${username}" and "${clientId}"'],
    ['a/${}', 'there is no variable "${}", only "${username}" and "${clientId}"'],
    ['a/${Username}/b', 'there is no variable "${Username}", only "${username}" and "${clientId}"'],
    ['a/x${username}', 'a variable must stand alone in its level, which "x${username}" breaks'],
    [
      '${username}${clientId}',
      'a variable must stand alone in its level, which "${username}${clientId}" breaks',
    ],
    ['a/$${username}/b', 'a variable must stand alone in its level, which "$${username}" breaks'],
    ['a/${user/name}', 'a variable must stand alone in its level, which "${user" breaks'],
    ['${username}/#/b', 'the wildcard "#" may only be the last level'],
    ['', 'a topic must have at least one character'],
  ])('%s: %s', (text, message) => {
    const problem = templateProblem(text)
    expect(problem && templateProblemText(problem)).toBe(message)
    expect(() => parseTemplate(text)).toThrow(
      new RangeError(`topic filter "${text}" is not valid: ${message}`),
    )
  })
})

describe('instantiate', () => {
  test.each([
    ['press/${username}/cmd/#', { username: '0001' }, 'press/0001/cmd/#'],
    ['${username}/${clientId}', { username: 'u', clientId: 'c' }, 'u/c'],
    ['${username}/${username}', { username: 'u' }, 'u/u'],
    ['a/b', {}, 'a/b'],
    ['#', { username: 'u' }, '#'],
    ['/#', {}, '/#'],
    ['a/${username}', { username: '$x' }, 'a/$x'],
    ['a/${username}', { username: CLIENT_ID }, 'a/${clientId}'],
  ])('%s with %j is %s', (text, values, expected) => {
    expect(instantiate(parseTemplate(text), values)).toEqual(parseFilter(expected))
  })

  test('leaves a variable without a value, to be given later', () => {
    const half = instantiate(parseTemplate('${username}/${clientId}'), { username: 'u' })
    expect(half).toEqual(parseTemplate('u/${clientId}'))
    expect(half && instantiate(half, { clientId: 'c' })).toEqual(parseFilter('u/c'))
  })

  test.each(['', '+', '#', 'a/b', '/', 'a+', '#a', 'a\0', '\ud800', 'x'.repeat(65_534)])(
    'no filter comes of the value %j',
    (username) => {
      expect(instantiate(parseTemplate('a/${username}'), { username })).toBeUndefined()
    },
  )

  test('a value that the filter does not ask for does no harm', () => {
    expect(instantiate(parseTemplate('a/${clientId}'), { username: '#', clientId: 'c' })).toEqual(
      parseFilter('a/c'),
    )
  })

  test('a value with "$" in the first level makes a filter of "$" topics', () => {
    const filter = instantiate(parseTemplate('${username}/#'), { username: '$SYS' })
    expect(filter && isGround(filter) && matches(filter, '$SYS/broker')).toBe(true)
  })
})

test('isGround tells filters from templates', () => {
  expect(isGround(parseTemplate('a/+/#'))).toBe(true)
  expect(isGround(parseTemplate('a/${clientId}/#'))).toBe(false)
})

test.each([
  ['a/${username}/#', 'a/+/#'],
  ['${username}/#', '#'],
  ['/${clientId}/#', '/#'],
  ['a', 'a'],
])('%s widens to %s', (text, expected) => {
  expect(widen(parseTemplate(text))).toEqual(parseFilter(expected))
})

test('the widened filter covers every instance, and no value makes an instance wider than a level', () => {
  const level = fc.constantFrom('a', '+', '', USERNAME, CLIENT_ID)
  const text = fc.array(level, { maxLength: 4 }).map((levels) => ['t', ...levels].join('/'))
  const value = fc.string({ unit: fc.constantFrom('a', '$', '+', '#', '/', '\0'), maxLength: 3 })
  fc.assert(
    fc.property(text, value, value, (text, username, clientId) => {
      const template = parseTemplate(text)
      const filter = instantiate(template, { username, clientId })
      fc.pre(filter !== undefined)
      expect(isGround(filter) && covers(widen(template), filter)).toBe(true)
      expect(filter).toEqual(parseFilter(filter.text))
      expect(filter.levels.length).toBe(template.levels.length)
    }),
  )
})
