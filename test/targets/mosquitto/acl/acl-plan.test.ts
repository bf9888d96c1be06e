import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aclFile } from '../../../../src/targets/mosquitto/acl/acl-file.ts'
import { type AclOptions, planAcl } from '../../../../src/targets/mosquitto/acl/acl-plan.ts'
import type { Principal } from '../../../../src/targets/mosquitto/acl/principal-class.ts'
import { matches, parseFilter } from '../../../../src/topic/filter.ts'
import { instantiate, isGround } from '../../../../src/topic/filter-template.ts'
import { createTopicSets } from '../../../../src/topic/topic-set.ts'
import type { Grant } from '../../../../src/topology/user.ts'
import { ACTIONS } from '../../../../src/topology/user.ts'
import { readAclFile } from '../../../support/acl-file-oracle.ts'
import { grants, someGrants, someOpenGrants, TOPICS } from '../made-up.ts'

/** Without the comment at the head. */
function text(principals: readonly Principal[], options: AclOptions = {}): string {
  const [, ...pieces] = aclFile(planAcl(createTopicSets(), principals, options))
  return pieces.join('')
}

const device = grants('publish press/${username}/state', 'subscribe press/${username}/cmd/#')
const fleet = (n: number): Principal[] =>
  Array.from({ length: n }, (_, i) => ({ name: String(i).padStart(4, '0'), grants: device }))

describe('lines', () => {
  test.each([
    ['both directions of one filter share a line', ['publish a', 'subscribe a'], 'topic readwrite a\n'],
    [
      'a deny that covers an allow removes it',
      ['subscribe a/b', 'subscribe c', 'deny subscribe a/#'],
      'topic read c\n',
    ],
    ['a deny that meets nothing leaves no line', ['subscribe a', 'deny subscribe b'], 'topic read a\n'],
    [
      'a deny inside an allow of one direction',
      ['subscribe a/+', 'deny subscribe a/b'],
      'topic deny a/b\ntopic read a/+\n',
    ],
    ['a narrower allow is left out', ['subscribe a/b', 'subscribe a/#'], 'topic read a/#\n'],
  ])('%s', (_, lines, expected) => {
    expect(text([{ name: 'u', grants: grants(...lines) }])).toBe(`user u\n${expected}\n`)
  })

  test('a deny of one direction inside an allow of the other is refused with a topic', () => {
    const { problems } = planAcl(createTopicSets(), [
      { name: 'u', grants: grants('subscribe a/#', 'publish a/+', 'deny subscribe a/b') },
    ])
    expect(problems).toMatchObject([{ kind: 'deny', conflict: { other: 'publish', witness: 'a/b' } }])
  })
})

