import { describe, expect, test } from 'vitest'
import {
  canonicalIpAddress,
  certificateNameProblem,
  dnsNameProblem,
  hostProblem,
  ipAddressProblem,
} from '../../src/topology/host.ts'

describe('dnsNameProblem', () => {
  test.each([
    'localhost',
    'mqtt.plant.example',
    'MQTT.Plant.Example',
    'a-b.c',
    'my_broker',
    '1.a',
    'xn--mnchen-3ya.example',
    `${'a'.repeat(63)}.b`,
  ])('%s is a DNS name', (name) => {
    expect(dnsNameProblem(name)).toBeUndefined()
  })

  test.each([
    ['10.0.0.5', 'is an IP address'],
    ['::1', 'is an IP address'],
    ['10.0.0.256', 'ends in a number but is no IPv4 address'],
    ['1.2.3', 'ends in a number but is no IPv4 address'],
    ['mqtt.example.', 'ends in a dot, which no certificate matches'],
    ['a..b', 'has an empty part'],
    ['', 'has an empty part'],
    ['-a.b', 'has the part "-a", which is no DNS label'],
    ['a-.b', 'has the part "a-", which is no DNS label'],
    ['mqtt://a', 'has the part "mqtt://a", which is no DNS label'],
    ['*.a', 'has the part "*", which is no DNS label'],
    [`${'a'.repeat(64)}.b`, `has the part "${'a'.repeat(64)}", which is no DNS label`],
    ['münchen.example', 'has characters outside ASCII'],
    [`${'a.'.repeat(126)}ab`, 'has more than 253 characters'],
    ['a b', 'has the part "a b", which is no DNS label'],
  ])('%j: %s', (name, problem) => {
    expect(dnsNameProblem(name)).toBe(problem)
  })
})

test('the first label of a certificate name may be a wildcard, no other', () => {
  expect(certificateNameProblem('*.plant.example')).toBeUndefined()
  expect(certificateNameProblem('a.*.example')).toBeDefined()
  expect(certificateNameProblem('*')).toBeDefined()
})

test('a host is a name or an address; a zone is good for dialling, not for a certificate', () => {
  expect(hostProblem('fe80::1%eth0')).toBeUndefined()
  expect(ipAddressProblem('fe80::1%eth0')).toBe('has a zone, which only its own machine knows')
  expect(ipAddressProblem('localhost')).toBe('is no IP address')
  expect(ipAddressProblem('10.0.0.5')).toBeUndefined()
})

test.each([
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['::1', '::1'],
  ['10.0.0.5', '10.0.0.5'],
  ['::ffff:10.0.0.5', '::ffff:a00:5'],
])('the canonical form of %s is %s', (text, canonical) => {
  expect(canonicalIpAddress(text)).toBe(canonical)
})
