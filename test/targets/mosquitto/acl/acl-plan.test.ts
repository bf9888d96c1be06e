import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aclFile } from '../../../../src/targets/mosquitto/acl/acl-file.ts'
import { planAcl } from '../../../../src/targets/mosquitto/acl/acl-plan.ts'
import type { Principal } from '../../../../src/targets/mosquitto/acl/principal-class.ts'
import { matches, parseFilter } from '../../../../src/topic/filter.ts'
import { instantiate, isGround, parseTemplate } from '../../../../src/topic/filter-template.ts'
import { createTopicSets } from '../../../../src/topic/topic-set.ts'
import type { Grant } from '../../../../src/topology/user.ts'
import { readAclFile } from '../../../support/acl-file-oracle.ts'

/** `publish a/+`, `deny subscribe a/b`: one grant a line. */
function grants(...lines: readonly string[]): Grant[] {
  return lines.map((line, i) => {
    const [, deny, action = '', filter = ''] = /^(deny )?(publish|subscribe) (.+)$/.exec(line) ?? []
    return {
      effect: deny === undefined ? 'allow' : 'deny',
      action: action as Grant['action'],
      filter: parseTemplate(filter),
      retain: 'allow',
      path: [i],
    }
  })
}

function text(principals: readonly Principal[]): string {
  return [...aclFile(planAcl(createTopicSets(), principals))].join('')
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
      '# Everybody, under their own name\npattern read press/%u/cmd/#\npattern write press/%u/state\n\n',
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

  test('certificates of other brokers get no rights through a pattern', () => {
    const oracle = readAclFile(text([...fleet(10), { name: 'stranger', grants: [] }]))
    const topic = 'press/stranger/state'
    expect(oracle.allows({ username: 'stranger', clientId: 'c' }, 'publish', topic)).toBe(false)
  })

  test('a free client identifier takes a pattern, and is refused where others would gain by it', () => {
    const free: Principal = { name: 'u', grants: grants('publish c/${clientId}') }
    expect(text([free])).toContain('pattern write c/%c\n')
    expect(text([free, { name: 'v', grants: [] }])).toContain('user v\ntopic deny c/+\n')
    const { problems } = planAcl(createTopicSets(), [free, { name: 'v', grants: grants('subscribe c/#') }])
    expect(problems).toMatchObject([{ kind: 'client-id', obstacle: { name: 'v' } }])
  })

  test('a filter with the text %u is never a pattern', () => {
    const odd = grants('publish x/%u/${username}')
    const written = text(Array.from({ length: 9 }, (_, i) => ({ name: `d${i}`, grants: odd })))
    expect(written).not.toContain('pattern')
    expect(written).toContain('topic write x/%u/d3\n')
  })
})

const level = fc.constantFrom('a', 'b', 'u1', '+', '${username}', '', '$x')
const template = fc
  .tuple(fc.array(level, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([levels, hash]) => [...levels, ...(hash ? ['#'] : [])].join('/'))
  .filter((filter) => filter !== '')
const line = fc
  .tuple(fc.constantFrom('', 'deny '), fc.constantFrom('publish', 'subscribe'), template)
  .map(([deny, action, filter]) => `${deny}${action} ${filter}`)
const shape = fc.array(line, { maxLength: 5 }).map((lines) => grants(...lines))
const names = fc.array(fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8', 'a', 'b'), {
  maxLength: 6,
})

/** The meaning of a spec: some allow matches, no deny does. */
function means(own: readonly Grant[], name: string, action: Grant['action'], topic: string): boolean {
  const hits = own.filter((grant) => {
    const filter = instantiate(grant.filter, { username: name })
    return grant.action === action && filter && isGround(filter) && matches(parseFilter(filter.text), topic)
  })
  return hits.length > 0 && hits.every(({ effect }) => effect === 'allow')
}

/** Somebody may do the other thing with the topic, so a right on it is of use; `$` topics are the broker's own too. */
function hasOther(everybody: readonly Principal[], action: Grant['action'], topic: string): boolean {
  const other = action === 'publish' ? 'subscribe' : 'publish'
  return topic.startsWith('$') || everybody.some(({ name = '', grants }) => means(grants, name, other, topic))
}

test('the file allows exactly what the grants say, for everybody and every topic', () => {
  const levels = ['a', 'b', 'u1', 'u2', '', '$x', 'z']
  const topics = levels
    .flatMap((x) => [x, ...levels.flatMap((y) => [`${x}/${y}`, `${x}/${y}/a`])])
    .filter(Boolean)
  let compared = 0
  fc.assert(
    fc.property(shape, shape, names, names, (first, second, left, right) => {
      const members = new Map([
        ...left.map((name): [string, Grant[]] => [name, first]),
        ...right.map((name): [string, Grant[]] => [name, second]),
      ])
      const principals: Principal[] = Array.from(members, ([name, of]) => ({ name, grants: of }))
      const everybody = [...principals, { name: undefined, grants: grants('publish a/+') }]
      const plan = planAcl(createTopicSets(), everybody)
      if (plan.problems.some(({ kind }) => kind !== 'written-out')) return
      const oracle = readAclFile([...aclFile(plan)].join(''))
      for (const { name, grants: own } of principals) {
        for (const topic of topics) {
          for (const action of ['publish', 'subscribe'] as const) {
            const wanted = means(own, name ?? '', action, topic)
            compared += 1
            const allowed = oracle.allows({ username: name, clientId: 'c' }, action, topic)
            const isGivenUp = wanted && !allowed && !hasOther(everybody, action, topic)
            if (allowed !== wanted && !isGivenUp) {
              expect.fail(`${name} ${action} ${topic}: wanted ${wanted}\n${[...aclFile(plan)].join('')}`)
            }
          }
        }
      }
    }),
    { numRuns: 500 },
  )
  expect(compared).toBeGreaterThan(50_000)
})
