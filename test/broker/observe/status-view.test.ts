import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cellWidth } from '../../../src/broker/observe/cell-text.ts'
import type { RefusedAttempt } from '../../../src/broker/observe/recent-refusals.ts'
import { statusLines } from '../../../src/broker/observe/status-view.ts'
import { sampleBridge, sampleGauges, sampleListener, sampleStatus } from './sample-status.ts'

const zone = process.env.TZ
beforeAll(() => {
  process.env.TZ = 'UTC'
})
afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

const denied: RefusedAttempt = {
  at: Date.UTC(2024, 0, 1, 14, 5, 1),
  action: 'publish',
  clientId: 'meter-1',
  username: 'meter',
  listener: '8883',
  topic: 'plant/secret',
  reason: 'line 12 of acl decides',
  rule: 'acl:12: topic deny plant/#',
}
const strangers: RefusedAttempt = {
  at: Date.UTC(2024, 0, 1, 14, 5, 2),
  action: 'connect',
  clientId: 'evil\x1b[2J',
  address: '127.0.0.9:5000',
  reason: 'the password is wrong',
}

const edge = sampleStatus({
  bridges: [
    sampleBridge,
    {
      ...sampleBridge,
      name: 'to-lab',
      state: 'waiting',
      address: 'lab:1883',
      since: Date.UTC(2024, 0, 1, 14, 5, 4),
      messagesIn: 0,
      messagesOut: 0,
      queuedMessages: 0,
      problem: 'nobody listens there',
    },
  ],
  refusals: [denied],
})
const cloud = sampleStatus({
  name: 'cloud',
  gauges: { ...sampleGauges, clientsConnected: 17, queuedMessages: 0 },
  listeners: [
    {
      ...sampleListener,
      addresses: ['/run/mqtt.sock'],
      transport: 'unix',
      connections: 0,
      connectionsRefused: 0,
    },
    { ...sampleListener, addresses: ['127.0.0.1:8080'], transport: 'websocket' },
  ],
  bridges: [],
  refusals: [strangers],
})

test('all that there is to see', () => {
  expect(statusLines([edge, cloud], { width: 120 }).join('\n')).toBe(
    `mqttopia 1.2.3, 14:05:09, 85 MB of memory

broker  up          clients   in            out             dropped  retained  queued
edge    2 h 05 min  12 of 17  120/s 5 kB/s  1.2k/s 52 MB/s  0/s      31        1.2k
cloud   2 h 05 min  17        120/s 5 kB/s  1.2k/s 52 MB/s  0/s      31        0

Listeners
  edge   TLS          127.0.0.1:8883, [::1]:8883  12 open, 4.3k accepted, 2 refused
  cloud  Unix socket  /run/mqtt.sock              0 open, 4.3k accepted
  cloud  WebSocket    127.0.0.1:8080              12 open, 4.3k accepted, 2 refused

Bridges
  edge  to-cloud  127.0.0.2:8883  connected 2 h 05 min  10 in, 20k out, 3 queued
  edge  to-lab    lab:1883        waiting 5 s           0 in, 0 out               nobody listens there

Refused
  14:05:02  cloud  connect  evil\\x1b[2J      127.0.0.9:5000  the password is wrong
  14:05:01  edge   publish  meter-1 (meter)  plant/secret    acl:12: topic deny plant/#`,
  )
})

test('what is not there has no title', () => {
  const quiet = sampleStatus({ listeners: [], bridges: [], refusals: [] })
  expect(statusLines([quiet], { width: 120 })).toHaveLength(4)
  expect(statusLines([], { width: 120 })).toHaveLength(1)
})

test('only the newest refused attempts of all brokers are shown', () => {
  const many = Array.from({ length: 20 }, (_, i) => ({ ...denied, at: denied.at - i * 2000 }))
  const lines = statusLines([{ ...edge, refusals: many }, cloud], { width: 120, mostRefusals: 3 })
  const refused = lines.slice(lines.indexOf('Refused') + 1)
  expect(refused.map((line) => line.slice(2, 18))).toEqual([
    '14:05:02  cloud ',
    '14:05:01  edge  ',
    '14:04:59  edge  ',
  ])
})

test('no name leaves its line, and no line is wider than the terminal', () => {
  const name = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\n', '\x1b', '\x9b', '\u202e', '温'),
      fc.string({ unit: 'grapheme', maxLength: 1 }),
    ),
  })
  fc.assert(
    fc.property(name, fc.integer({ min: 1, max: 200 }), (text, width) => {
      const broker = sampleStatus({
        name: text,
        listeners: [{ ...sampleListener, addresses: [text] }],
        bridges: [{ ...sampleBridge, name: text, address: text, problem: text }],
        refusals: [{ ...denied, clientId: text, username: text, topic: text, rule: text }],
      })
      const lines = statusLines([broker], { width })
      expect(lines).toHaveLength(13)
      for (const line of lines) {
        expect(line).not.toMatch(/[\0-\x1f\x7f-\x9f\u2028\u2029\u202e]/)
        expect(cellWidth(line)).toBeLessThanOrEqual(width)
      }
    }),
  )
})
