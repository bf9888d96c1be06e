import { describe, expect, test } from 'vitest'
import { AccessRules, rightsOf } from '../../../src/broker/security/access-rules.ts'
import { DecisionBudget } from '../../../src/broker/security/decision-cache.ts'
import { bridgeRights, openRights, type Principal } from '../../../src/broker/security/rights.ts'
import { SourceText } from '../../../src/diagnostics/source-text.ts'
import { readAclFile } from '../../../src/mosquitto-files/acl/read-acl-file.ts'

function rules(text: string, budget?: DecisionBudget): AccessRules {
  return new AccessRules(readAclFile(new SourceText('acl', text)).file, budget)
}

const ada = { username: 'ada', clientId: 'c1' }
const nobody = { clientId: 'c1' }

/** `r`, `w`, `rw` or nothing, behind the topic. */
type Case = [acl: string, client: Principal, ...expected: string[]]

describe('decisions by the documented order', () => {
  test.each([
    // Who gets which rules
    ['topic a', nobody, 'a rw', 'b'],
    ['topic a', { username: '', clientId: 'c1' }, 'a rw'],
    ['topic a', ada, 'a'],
    ['user ada\ntopic a', ada, 'a rw'],
    ['user ada\ntopic a', { username: 'Ada', clientId: 'c1' }, 'a'],
    ['user ada\ntopic a', nobody, 'a'],
    ['', ada, 'a'],
    ['', nobody, 'a'],
    ['user bob\ntopic b\npattern a', ada, 'a rw', 'b'],
    ['pattern a', nobody, 'a rw'],
    // Bits
    ['user ada\ntopic read a\ntopic write a', ada, 'a rw'],
    ['user ada\ntopic read a', ada, 'a r'],
    ['user ada\ntopic write a', ada, 'a w'],
    ['user ada\ntopic read a\npattern write a', ada, 'a rw'],
    // Deny before allow in a list, whatever is more specific; the own list before patterns
    ['user ada\ntopic a\ntopic deny a', ada, 'a'],
    ['user ada\ntopic deny a/#\ntopic a/b', ada, 'a/b'],
    ['user ada\ntopic a\npattern deny a', ada, 'a rw'],
    ['user ada\ntopic read a\npattern deny a', ada, 'a r'],
    ['user ada\ntopic deny a\npattern a', ada, 'a'],
    ['pattern a\npattern deny a', ada, 'a'],
    ['pattern a/#\npattern deny a/%u', ada, 'a/ada', 'a/bob rw'],
    // Variables
    ['pattern a/%u/b', ada, 'a/ada/b rw', 'a/bob/b', 'a/%u/b', 'a//b'],
    ['pattern a/%c', ada, 'a/c1 rw', 'a/c2'],
    ['pattern %u/#', ada, 'ada rw', 'ada/x rw', 'bob/x'],
    ['pattern a/%u', nobody, 'a/', 'a/undefined', 'a/%u'],
    ['pattern a/pre%u', nobody, 'a/pre%u'],
    ['pattern a/pre%u', ada, 'a/pre%u rw', 'a/preada'],
    ['user ada\ntopic a/%u', ada, 'a/%u rw', 'a/ada'],
    ['pattern a/%u/#', { username: 'x/y', clientId: 'c1' }, 'a/x/y', 'a/x'],
    ['pattern a/%c', { clientId: '' }, 'a/'],
    ['pattern +/b', { username: 'a+', clientId: 'c1' }, 'a/b'],
    ['pattern +/b', { username: 'ada', clientId: '#' }, 'a/b'],
    ['pattern +/b', { clientId: 'c#' }, 'a/b'],
    ['user a+\ntopic a/b\npattern c', { username: 'a+', clientId: 'c1' }, 'a/b rw', 'c'],
    ['user a+\ntopic a/b', { username: 'a+', clientId: 'c1' }, 'a/b rw'],
    ['pattern %u/x', { username: '$SYS', clientId: 'c1' }, '$SYS/x'],
    // Wildcards
    ['pattern a/+/c', ada, 'a/b/c rw', 'a//c rw', 'a/c', 'a/b/b/c'],
    ['pattern a/#', ada, 'a rw', 'a/ rw', 'a/b/c rw', 'ab'],
    ['pattern +', ada, 'a rw', '/'],
    ['pattern /#', ada, '/ rw', '/a rw', 'a'],
    ['pattern #', ada, 'a/b rw', '$SYS/x', '$foo'],
    ['pattern +/x', ada, '$foo/x'],
    ['pattern deny #\npattern $foo/#', ada, '$foo/x rw', 'a'],
    // Topics of the broker
    ['pattern $SYS/#', ada, '$SYS/broker/uptime r', '$SYS/broker/connection/b/state rw', '$SYSX'],
    ['pattern $SYSX', ada, '$SYSX r'],
    ['pattern $share/#', ada, '$share/g/a'],
  ])('%j for %j: %j', (...[acl, client, ...expected]: Case) => {
    for (const rights of [rules(acl).rightsOf(client), padded(acl).rightsOf(client)]) {
      for (const line of expected) {
        const [topic = '', allowed = ''] = line.split(' ')
        for (let asked = 0; asked < 2; asked++) {
          const found = `${rights.mayRead(topic) ? 'r' : ''}${rights.mayWrite(topic) ? 'w' : ''}`
          expect(`${topic} ${found}`).toBe(`${topic} ${allowed}`)
        }
      }
    }
  })

  /** The same rules among so many others that trees are used. */
  function padded(acl: string): AccessRules {
    const others = (keyword: string) =>
      Array.from({ length: 20 }, (_, i) => `${keyword} readwrite other-${i}/x\n`).join('')
    const patterns = /^pattern/m.test(acl) ? others('pattern') : ''
    return rules(`${others('topic')}${acl}\n${/^user/m.test(acl) ? others('topic') : ''}${patterns}`)
  }
})

