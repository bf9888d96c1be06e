import { expect, test } from 'vitest'
import { optionValueProblem } from '../../../src/bundles/formats/mosquitto.ts'
import type { User } from '../../../src/topology/user.ts'
import {
  allow,
  broker,
  builtFiles,
  bundle,
  listeners,
  password,
  psk,
  testMaterials,
  textOf,
  topology,
  user,
} from '../fixtures.ts'

function optionsOf(
  program: 'mosquitto_pub' | 'mosquitto_sub',
  changes: Partial<User>,
  materials = testMaterials(),
) {
  const files = builtFiles(
    topology([user('al ice', { bundles: [bundle('mosquitto')], ...changes })]),
    materials,
  )
  return textOf(files, `clients/al%20ice/mosquitto/${program}`).split('\n').slice(0, -1)
}

test('a certificate', () => {
  expect(optionsOf('mosquitto_sub', {})).toEqual([
    '-h localhost',
    '-p 8883',
    '--cafile ca.pem',
    '--cert client.pem',
    '--key client.key',
    '-q 0',
    '-t press/al ice/cmd/#',
  ])
})

test('a password, an identifier, a will and a topic to publish to', () => {
  const options = optionsOf('mosquitto_pub', {
    authentication: password,
    clientId: ' c 1',
    grants: [allow('publish', 'x/+'), allow('publish', 'a b', { qos: 2 }), allow('publish', 'c')],
    will: { topic: 'w', payload: 'gone  away', qos: 2, retain: true, path: [] },
  })
  expect(options).toEqual([
    ...['-h localhost', '-p 8886', '-i  c 1', '-u al ice', '-P password of al ice', '--cafile ca.pem'],
    ...['--will-topic w', '--will-payload gone  away', '--will-qos 2', '--will-retain', '-t a b', '-q 2'],
  ])
})

test('a pre-shared key', () => {
  const materials = testMaterials()
  expect(optionsOf('mosquitto_sub', { authentication: psk }, materials)).toContain(
    `--psk ${materials.psk('al ice')}`,
  )
  expect(optionsOf('mosquitto_sub', { authentication: psk })).toContain('--psk-identity al ice')
})

test('a Unix socket, and a listener that takes MQTT 5 alone', () => {
  const socket = { ...listeners.socket, socketPath: '/run/my broker.sock', protocolVersions: [5] as const }
  const at = [broker({ listeners: [socket] })]
  const options = optionsOf('mosquitto_sub', { authentication: password, at })
  expect(options.slice(0, 2)).toEqual(['--unix /run/my broker.sock', '-V mqttv5'])
})

test('an empty payload of a will is left out: the option has no empty value', () => {
  const will = { topic: 'w', payload: '', qos: 0, retain: false, path: [] } as const
  expect(optionsOf('mosquitto_pub', { will }).filter((line) => line.startsWith('--will'))).toEqual([
    '--will-topic w',
    '--will-qos 0',
  ])
})

test.each([
  ['a\nb', 'holds a line break or another control character'],
  ['x'.repeat(1001), 'has more than 1000 bytes'],
  ['é'.repeat(501), 'has more than 1000 bytes'],
  ['x'.repeat(1000), undefined],
])('the value %j', (text, problem) => {
  expect(optionValueProblem(text)).toBe(problem)
})

test.each([
  ['', 'is empty'],
  ['a\nb', 'holds a line break'],
])('a password %j from outside stops the build in a plain sentence', (secret, problem) => {
  const build = () =>
    optionsOf('mosquitto_pub', { authentication: password }, testMaterials({ password: () => secret }))
  expect(build).toThrow(`the password of "al ice" ${problem}`)
})