describe('patterns', () => {
  test('a fleet becomes pattern lines', () => {
    expect(text(fleet(1000))).toBe(
      '# Everybody, under their own name\npattern write press/%u/state\npattern read press/%u/cmd/#\n\n',
    )
  })

  test('everybody else is kept off by a deny line of their own', () => {
    expect(text([...fleet(10), { name: 'alice', grants: grants('subscribe plants/#') }])).toContain(
      'user alice\ntopic deny press/alice/cmd/#\ntopic deny press/alice/state\ntopic read plants/#\n',
    )
  })

  test('who reads what the fleet says loses nothing by a deny under a name that no device has', () => {
    const readers = { name: 'alice', grants: grants('subscribe press/+/state') }
    expect(text([...fleet(10), readers])).toContain(
      'topic deny press/alice/state\ntopic read press/+/state\n',
    )
  })

  test('who would lose messages by that deny keeps them: the fleet is written out', () => {
    const boss = { name: 'boss', grants: grants('publish press/+/state') }
    const written = text([...fleet(10), { name: 'alice', grants: grants('subscribe #') }, boss])
    expect(written).not.toContain('pattern')
    expect(written).toContain('user 0007\ntopic read press/0007/cmd/#\ntopic write press/0007/state\n')
  })

  test('from 10,000 devices on, what is the same for all of them is a pattern too, where nobody else gains by it', () => {
    const news = grants('publish press/${username}/state', 'subscribe news')
    const many = Array.from({ length: 10_000 }, (_, i) => ({ name: `d${i}`, grants: news }))
    const boss = { name: 'boss', grants: grants('publish news') }
    const both = { name: 'boss', grants: grants('publish news', 'subscribe news') }
    const lines = (boss: Principal) => text([...many, boss]).split('\n').length
    expect(lines(boss)).toBeGreaterThan(30_000)
    expect(text([...many, both])).toBe(
      '# Everybody, under their own name\npattern write press/%u/state\npattern read news\n\nuser boss\ntopic deny press/boss/state\ntopic readwrite news\n\n',
    )
    expect(text([...many.slice(0, 9_999), both])).not.toContain('pattern read news')
  })

  test('certificates of other brokers get no rights through a pattern', () => {
    const oracle = readAclFile(text([...fleet(10), { name: 'stranger', grants: [] }]))
    const topic = 'press/stranger/state'
    expect(oracle.allows({ username: 'stranger', clientId: 'c' }, 'publish', topic)).toBe(false)
  })

  const free: Principal = { name: 'u', grants: grants('publish c/${clientId}') }

  test('a free client identifier takes a pattern; 2.0 makes several levels of one with "/"', () => {
    expect(text([free], { version: '2.1' })).toBe('# Everybody, under their own name\npattern write c/%c\n\n')
    expect(text([free])).toContain('pattern write c/%c\n\nuser u\ntopic deny c/+/+/#\n')
    expect(text([free, { name: 'v', grants: [] }])).toContain('user v\ntopic deny c/+/#\n')
  })

  test.each([
    ['somebody else reads there', 'publish c/${clientId}', '2.0', { name: 'v', witness: 'c/x' }],
    ['nothing but a pattern follows it', 'publish c/${clientId}/s', '2.0', { name: 'u', witness: 'c/x/x/s' }],
    ['any topic of the broker could be meant', 'publish ${clientId}', '2.1', { name: 'v', witness: 'x' }],
  ] as const)('a free client identifier is refused where %s', (_, grant, version, expected) => {
    const everybody = [
      { name: 'u', grants: grants(grant) },
      { name: 'v', grants: grants('subscribe c/#', 'publish z/#') },
      { name: 'w', grants: grants('publish c/#') },
    ]
    const { problems } = planAcl(createTopicSets(), everybody, { version })
    expect(problems.map((problem) => 'obstacle' in problem && problem.obstacle)).toMatchObject([expected])
  })

  test('a free client identifier may be denied some topics', () => {
    const denied = grants('publish c/${clientId}', 'deny publish c/admin')
    expect(text([{ name: 'u', grants: denied }])).toContain(
      'user u\ntopic deny c/+/+/#\ntopic deny c/admin\n',
    )
  })

  test('who has the wider pattern with a client identifier is not kept from the narrower one', () => {
    const wide: Principal = { name: 'v', grants: grants('publish c/${clientId}/#') }
    const narrow: Principal = { name: 'u', grants: grants('publish c/${clientId}/x', 'publish c/#') }
    expect(text([wide, narrow], { version: '2.1' })).toBe(
      '# Everybody, under their own name\npattern write c/%c/#\npattern write c/%c/x\n\nuser u\ntopic write c/#\n\n',
    )
  })

  test('a username with "/" gains nothing by a pattern, although 2.0 puts it in as text', () => {
    const written = text([...fleet(10), { name: 'a/b', grants: [] }])
    expect(written).toContain('user a/b\ntopic deny press/a/b/cmd/#\ntopic deny press/a/b/state\n')
    expect(
      readAclFile(written).allows({ username: 'a/b', clientId: 'c' }, 'publish', 'press/a/b/state'),
    ).toBe(false)
  })

  test('a filter with the text %u is never a pattern', () => {
    const odd = grants('publish x/%u/${username}')
    const written = text(Array.from({ length: 9 }, (_, i) => ({ name: `d${i}`, grants: odd })))
    expect(written).not.toContain('pattern')
    expect(written).toContain('topic write x/%u/d3\n')
  })
})

