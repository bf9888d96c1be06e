import { describe, expect, test } from 'vitest'
import { bundleRules } from '../../src/bundles/rules.ts'
import { runRules } from '../../src/diagnostics/rule.ts'
import { topologySubject } from '../../src/topology/topology-subject.ts'
import * as fixtures from './fixtures.ts'
import { alice, atOnly, findings, home, presses, withBundle } from './rule-findings.ts'

const { allow, bundle, fleetDevices, listeners, password, psk, templateBundle, topology, user } = fixtures

test('every code has its documentation and its own name', () => {
  expect(new Set(bundleRules.map(({ code }) => code)).size).toBe(bundleRules.length)
  for (const { code, summary, explanation } of bundleRules) {
    expect(code).toMatch(/^bundle-[a-z-]+$/)
    expect(summary).toMatch(/^[a-z].*[^.]$/)
    expect(explanation.length).toBeGreaterThan(80)
  }
})

test('sound bundles of every format have no finding', () => {
  const formats = [
    'pem',
    'pkcs12',
    'zip',
    'mosquitto',
    'mqttx',
    'otrc',
    'c-header',
    'python',
    'nodejs',
  ] as const
  const bundles = [
    ...formats.map((format) => bundle(format)),
    templateBundle({ 'a/b': '{{line username}}', c: '{{json key}}' }),
  ]
  const without = (...names: readonly string[]) => bundles.filter(({ format }) => !names.includes(format))
  expect(
    findings(
      topology([
        user('alice', { bundles, grants: [home] }),
        user('bob', { bundles: without('pkcs12'), grants: [home], authentication: password }),
        user('gauge', { bundles: without('pkcs12', 'mqttx', 'otrc', 'python'), authentication: psk }),
        user('anonymous', {
          kind: 'anonymous',
          bundles: without('pkcs12', 'otrc'),
          authentication: { kind: 'none' },
        }),
        ...fleetDevices('presses', [{ serial: 'a' }, { serial: 'b' }], { bundles, grants: [home] }),
      ]),
    ),
  ).toEqual([])
})

describe('credentials that a program does not take', () => {
  test.each([
    ['otrc', psk, 'OwnTracks does not take a pre-shared key'],
    ['mqttx', psk, 'MQTTX does not take a pre-shared key'],
    ['python', psk, 'paho-mqtt does not take a pre-shared key'],
    ['pkcs12', password, 'a program that reads PKCS#12 files does not take a username and password'],
    ['otrc', { kind: 'none' }, 'OwnTracks does not take a client without credentials'],
  ] as const)('%s', (format, authentication, why) => {
    expect(findings(withBundle(format, { authentication }))).toEqual([
      `bundle-auth-unsupported at users.alice.bundles: bundle "${format}" cannot serve user "alice": ${why}`,
    ])
  })

  test('of a fleet are told once', () => {
    const of = presses([{ serial: 'a' }, { serial: 'b' }], { authentication: psk, bundles: [bundle('otrc')] })
    expect(findings(of)).toEqual([
      'bundle-auth-unsupported at fleets.presses.bundles: bundle "otrc" cannot serve device "a" of fleet "presses": OwnTracks does not take a pre-shared key',
    ])
  })

  test('the hint names formats that do', () => {
    const [finding] = runRules(bundleRules, topologySubject(withBundle('otrc', { authentication: psk })))
    expect(finding?.hint).toBe('choose a bundle of format pem, zip, mosquitto, c-header, nodejs or template')
  })
})

describe('a listener that a program cannot reach', () => {
  test.each([
    ['mosquitto', 'ws', 'over websockets'],
    ['mqttx', 'socket', 'over a Unix socket'],
    ['python', 'socket', 'over a Unix socket'],
  ] as const)('%s over %s', (format, name, how) => {
    const [finding, ...rest] = findings(withBundle(format, { authentication: password, at: atOnly(name) }))
    expect(rest).toEqual([])
    expect(finding).toContain(
      `bundle-transport-unsupported at users.alice.bundles: bundle "${format}" cannot serve user "alice"`,
    )
    expect(finding).toContain(`does not reach listener "${name}" of broker "core" ${how}`)
  })

  test('that the user names, though others could be reached', () => {
    expect(findings(withBundle('mosquitto', { authentication: password, listener: 'wss' }))).toHaveLength(1)
    expect(findings(withBundle('mosquitto', { authentication: password }))).toEqual([])
  })
})

test('anonymous without a listener', () => {
  const of = withBundle('pem', {
    kind: 'anonymous',
    name: 'anonymous',
    authentication: { kind: 'none' },
    at: atOnly('mqtts'),
  })
  expect(findings(of)).toEqual([
    'bundle-not-admitted at users.alice.bundles: bundle "pem" of user "anonymous" has no listener to name: broker "core" admits no anonymous clients',
  ])
})

test.each(['pkcs12', 'otrc'] as const)('the key that a device keeps, in %s', (format) => {
  const authentication = {
    kind: 'certificate',
    profile: { ...fixtures.device, csr: true },
    uris: [],
  } as const
  expect(findings(withBundle(format, { authentication }))).toEqual([
    `bundle-key-elsewhere at users.alice.bundles: bundle "${format}" needs the private key of user "alice", which the device keeps`,
  ])
  expect(findings(withBundle('pem', { authentication }))).toEqual([])
})

