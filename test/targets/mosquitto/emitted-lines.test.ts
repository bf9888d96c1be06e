import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../src/access/decide.ts'
import { brokerAclPlan } from '../../../src/targets/mosquitto/acl/broker-acl-plan.ts'
import { securityFile } from '../../../src/targets/mosquitto/dynamic-security/security-file.ts'
import { securityPlan } from '../../../src/targets/mosquitto/dynamic-security/security-plan.ts'
import { emittedLines } from '../../../src/targets/mosquitto/emitted-lines.ts'
import type { Broker } from '../../../src/topology/broker.ts'
import { grantsFrom } from '../../access/users.ts'
import { broker, listener, someGrants, TOPICS, topology, user } from './made-up.ts'

test.each(['acl-file', 'dynamic-security'] as const)(
  'the line of %s that is told to decide allows just what the grants allow',
  (access) => {
    const hub: Broker = broker([listener('mqtt', { auth: ['password', 'anonymous'] })], { access })
    fc.assert(
      fc.property(
        fc.array(someGrants, { minLength: 2, maxLength: 3 }),
        fc.subarray([...TOPICS], { minLength: 20 }),
        (all, topics) => {
          const names = [undefined, 'u1', 'u2']
          const users = all.map((grants, i) => user(names[i], grants, { at: [hub] }))
          const made = topology([hub], users)
          if (access === 'acl-file' && brokerAclPlan(made, hub).problems.length > 0) return
          const emitted = emittedLines(made)
          for (const one of users) {
            for (const action of ['publish', 'subscribe'] as const) {
              for (const topic of topics.slice(0, 20)) {
                const lines = emitted.deciding(hub, one, action, topic)
                const isAllowed =
                  lines.length > 0 && lines.every(({ text }) => !/^topic deny|"allow":false/.test(text))
                expect(isAllowed, `${one.name} ${action} ${topic}: ${lines[0]?.text}`).toBe(
                  decide(one, action, topic).allowed,
                )
              }
            }
          }
        },
      ),
      { numRuns: 40 },
    )
  },
)

test('a role of the dynamic-security plugin is found at its line, whatever it is called', () => {
  const hub = broker([listener('mqtt', { auth: ['password'] })], { access: 'dynamic-security' })
  const names = ['ann', 'b"b', 'c/\\d']
  const made = topology(
    [hub],
    names.map((name) =>
      user(name, grantsFrom(['allow publish x/${username}', 'allow publish y']), { at: [hub] }),
    ),
  )
  const content = [...securityFile(securityPlan(made, hub), { passwordHash: () => '$7$101$salt$hash' })].join(
    '',
  )
  for (const one of made.users) {
    const [found] = emittedLines(made).deciding(hub, one, 'publish', 'y')
    expect(found).toMatchObject({ file: `brokers/${hub.name}/dynamic-security.json` })
    const text = content.split('\n')[(found?.line ?? 0) - 1] ?? ''
    const line: unknown = JSON.parse(text.slice(0, -1)) // a comma, or the end of the list
    expect(line).toMatchObject({ rolename: `user/${one.name}` })
    expect(found?.text).toBe(
      `"rolename":${JSON.stringify(`user/${one.name}`)} … {"acltype":"publishClientSend","topic":"y","priority":0,"allow":true}`,
    )
  }
})