const name = fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8', 'a', 'b', '$x', 'a/b', 'a+b')
const names = fc.uniqueArray(name, { maxLength: 6 })
const fleetNames = fc.shuffledSubarray(['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8'], { minLength: 5 })
const fixedId = fc.constantFrom(undefined, undefined, undefined, 'own', 'c+d')

/** One who connects: under a name, with an identifier. */
interface Connection {
  readonly who: Principal
  readonly clientId: string
}

/** The meaning of a spec: some allow matches, no deny does. */
function means({ who, clientId }: Connection, action: Grant['action'], topic: string): boolean {
  const values = { username: who.name ?? '', clientId: who.clientId ?? clientId }
  const hits = who.grants.filter((grant) => {
    const filter = instantiate(grant.filter, values)
    return grant.action === action && filter && isGround(filter) && matches(parseFilter(filter.text), topic)
  })
  return hits.length > 0 && hits.every(({ effect }) => effect === 'allow')
}

const LEVELS = ['a', 'u1', 'u2', '$x', 'z']
const LEVEL_IDS = ['c', 'a', '$x']
const OTHER_IDS = ['a/b', '/']

/** Somebody may do the other thing with the topic, so a right on it is of use; `$` topics are the broker's own too. */
function hasOther(everybody: readonly Principal[], action: Grant['action'], topic: string): boolean {
  const other = action === 'publish' ? 'subscribe' : 'publish'
  const ids = [...LEVEL_IDS, ...LEVELS]
  const isOpen = (who: Principal) => ids.some((clientId) => means({ who, clientId }, other, topic))
  return topic.startsWith('$') || everybody.some(isOpen)
}

test('the file allows exactly what the grants say, for everybody and every topic', () => {
  let compared = 0
  let withPatterns = 0
  fc.assert(
    fc.property(
      someGrants,
      someOpenGrants,
      fleetNames,
      names,
      fixedId,
      (first, second, left, right, fixed) => {
        const members = new Map([
          ...left.map((name): [string, Principal] => [name, { name, grants: first, clientId: fixed }]),
          ...right.map((name): [string, Principal] => [name, { name, grants: second }]),
        ])
        const everybody = [...members.values(), { name: undefined, grants: grants('publish a/+') }]
        const plan = planAcl(createTopicSets(), everybody)
        if (plan.problems.some(({ kind }) => kind !== 'written-out')) return
        if (plan.patterns.length > 0) withPatterns += 1
        const written = [...aclFile(plan)].join('')
        const oracle = readAclFile(written)
        for (const who of everybody) {
          for (const [topic, action] of TOPICS.flatMap((topic) =>
            ACTIONS.map((action) => [topic, action] as const),
          )) {
            const verdict = (clientId: string) =>
              oracle.allows({ username: who.name, clientId }, action, topic)
            const givenUp = () => !hasOther(everybody, action, topic)
            for (const clientId of LEVEL_IDS) {
              const wanted = means({ who, clientId }, action, topic)
              compared += 1
              if (verdict(clientId) !== wanted && !(wanted && givenUp()))
                expect.fail(`${who.name} (${clientId}) ${action} ${topic}: wanted ${wanted}\n${written}`)
            }
            // An identifier that is no level gives nothing that one of its holder's other identifiers does not.
            const most = [...LEVEL_IDS, ...LEVELS].some((clientId) => means({ who, clientId }, action, topic))
            const over = OTHER_IDS.find((clientId) => verdict(clientId) && !most)
            if (over !== undefined) expect.fail(`${who.name} (${over}) ${action} ${topic}\n${written}`)
          }
        }
      },
    ),
    { numRuns: 80 },
  )
  expect(compared).toBeGreaterThan(100_000)
  expect(withPatterns).toBeGreaterThan(5)
})
