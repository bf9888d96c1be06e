import { describe, expect, test } from 'vitest'
import { optionValues } from '../../../src/broker/config/option-values.ts'
import { reloadChanges } from '../../../src/broker/config/reload-changes.ts'
import { confSections } from '../../../src/mosquitto-files/conf/conf-options.ts'
import { configOf } from './read-config.ts'

const change = (old: string, next: string) => reloadChanges(configOf(old), configOf(next))

const NONE = { added: [], removed: [], changed: [] }

test('the same configuration changes nothing, however it is written', () => {
  const text =
    'listener 1 ::1\nallow_anonymous true\nacl_file a\nlog_type error\nconnection b\naddress h\ntopic #\n'
  expect(change(text, `# c\n${text}max_keepalive 0 # c\n`)).toEqual({
    config: configOf(text),
    applied: [],
    needsRestart: [],
    listeners: { ...NONE, reopened: [] },
    bridges: NONE,
  })
})

describe('options of the broker', () => {
  test.each([
    ['max_keepalive 1', 'max_keepalive'],
    ['max_packet_size 500', 'max_packet_size'],
    ['acl_file a', 'acl_file'],
    ['allow_anonymous false', 'allow_anonymous'],
    ['log_type error', 'log_type'],
    ['log_dest topic', 'log_dest'],
    ['retain_expiry_interval 1', 'retain_expiry_interval'],
    ['global_max_clients 1', 'global_max_clients'],
  ])('%j counts at once', (line, name) => {
    const changes = change('', line)
    expect([changes.applied, changes.needsRestart]).toEqual([[name], []])
    expect(changes.config).toEqual(configOf(line))
  })

  test.each([
    ['pid_file p', 'pid_file'],
    ['user u', 'user'],
    ['persistence true', 'persistence'],
    ['persistence_file f', 'persistence_file'],
    ['persistence_location /d', 'persistence_location'],
  ])('%j waits for a restart, and the old one counts', (line, name) => {
    const changes = change('', `${line}\nmax_keepalive 1`)
    expect([changes.applied, changes.needsRestart]).toEqual([['max_keepalive'], [name]])
    expect(changes.config).toEqual(configOf('max_keepalive 1'))
    expect(change(line, '').config).toEqual(configOf(line))
  })

  test('all that the broker keeps are compared', () => {
    const kept = confSections
      .flatMap(({ options }) => options)
      .filter(({ scope, support, repeated }) => {
        const isKept = scope === 'broker' || scope === 'security'
        return isKept && support.kind === 'supported' && repeated !== 'adds'
      })
      .map(({ name }) => name)
    const idle = ['retain_expiry_interval']
    const elsewhere = ['port', 'bind_address', 'enable_control_api']
    expect([...Object.keys(optionValues), ...elsewhere].sort()).toEqual(
      [...kept, ...idle, 'log_dest', 'log_type'].sort(),
    )
  })
})

describe('listeners', () => {
  const ANY = 'allow_anonymous true\n'

  test('are opened and closed', () => {
    expect(
      change(`${ANY}listener 1 ::1\nlistener 2 ::1`, `${ANY}listener 2 ::1\nlistener 3 ::1`).listeners,
    ).toEqual({
      added: ['3'],
      removed: ['1'],
      changed: [],
      reopened: [],
    })
  })

  test.each([
    ['max_qos 1', false],
    ['max_connections 1', false],
    ['mount_point a/', false],
    ['listener_allow_anonymous false\n', false],
    ['protocol websockets', true],
    ['socket_domain ipv4', true],
    ['bind_interface lo', true],
    ['enable_proxy_protocol 1', true],
    ['certfile c\nkeyfile k', true],
    ['psk_hint h', true],
  ])('with %j are changed, and opened anew: %s', (line, isReopened) => {
    const { listeners } = change(`${ANY}listener 1`, `${ANY}listener 1\n${line}`)
    expect(listeners).toEqual({ ...NONE, changed: ['1'], reopened: isReopened ? ['1'] : [] })
  })

  test('with another address are opened anew, with another certificate are not', () => {
    expect(change(`${ANY}listener 1`, `${ANY}listener 1 ::1`).listeners.reopened).toEqual(['1'])
    const tls = (file: string) => `${ANY}listener 1\ncertfile ${file}\nkeyfile k`
    expect(change(tls('a'), tls('b')).listeners).toEqual({ ...NONE, changed: ['1'], reopened: [] })
  })
})

test('bridges come, go and change by their names', () => {
  const bridge = (name: string, more = '') => `connection ${name}\naddress h\ntopic #\n${more}`
  expect(
    change(
      bridge('a') + bridge('b') + bridge('c'),
      bridge('b') + bridge('c', 'try_private false\n') + bridge('d'),
    ).bridges,
  ).toEqual({ added: ['d'], removed: ['a'], changed: ['c'] })
})