test('without an ACL file all is open but the topics of the broker', () => {
  const rights = rightsOf(undefined, ada)
  expect(rights).toBe(openRights)
  const writable = [
    'a',
    '$foo/x',
    '$SYS/broker/connection/b/state',
    '$SYS',
    '$SYSX',
    '$SYS/a',
    '$share/g/a',
    '$sharex',
  ]
  expect(writable.filter((topic) => rights.mayWrite(topic))).toEqual(writable.slice(0, 3))
  expect(writable.filter((topic) => rights.mayRead(topic))).toEqual(writable.slice(0, 6))
  expect(rights.why('$SYS', 'write')).toBeUndefined()
  expect(rights.reason('$SYS', 'write')).toBe('topics that start with "$SYS" or "$share" are not for clients')
})

test('the bridges of the broker are never asked', () => {
  expect([bridgeRights.mayWrite('$SYS/broker/uptime'), bridgeRights.mayRead('a')]).toEqual([true, true])
})

describe('the rule behind a decision', () => {
  const acl = `topic read news
user ada
topic readwrite plant/#
topic deny plant/2/#
topic deny plant/#
pattern read info/%u
pattern write %c/up`
  test.each([
    [ada, 'read', 'plant/1', 5, 'topic deny plant/#'],
    [ada, 'write', 'plant/2/x', 4, 'topic deny plant/2/#'],
    [ada, 'read', 'info/ada', 6, 'pattern read info/%u'],
    [ada, 'write', 'c1/up', 7, 'pattern write %c/up'],
    [nobody, 'read', 'news', 1, 'topic read news'],
  ] as const)('%j, %s of %s: line %d', (client, action, topic, line, text) => {
    const rights = rules(acl).rightsOf(client)
    expect(rights.why(topic, action)).toEqual({ file: 'acl', line, text })
    expect(rights.reason(topic, action)).toBe(`line ${line} of acl decides: ${text}`)
  })

  test.each([
    [ada, 'write', 'info/ada', 'no line of acl allows it'],
    [nobody, 'read', 'plant/1', 'no line of acl allows it'],
    [{ clientId: 'a+b' }, 'read', 'x', 'no pattern is for a username or client identifier with "+" or "#"'],
    [ada, 'write', '$SYS/x', 'topics that start with "$SYS" or "$share" are not for clients'],
  ] as const)('%j, %s of %s: none, since %s', (client, action, topic, reason) => {
    const rights = rules(acl).rightsOf(client)
    expect(rights.why(topic, action)).toBeUndefined()
    expect(rights.reason(topic, action)).toBe(reason)
  })

  test('wildcards in names are no reason where there are no patterns', () => {
    const rights = rules('topic a').rightsOf({ clientId: 'a+b' })
    expect(rights.reason('b', 'read')).toBe('no line of acl allows it')
  })

  test('is the first line among very many with the same filter', () => {
    const many = rules(`user ada\n${'topic deny a\n'.repeat(50)}${'topic read a\n'.repeat(50)}`).rightsOf(ada)
    expect(many.why('a', 'read')?.line).toBe(2)
  })
})

describe('sharing and remembering', () => {
  test('clients who always get the same decisions share them', () => {
    const acl = rules('topic a\nuser ada\ntopic b\npattern c')
    expect(acl.rightsOf(ada)).toBe(acl.rightsOf({ username: 'ada', clientId: 'c2' }))
    expect(acl.rightsOf({ username: 'x', clientId: 'c1' })).toBe(
      acl.rightsOf({ username: 'y', clientId: 'c2' }),
    )
    expect(acl.rightsOf(nobody)).not.toBe(acl.rightsOf({ username: 'x', clientId: 'c1' }))
    expect(acl.rightsOf(nobody)).not.toBe(acl.rightsOf({ clientId: '+' }))
  })

  test('clients with rules of their own do not', () => {
    const byName = rules('user ada\ntopic b\npattern %u/c')
    expect(byName.rightsOf(ada)).toBe(byName.rightsOf({ username: 'ada', clientId: 'c2' }))
    expect(byName.rightsOf({ username: 'x', clientId: '1' })).not.toBe(
      byName.rightsOf({ username: 'y', clientId: '1' }),
    )
    const byId = rules('user ada\ntopic b\npattern %c/c')
    expect(byId.rightsOf(ada)).not.toBe(byId.rightsOf({ username: 'ada', clientId: 'c2' }))
  })

  test('decisions stay right when there is no room to remember them', () => {
    const rights = rules('pattern read a/%c\n', new DecisionBudget(1000)).rightsOf(nobody)
    for (let round = 0; round < 3; round++)
      for (let i = 0; i < 3000; i++) expect(rights.mayRead(`a/c${i}`)).toBe(i === 1)
    expect(rights.mayRead(`a/${'x'.repeat(1000)}`)).toBe(false)
  })
})
