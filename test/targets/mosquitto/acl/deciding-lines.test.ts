import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../../src/access/decide.ts'
import { brokerAclPlan } from '../../../../src/targets/mosquitto/acl/broker-acl-plan.ts'
import { decidingLines } from '../../../../src/targets/mosquitto/acl/deciding-lines.ts'
import type { Broker } from '../../../../src/topology/broker.ts'
import { broker, listener, someGrants, TOPICS, topology, user } from '../made-up.ts'

const hub: Broker = broker([listener('mqtt', { auth: ['password', 'anonymous'] })])

test('the line that is told to decide allows just what the grants allow', () => {
  fc.assert(
    fc.property(
      fc.array(someGrants, { minLength: 2, maxLength: 3 }),
      fc.subarray([...TOPICS], { minLength: 20 }),
      (all, topics) => {
        const names = [undefined, 'u1', 'u2']
        const users = all.map((grants, i) => user(names[i], grants, { at: [hub] }))
        const made = topology([hub], users)
        if (brokerAclPlan(made, hub).problems.length > 0) return
        for (const one of users) {
          for (const action of ['publish', 'subscribe'] as const) {
            for (const topic of topics.slice(0, 20)) {
              const lines = decidingLines(made, hub, one, action, topic)
              const isAllowed = lines.length > 0 && lines.every(({ text }) => !text.startsWith('topic deny'))
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
})