describe('control characters', () => {
  test.each([
    ['username "a\\nb"', { name: 'a\nb' }],
    ['client identifier "a\\tb"', { clientId: 'a\tb' }],
    ['host "a\\rb"', { at: [fixtures.broker({ host: 'a\rb' })] }],
    [
      'socket "/a\\nb"',
      {
        authentication: password,
        at: [fixtures.broker({ listeners: [{ ...listeners.socket, socketPath: '/a\nb' }] })],
      },
    ],
  ] as const)('in the %s', (name, changes) => {
    const [finding] = findings(withBundle('pem', changes))
    expect(finding).toContain('bundle-control-character at users.alice.bundles: bundle "pem" of user')
    expect(finding).toContain(`cannot name the ${name}: it holds a control character`)
    expect(findings(withBundle('nodejs', { ...changes, authentication: password }))).toEqual([])
  })

  test('that only some programs take for a line break count too', () => {
    expect(findings(withBundle('pem', { name: 'a\u2028b' }))).toHaveLength(1)
    expect(findings(withBundle('pem', { name: 'a\u0085b' }))).toHaveLength(1)
  })

  test('in topics and payloads matter to mosquitto_pub alone', () => {
    const will = { topic: 'w', payload: 'a\nb', qos: 0, retain: false, path: [] } as const
    const grants = [allow('publish', 'a\tb')]
    expect(findings(alice({ bundles: [bundle('pem'), bundle('mosquitto')], will }))).toEqual([
      'bundle-option-unfit at users.alice.bundles: bundle "mosquitto" of user "alice" cannot hold the payload of the will "a\\nb": it holds a line break or another control character',
    ])
    expect(findings(alice({ bundles: [bundle('python'), bundle('mosquitto')], grants }))).toEqual([
      'bundle-option-unfit at users.alice.bundles: bundle "mosquitto" of user "alice" cannot hold the topic "a\\tb": it holds a line break or another control character',
    ])
  })

  test('nor may an option be longer than the programs read', () => {
    const grants = [allow('subscribe', 'x'.repeat(1001))]
    expect(findings(withBundle('mosquitto', { grants }))[0]).toContain('has more than 1000 bytes')
  })
})

describe('layouts', () => {
  const rows = [
    { serial: 'a', site: 'x' },
    { serial: 'b', site: 'X' },
  ]

  test.each([
    ['../${username}', 'leaves the bundle with the step ".."'],
    ['${each.stie}', 'names "${each.stie}", which is neither "${username}" nor a column of the table'],
  ])('%s is refused', (layout, problem) => {
    const bundles = [bundle('pem', { layout })]
    expect(findings(presses(rows, { bundles }))).toEqual([
      `bundle-layout-invalid at bundles.pem.layout: layout "${layout}" of bundle "pem" ${problem}`,
    ])
    expect(findings(alice({ bundles })), 'single users have no use for it').toEqual([])
  })

  test('with one folder for two devices are a warning', () => {
    const bundles = [bundle('pem', { layout: '${each.site}/' })]
    expect(findings(presses(rows, { bundles }))).toEqual([
      'bundle-layout-shared at bundles.pem.layout: layout "${each.site}/" of bundle "pem" gives devices "a" and "b" of fleet "presses" the same folder "X"',
    ])
    expect(findings(presses(rows.slice(1), { bundles }))).toEqual([])
  })
})

describe('OwnTracks', () => {
  const will = { topic: 'w', payload: 'gone', qos: 0, retain: false, path: [] } as const

  test('does without the payload of a will and filters with white space', () => {
    expect(findings(withBundle('otrc', { will }))).toEqual([
      'bundle-owntracks-loss at users.alice.bundles: bundle "otrc" of user "alice" does without the payload of the will, "gone": OwnTracks writes its own',
    ])
    expect(findings(withBundle('otrc', { grants: [home, allow('subscribe', 'a b')] }))).toEqual([
      'bundle-owntracks-loss at users.alice.bundles: bundle "otrc" of user "alice" does without the filter "a b": OwnTracks takes none with white space',
    ])
    expect(findings(withBundle('otrc', { will: { ...will, payload: '' } }))).toEqual([])
  })

  test('publishes under "owntracks" or nowhere', () => {
    expect(findings(withBundle('otrc', { grants: [allow('publish', 'plant/press/start')] }))).toEqual([
      'bundle-owntracks-topic at users.alice.bundles: bundle "otrc" of user "alice" publishes nothing that arrives: no grant of the user is under "owntracks"',
    ])
    expect(findings(withBundle('otrc', { grants: [allow('publish', 'owntracks/van')] }))).toEqual([])
    expect(findings(withBundle('otrc', { grants: [allow('publish', '#')] }))).toEqual([])
  })

  test('has configurations too large for a QR code', () => {
    const grants = [home, ...Array.from({ length: 200 }, (_, i) => allow('subscribe', `some/topic/${i}`))]
    const [finding, ...rest] = findings(alice({ grants, bundles: [bundle('otrc', { qr: 'svg' })] }))
    expect(rest).toEqual([])
    expect(finding).toMatch(
      /^bundle-qr-too-large at users\.alice\.bundles: the configuration in bundle "otrc" of user "alice" needs about \d+ bytes, and a QR code holds 2953$/,
    )
    expect(findings(alice({ grants, bundles: [bundle('otrc')] }))).toEqual([])
  })
})

test('what only costs comfort is a warning', () => {
  const warnings = bundleRules.filter(({ severity }) => severity !== 'error').map(({ code }) => code)
  expect(warnings).toEqual([
    'bundle-layout-shared',
    'bundle-owntracks-loss',
    'bundle-owntracks-topic',
    'bundle-qr-too-large',
  ])
})
