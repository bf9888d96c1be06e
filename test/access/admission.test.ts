import { describe, expect, test } from 'vitest'
import { admits, refusalOf } from '../../src/access/admission.ts'
import type { Listener } from '../../src/topology/broker.ts'
import type { User } from '../../src/topology/user.ts'
import * as fixtures from '../bundles/fixtures.ts'

const { listeners } = fixtures
const alice = (changes: Partial<User>) => fixtures.user('alice', changes)
const byPassword = alice({ authentication: fixtures.password })
const anonymous = alice({ kind: 'anonymous', authentication: { kind: 'none' } })
const byPsk = alice({ authentication: fixtures.psk })
const byCertificate = alice({})

describe('a listener admits', () => {
  const noPsk = fixtures.listener('odd', { auth: ['psk'], tls: fixtures.plainTls })
  const stranger = fixtures.authority('stranger')
  const strangers = fixtures.listener('strangers', {
    auth: ['certificate'],
    tls: { ...fixtures.mutualTls, trust: [stranger] },
  })
  const rootTrust = fixtures.listener('root', {
    auth: ['certificate'],
    tls: { ...fixtures.mutualTls, trust: [fixtures.clientsRoot] },
  })
  test.each([
    ['a password over TCP', listeners.mqtt, byPassword, true],
    ['a password over TLS', listeners.ptls, byPassword, true],
    [
      'a password with a certificate asked for',
      { ...listeners.mqtts, auth: ['password'] },
      byPassword,
      false,
    ],
    ['a password with a key asked for', { ...listeners.psk, auth: ['password'] }, byPassword, false],
    ['a certificate', listeners.mqtts, byCertificate, true],
    ['a certificate nobody asks for', { ...listeners.ptls, auth: ['certificate'] }, byCertificate, false],
    ['a certificate of another authority', strangers, byCertificate, false],
    ['a certificate by its root', rootTrust, byCertificate, true],
    ['a key', listeners.psk, byPsk, true],
    ['a key without TLS for it', noPsk, byPsk, false],
    ['anonymous', listeners.mqtt, anonymous, true],
    ['anonymous elsewhere', listeners.socket, anonymous, false],
  ] as const)('%s: %#', (_, listener, user, admitted) => {
    expect(admits(listener as Listener, user)).toBe(admitted)
  })
})

describe('a listener refuses', () => {
  test.each([
    ['who has another kind of auth', listeners.mqtt, byCertificate, 'auth'],
    [
      'nobody for its TLS, which other rules speak of',
      { ...listeners.psk, auth: ['password'] },
      byPassword,
      undefined,
    ],
    [
      'a certificate of another authority',
      { ...listeners.mqtts, tls: { ...fixtures.mutualTls, trust: [fixtures.authority('stranger')] } },
      byCertificate,
      'trust',
    ],
    ['no certificate of its own', listeners.mqtts, byCertificate, undefined],
  ] as const)('%s', (_, listener, user, refusal) => {
    expect(refusalOf(listener as Listener, user)).toBe(refusal)
  })
})
