/** What changes of files take, per version. Facts about 2.0 were seen on 2.0.11. */

import { readFileSync } from 'node:fs'
import { globSync } from 'tinyglobby'
import { describe, expect, test } from 'vitest'
import { brokerChanges } from '../../../../src/targets/mosquitto/changes/broker-changes.ts'
import { confParts } from '../../../../src/targets/mosquitto/changes/conf-changes.ts'
import { OPTION_EFFECTS } from '../../../../src/targets/mosquitto/changes/option-effects.ts'
import type { EngineVersion } from '../../../../src/topology/broker.ts'
import { EXAMPLES } from '../../../support/example-run.ts'

const CONF = `# Broker b of t

# Limits
message_size_limit 1000

# Listener p
listener 1883
allow_anonymous false
cafile /etc/m/tls/p.clients-ca.pem
require_certificate true
crlfile /etc/m/tls/p.crl.pem

# Bridge far
connection far
remote_password hidden
topic a/# out
topic b/# out
`

function effectOf(
  version: EngineVersion,
  path: string,
  before: string | undefined,
  after: string | undefined,
) {
  const texts = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
  const conf = path === 'mosquitto.conf' ? (after ?? '') : CONF
  return brokerChanges({ version, changed: [{ path, ...texts }], conf })
}

const changed = (from: string | RegExp, to: string) => CONF.replace(from, to)

describe.each<[what: string, path: string, after: string, at20: string, at21: string]>([
  ['a limit of messages', 'mosquitto.conf', changed('1000', '2000'), 'reload', 'reload'],
  ['a packet size', 'mosquitto.conf', changed('message_size_limit', 'max_packet_size'), 'restart', 'restart'],
  ['a listener elsewhere', 'mosquitto.conf', changed('1883', '1884'), 'restart', 'restart'],
  ['a quality of service', 'mosquitto.conf', changed('allow_', 'max_qos 1\nallow_'), 'restart', 'reload'],
  ['a topic of a bridge', 'mosquitto.conf', changed('topic b/# out', 'topic c/# out'), 'restart', 'reload'],
  ['a bridge that goes', 'mosquitto.conf', changed(/# Bridge far[\s\S]*/, ''), 'restart', 'reload'],
  ['no revocations any more', 'mosquitto.conf', changed(/crlfile.*\n/, ''), 'restart', 'restart'],
  ['rights', 'acl', 'user a\ntopic read x\n', 'reload', 'reload'],
  ['a server certificate', 'tls/server.crt', 'new', 'reload', 'reload'],
  ['revocations', 'tls/p.crl.pem', 'new', 'reload', 'reload'],
  ['trust where revocations are checked', 'tls/p.clients-ca.pem', 'new', 'restart', 'reload'],
  ['trust elsewhere', 'tls/q.clients-ca.pem', 'new', 'restart', 'restart'],
  ['dynamic security', 'dynamic-security.json', '{}', 'restart', 'restart'],
])('%s', (_, path, after, at20, at21) => {
  test.each<[EngineVersion, string]>([
    ['2.0', at20],
    ['2.1', at21],
  ])('on %s: %s', (version, effect) => {
    const before = path === 'mosquitto.conf' ? CONF : 'old'
    const { effect: found, cutOff } = effectOf(version, path, before, after)
    expect(found).toBe(effect)
    expect(cutOff.everybody).toBe(effect === 'restart')
  })
})

test('a reload that would make 2.0 forget a limit becomes a restart, with the reason', () => {
  const conf = changed('allow_', 'max_connections 5\nallow_')
  const changes = (version: EngineVersion) =>
    brokerChanges({ version, conf, changed: [{ path: 'acl', before: 'a\n', after: 'b\n' }] })
  expect(changes('2.0').reasons[0]).toEqual({
    effect: 'restart',
    what: 'max_connections of listener p',
    because: 'Mosquitto 2.0 forgets it at a reload',
  })
  expect(changes('2.1').effect).toBe('reload')
})

test('a password is said to be new, never said', () => {
  const { files } = effectOf('2.0', 'mosquitto.conf', CONF, changed('hidden', 'other'))
  expect(files[0]?.details).toEqual([
    { at: 'bridge far', item: 'remote_password', before: '(secret)', after: '(secret)' },
  ])
  const logins = effectOf('2.0', 'passwd', 'a:$7$1\nb:$7$2\n', 'b:$7$3\nc:$7$4\n')
  expect(logins.files[0]?.details).toEqual([
    { at: 'user a', item: 'password', before: 'set' },
    { at: 'user b', item: 'password', before: 'set', after: 'new' },
    { at: 'user c', item: 'password', after: 'set' },
  ])
  expect(logins.cutOff).toEqual({ everybody: false, users: ['a', 'b'] })
})

test('the order of the topics of a bridge counts', () => {
  const swapped = changed('topic a/# out\ntopic b/# out', 'topic b/# out\ntopic a/# out')
  expect(effectOf('2.1', 'mosquitto.conf', CONF, swapped).files[0]?.details).toEqual([
    { at: 'bridge far', item: 'topic', before: 'a/# out, b/# out', after: 'b/# out, a/# out' },
  ])
})

test('every option of every golden configuration has its fact', () => {
  const files = globSync('*/expected*/files/brokers/*/mosquitto.conf', { cwd: EXAMPLES, absolute: true })
  expect(files.length).toBeGreaterThan(3)
  for (const file of files) {
    for (const [part, options] of confParts(readFileSync(file, 'utf8'))) {
      if (part.startsWith('bridge ')) continue
      for (const option of options.keys()) expect(Object.keys(OPTION_EFFECTS), file).toContain(option)
    }
  }
})
