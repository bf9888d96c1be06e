import { describe, expect, test } from 'vitest'
import { connectionOf } from '../../src/bundles/connection.ts'
import type { Listener } from '../../src/topology/broker.ts'
import type { User } from '../../src/topology/user.ts'
import * as fixtures from './fixtures.ts'

const { listeners } = fixtures
const alice = (changes: Partial<User>) => fixtures.user('alice', changes)
const byPassword = alice({ authentication: fixtures.password })
const byPsk = alice({ authentication: fixtures.psk })

/** Name of the listener chosen among those given, whatever their order. */
function chosen(user: User, among: readonly Listener[], suits?: Parameters<typeof connectionOf>[2]) {
  const names = [among, among.toReversed()].map(
    (list) => connectionOf(user, fixtures.broker({ listeners: list }), suits)?.listener.name,
  )
  expect(names[0]).toBe(names[1])
  return names[0]
}

describe('the listener of a bundle', () => {
  test('is encrypted where one is', () => {
    expect(chosen(byPassword, [listeners.mqtt, listeners.wss])).toBe('wss')
    expect(chosen(byPassword, [listeners.mqtt, listeners.wss, listeners.ptls])).toBe('ptls')
  })

  test('is one that the program can reach, encrypted or not', () => {
    const suits = (transport: string) => transport === 'tcp' || transport === 'tls'
    expect(chosen(byPassword, [listeners.mqtt, listeners.wss], suits)).toBe('mqtt')
  })

  test('is not on the loopback where another is not', () => {
    const near = { ...listeners.mqtt, name: 'a', bind: '127.0.0.1' }
    expect(chosen(byPassword, [near, { ...listeners.mqtt, name: 'b' }])).toBe('b')
    expect(chosen(byPassword, [near, listeners.ws])).toBe('ws')
  })

  test('is plain TCP before a websocket, a websocket before a Unix socket', () => {
    expect(chosen(byPassword, [listeners.socket, listeners.ws, listeners.mqtt])).toBe('mqtt')
    expect(chosen(byPassword, [listeners.socket, listeners.ws])).toBe('ws')
  })

  test('is the first by name among equals', () => {
    expect(
      chosen(byPassword, [
        { ...listeners.mqtt, name: 'b' },
        { ...listeners.mqtt, name: 'a' },
      ]),
    ).toBe('a')
  })

  test('is the one the user names, where it admits the user', () => {
    const all = Object.values(listeners)
    expect(chosen({ ...byPassword, listener: 'ws' }, all)).toBe('ws')
    expect(chosen({ ...byPassword, listener: 'mqtts' }, all)).toBeUndefined()
  })

  test('is the first that admits at brokers without the named one', () => {
    expect(chosen({ ...byPassword, listener: 'elsewhere' }, [listeners.mqtt])).toBe('mqtt')
  })

  test('does not exist where none admits', () => {
    expect(chosen(byPsk, [listeners.mqtt, listeners.mqtts])).toBeUndefined()
  })
})

describe('a connection', () => {
  const to = (listener: Listener, changes = {}) =>
    connectionOf(byPassword, fixtures.broker({ host: 'mqtt.example', listeners: [listener], ...changes }))

  test.each([
    [listeners.mqtt, 'tcp'],
    [listeners.ptls, 'tls'],
    [listeners.ws, 'ws'],
    [listeners.wss, 'wss'],
    [listeners.socket, 'unix'],
  ] as const)('over %j is %s', (listener, transport) => {
    expect(to(listener)?.transport).toBe(transport)
  })

  test('names the broker, or the loopback where the listener is behind nothing else', () => {
    expect(to(listeners.mqtt)?.address).toEqual({ host: 'mqtt.example', port: 1883 })
    expect(to({ ...listeners.mqtt, bind: '127.0.0.1' })?.address?.host).toBe('127.0.0.1')
    expect(to({ ...listeners.mqtt, bind: '10.0.0.1' })?.address?.host).toBe('mqtt.example')
    expect(to({ ...listeners.ptls, bind: '127.0.0.1' })?.address?.host).toBe('mqtt.example')
    expect(to(listeners.socket)?.address).toBeUndefined()
  })

  test.each([
    [[3, 4, 5], 4],
    [[5], 5],
    [[3, 5], 5],
    [[3], 3],
    [[], 4],
  ] as const)('of the protocol versions %j speaks %i', (protocolVersions, version) => {
    expect(to({ ...listeners.mqtt, protocolVersions })?.protocolVersion).toBe(version)
  })

  test('takes the lower limit of QoS', () => {
    expect(to(listeners.mqtt)?.maxQos).toBe(2)
    expect(to(listeners.mqtt, { limits: { maxQos: 1 } })?.maxQos).toBe(1)
    expect(to({ ...listeners.mqtt, maxQos: 0 }, { limits: { maxQos: 1 } })?.maxQos).toBe(0)
  })
})
