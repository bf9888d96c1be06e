import { expect, test } from 'vitest'
import { compileTemplate } from '../../../src/files/render-template.ts'
import {
  builtFiles,
  fleetDevices,
  password,
  psk,
  templateBundle,
  textOf,
  topology,
  user,
} from '../fixtures.ts'

test("the user's own files see the client", () => {
  const text =
    '{{fleet}} {{each.site}} {{username}} {{url}} {{broker}}/{{listener}}{{#each publish}} >{{topic}}{{/each}}{{#each subscribe}} <{{topic}}{{/each}}'
  const files = builtFiles(
    topology(
      fleetDevices('presses', [{ serial: 's1', site: 'berlin' }], {
        bundles: [templateBundle({ 'etc/x.conf': text })],
      }),
    ),
  )
  expect(textOf(files, 'fleets/presses/template/s1/etc/x.conf')).toBe(
    'presses berlin s1 mqtts://localhost:8883 core/mqtts >press/s1/state <press/s1/cmd/#',
  )
})

test('every field is there for every client, so that a template can ask for it', () => {
  const optional = [
    'fleet',
    'clientId',
    'password',
    'psk',
    'certificate',
    'key',
    'ca',
    'host',
    'port',
    'socket',
    'url',
    'will',
  ]
  const text = optional.map((field) => `{{#if ${field}}}${field} {{/if}}`).join('')
  const of = (changes: Parameters<typeof user>[1]) =>
    textOf(
      builtFiles(topology([user('a', { bundles: [templateBundle({ x: text })], ...changes })])),
      'clients/a/template/x',
    )
  expect(of({})).toBe('certificate key ca host port url ')
  expect(of({ authentication: password, listener: 'mqtt', clientId: 'c' })).toBe(
    'clientId password host port url ',
  )
  expect(of({ authentication: psk })).toBe('psk host port url ')
  expect(of({ authentication: password, listener: 'socket' })).toBe('password socket ')
})

test('a template is compiled once for a whole fleet', () => {
  expect(compileTemplate('x', '{{username}}')({ username: 'a' })).toBe('a')
  const bundles = [templateBundle({ x: '{{username}}' })]
  const files = builtFiles(topology(fleetDevices('f', [{ serial: 'a' }, { serial: 'b' }], { bundles })))
  expect([textOf(files, 'fleets/f/template/a/x'), textOf(files, 'fleets/f/template/b/x')]).toEqual(['a', 'b'])
})
