import { describe, expect, test } from 'vitest'
import { LoginRate } from '../../../src/broker/security/login-rate.ts'

const limits = { failuresPerUser: 3, failuresPerAddress: 6, windowSeconds: 60 }

function failing(times: number, address: string, username: string, rate = new LoginRate(limits)): LoginRate {
  for (let i = 0; i < times; i++) rate.failed(address, username, 0)
  return rate
}

describe('after too many failures', () => {
  test('of one user from one address, only these two together have to wait', () => {
    const rate = failing(3, '192.0.2.1', 'ada')
    expect(rate.mayTry('192.0.2.1', 'ada', 0)).toBe(false)
    expect(rate.mayTry('192.0.2.1', 'bob', 0)).toBe(true)
    expect(rate.mayTry('192.0.2.2', 'ada', 0)).toBe(true)
    expect(failing(2, '192.0.2.1', 'ada').mayTry('192.0.2.1', 'ada', 0)).toBe(true)
  })

  test('of many users from one address, all there have to wait', () => {
    const rate = new LoginRate(limits)
    for (let i = 0; i < 6; i++) failing(1, '192.0.2.1', `user ${i}`, rate)
    expect(rate.mayTry('192.0.2.1', 'bob', 0)).toBe(false)
    expect(rate.mayTry('192.0.2.2', 'bob', 0)).toBe(true)
  })

  test('they are forgotten one after the other, whole over the window', () => {
    const rate = failing(100, '192.0.2.1', 'ada')
    expect(rate.mayTry('192.0.2.1', 'ada', 19_000)).toBe(false)
    expect(rate.mayTry('192.0.2.1', 'ada', 20_000)).toBe(true)
    rate.failed('192.0.2.1', 'ada', 20_000)
    expect(rate.mayTry('192.0.2.1', 'ada', 20_000)).toBe(false)
    for (let i = 0; i < 2; i++) rate.failed('192.0.2.1', 'ada', 80_000)
    expect(rate.mayTry('192.0.2.1', 'ada', 80_000)).toBe(true)
  })

  test('a clock that goes back forgives nothing and punishes nobody', () => {
    const rate = failing(3, '192.0.2.1', 'ada')
    expect(rate.mayTry('192.0.2.1', 'ada', -1000)).toBe(false)
    expect(rate.mayTry('192.0.2.1', 'bob', -1000)).toBe(true)
  })
})

test.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6', false],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', true],
  ['2001:db8::1', '2001:db8:0:0:9::', false],
  ['::1', '::2', false],
  ['::ffff:192.0.2.1', '192.0.2.1', false],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.2', true],
  ['192.0.2.1', '192.0.2.2', true],
  ['', '', false],
])('failures of %s count for %s: the other is free: %s', (failed, other, isFree) => {
  expect(failing(3, failed, 'ada').mayTry(other, 'ada', 0)).toBe(isFree)
})

test('memory is bounded, and the newest failures are kept', () => {
  const rate = new LoginRate(limits)
  for (let i = 0; i < 50_000; i++) failing(3, `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, 'ada', rate)
  expect(rate.mayTry('10.0.195.79', 'ada', 0)).toBe(false)
  expect(rate.mayTry('10.0.0.1', 'ada', 0)).toBe(true)
})
