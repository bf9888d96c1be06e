import { expect, test } from 'vitest'
import { Counters } from '../../../src/broker/observe/counters.ts'
import { RateMeter } from '../../../src/broker/observe/rate-meter.ts'

function setUp() {
  const counters = new Counters()
  const meter = new RateMeter(counters)
  const tick = (seconds: number, received: number) => {
    counters.publishReceived += received
    counters.bytesSent += received * 10
    meter.tick(seconds)
    return meter.rates
  }
  return { tick, meter }
}

test('nothing moves before two samples, and at one time', () => {
  const { tick, meter } = setUp()
  expect(meter.rates.messagesReceived).toBe(0)
  expect(tick(1, 100).messagesReceived).toBe(0)
  expect(tick(1, 100).messagesReceived).toBe(0)
})

test('rates are averages over the last five seconds', () => {
  const { tick } = setUp()
  tick(0, 0)
  expect(tick(1, 100)).toEqual({
    messagesReceived: 100,
    messagesSent: 0,
    messagesDropped: 0,
    bytesReceived: 0,
    bytesSent: 1000,
  })
  const later = [2, 3, 4, 5, 6].map((seconds) => tick(seconds, 0).messagesReceived)
  expect(later).toEqual([50, 100 / 3, 25, 20, 0])
})
