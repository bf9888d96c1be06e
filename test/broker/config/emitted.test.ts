/** One spec, compiled for Mosquitto 2.0 with its options and for 2.1 with its plugins, means the same here. */

import { describe, expect, test } from 'vitest'
import { loadSpec } from '../../../src/spec/load-spec.ts'
import { packageTexts } from '../../../src/state/package-files.ts'
import { installPaths } from '../../../src/targets/mosquitto/install-paths.ts'
import { mosquittoConf } from '../../../src/targets/mosquitto/mosquitto-conf.ts'
import { resolveTopology } from '../../../src/topology/resolve-topology.ts'
import { memoryReader } from '../../support/memory-reader.ts'
import { load } from './read-config.ts'

async function emitted(listeners: string, version: string): Promise<string> {
  const text = `mqttopia: 1
name: t
brokers:
  b:
    engine: { version: "${version}" }
    limits: { maxInflight: 7, maxPacketSize: 1MB, memory: 100GB }
    listeners:
${listeners}`
  const { value, pruned, tables, files } = await loadSpec('spec.yaml', memoryReader({ 'spec.yaml': text }))
  if (value === undefined) throw new Error('the spec has no value')
  const { topology } = resolveTopology({ value, pruned, tables, files, folderName: 't' })
  const [broker] = topology.brokers
  if (broker === undefined) throw new Error('the spec has no broker')
  return mosquittoConf(topology, broker, installPaths(broker, undefined), packageTexts('templates'))
}

/** Who gets in where, and by which files. */
function admission(text: string) {
  const { config, diagnostics } = load(text)
  // 2.0 has one memory limit, which is no option of this broker; all else is as it should be.
  const heard = diagnostics.filter(
    ({ severity, message }) => severity !== 'info' && !message.includes('memory_limit'),
  )
  expect(heard).toEqual([])
  return config?.listeners.map((listener) => {
    const security = listener.security ?? config.security
    const { name, tls, psk } = listener
    return {
      name,
      isAnonymous: listener.allowAnonymous ?? security.allowAnonymous,
      passwords: security.passwordFile,
      hasRules: security.aclFile !== undefined,
      username: psk?.identityAsUsername === true ? 'psk' : (tls?.username ?? 'connect'),
      maxVersion: tls?.maxVersion,
    }
  })
}

describe.each([
  [
    'the same logins',
    [
      '      a: { port: 8883, tls: {}, auth: [password] }',
      '      b: { port: 8884, tls: {}, auth: [certificate] }',
    ],
  ],
  [
    'different logins',
    [
      '      mqtts: { port: 8883, tls: {}, auth: [password] }',
      '      open: { port: 1883, bind: 127.0.0.1, auth: [anonymous] }',
      '      cert: { port: 8884, tls: {}, auth: [certificate] }',
      '      local: { transport: unix, path: /run/m.sock, auth: [password] }',
    ],
  ],
])('%s', (_, listeners) => {
  test('come to the same from the options of 2.0 and the plugins of 2.1', async () => {
    const [old, plugins] = await Promise.all(
      ['2.0', '2.1'].map((version) => emitted(`${listeners.join('\n')}\n`, version)),
    )
    if (old === undefined || plugins === undefined) throw new Error('nothing was emitted')
    expect(old).toContain('memory_limit 100000000000')
    expect(plugins).toContain('plugin_opt_')
    expect(old).not.toContain('plugin_opt_')
    const meant = admission(plugins)
    expect(meant).toHaveLength(listeners.length)
    expect(meant).toEqual(admission(old))
  })
})

test('with pre-shared keys, TLS 1.3 is off as Mosquitto 2.1 has it', async () => {
  const listeners =
    '      cert: { port: 8884, tls: {}, auth: [certificate] }\n      psk: { port: 8885, tls: { psk: {} }, auth: [psk] }\n'
  expect(admission(await emitted(listeners, '2.1'))).toMatchObject([
    { name: '8884', username: 'common-name', maxVersion: 'TLSv1.2' },
    { name: '8885', username: 'psk', isAnonymous: false, hasRules: true },
  ])
})

test('the dynamic-security plugin is refused', async () => {
  const text =
    'global_plugin /usr/lib/mosquitto_dynamic_security.so\nplugin_opt_config_file /etc/d.json\nlistener 1883\n'
  const { config, diagnostics } = load(text)
  expect(config).toBeUndefined()
  expect(diagnostics.map(({ code }) => code)).toEqual(['plugin-unsupported'])
})
