import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide } from '../../../../src/access/decide.ts'
import { securityFile } from '../../../../src/targets/mosquitto/dynamic-security/security-file.ts'
import { securityPlan } from '../../../../src/targets/mosquitto/dynamic-security/security-plan.ts'
import type { User } from '../../../../src/topology/user.ts'
import { readDynamicSecurity } from '../../../support/dynamic-security-oracle.ts'
import { fixedMaterials } from '../../../support/fixed-materials.ts'
import { nastyText } from '../../../support/nasty-text.ts'
import { broker, grants, someGrants, TOPICS, topology, user } from '../made-up.ts'

const here = broker([], { access: 'dynamic-security' })

function written(...users: readonly User[]): string {
  const all = topology(
    [here],
    users.map((one) => ({ ...one, at: [here] })),
  )
  return [...securityFile(securityPlan(all, here), fixedMaterials(all))].join('')
}

const press = grants('publish press/${username}/state', 'subscribe press/#', 'deny subscribe press/secret')

describe('the file', () => {
  test('says what the plugin reads, one client and role a line', () => {
    const alice = user('alice', press, { clientId: 'phone' })
    expect(written(alice, user(undefined, grants('publish a/+')))).toMatchInlineSnapshot(`
      "{
      "defaultACLAccess": {"publishClientSend":false,"publishClientReceive":false,"subscribe":true,"unsubscribe":true},
      "clients": [
      {"username":"alice","clientid":"phone","password":"K9gGyX8OAK8aH8Myj6djqSaXI8jbj6xPk69x2xhtbpAr2AbJfw4ArxofwzKPp2OpJpcjyNuPrE+Tr3HbGG1ukA==","salt":"K9gGyX8OAK8aH8My","iterations":101,"roles":[{"rolename":"user/alice"}]}],
      "groups": [
      {"groupname":"anonymous","roles":[{"rolename":"shared/1"}],"clients":[]}],
      "anonymousGroup": "anonymous",
      "roles": [
      {"rolename":"user/alice","acls":[{"acltype":"publishClientReceive","topic":"press/#","priority":0,"allow":true},{"acltype":"publishClientSend","topic":"press/alice/state","priority":0,"allow":true},{"acltype":"publishClientReceive","topic":"press/secret","priority":1,"allow":false}]},
      {"rolename":"shared/1","acls":[{"acltype":"publishClientSend","topic":"a/+","priority":0,"allow":true}]}]
      }
      "
    `)
  })

  test('gives one role to all who have the same grants without variables', () => {
    const shared = grants('subscribe a/#')
    const same = grants('subscribe a/#')
    const json = JSON.parse(written(user('x', shared), user('y', shared), user('z', same)))
    expect(json.roles).toHaveLength(1)
    expect(json.clients.map(({ roles }: { roles: unknown }) => roles)).toEqual(
      Array(3).fill([{ rolename: 'shared/1' }]),
    )
  })

  test('lists clients from the last name to the first, which the plugin reads in linear time', () => {
    const json = JSON.parse(written(user('a', press), user('b', press), user('c', press)))
    expect(json.clients.map(({ username }: { username: string }) => username)).toEqual(['c', 'b', 'a'])
  })

  test('lists low priorities before high ones', () => {
    const json = JSON.parse(written(user('a', press)))
    expect(json.roles[0].acls.map(({ priority }: { priority: number }) => priority)).toEqual([0, 0, 1])
  })

  test('holds no password for who shows a certificate, and no client identifier, which would not be checked', () => {
    const secret = { from: 'generate', length: 32, path: [] } as const
    const json = JSON.parse(
      written(user('d', press, { authentication: { kind: 'psk', secret }, clientId: 'c' })),
    )
    expect(json.clients).toEqual([{ username: 'd', roles: [{ rolename: 'user/d' }] }])
  })
})

test('the file allows exactly what the grants say, for everybody and every topic', () => {
  let compared = 0
  fc.assert(
    fc.property(fc.array(someGrants, { minLength: 1, maxLength: 5 }), (lists) => {
      const users = [
        ...lists.map((list, i) => user(['u1', 'u2', 'a', '$x', 'a/b'][i], list)),
        user(undefined, lists[0] ?? []),
      ]
      const text = written(...users)
      const oracle = readDynamicSecurity(text)
      for (const one of users) {
        for (const [action, topic] of TOPICS.flatMap(
          (topic) =>
            [
              ['publish', topic],
              ['subscribe', topic],
            ] as const,
        )) {
          const wanted = decide(one, action, topic).allowed
          const name = one.kind === 'anonymous' ? undefined : one.name
          compared += 1
          if (oracle.allows(name, action, topic) !== wanted)
            expect.fail(`${one.name} ${action} ${topic}: wanted ${wanted}\n${text}`)
        }
      }
      expect(oracle.allows('stranger', 'publish', 'a')).toBe(false)
    }),
    { numRuns: 100 },
  )
  expect(compared).toBeGreaterThan(30_000)
})

test('no username and no client identifier adds to the file what is not theirs', () => {
  fc.assert(
    fc.property(nastyText, nastyText, (name, clientId) => {
      const text = written(user(name, press, { clientId }), user('other', press))
      const json = JSON.parse(text)
      expect(json.clients.map(({ username }: { username: string }) => username).sort()).toEqual(
        [name, 'other'].sort(),
      )
      expect(json.clients.find(({ username }: { username: string }) => username === name).clientid).toBe(
        clientId,
      )
      expect(json.roles).toHaveLength(2)
      expect(text.split('\n')).toHaveLength(
        written(user('plain', press), user('other', press)).split('\n').length,
      )
    }),
  )
})
