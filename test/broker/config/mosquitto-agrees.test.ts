/** The installed Mosquitto and this broker refuse the same configurations, as far as both know the options in them. */

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileReader } from '../../../src/broker/config/file-reader.ts'
import { loadBrokerConfig } from '../../../src/broker/config/load-broker-config.ts'
import { freePort } from '../../support/mosquitto-broker.ts'
import { brokerAccount, handOver } from '../../support/mosquitto-user.ts'
import { describeWithPeers, findPeer, needPeer } from '../../support/real-peer.ts'

const B = 'connection b\naddress 127.0.0.1:1\n'
const T = `${B}topic # out\n`

/** Below a listener, or with its port in them; DIR is a folder with some files. */
const accepted = [
  '',
  'max_qos 1 # c',
  'max_queued_messages -5',
  'autosave_interval -1',
  'allow_anonymous 1',
  'allow_anonymous true # c',
  'allow_anonymous true x',
  ' allow_anonymous true',
  'allow_anonymous true\r',
  '   ',
  '#',
  'log_dest stdout',
  'log_dest none\nlog_dest stderr',
  'log_type error warning',
  'log_type all',
  'log_facility 7',
  'persistent_client_expiration 1d',
  'persistent_client_expiration 1m x',
  'max_packet_size 20',
  'max_keepalive 65535',
  'max_inflight_messages 65535',
  'sys_interval 65535',
  'message_size_limit 268435455',
  'max_topic_alias 10',
  'mount_point a/',
  'socket_domain ipv4',
  'per_listener_settings true',
  'allow_anonymous true\nper_listener_settings false',
  'auto_id_prefix 12345678901234567890123456789012345678901234567890',
  'retry_interval 10',
  'dhparamfile x',
  'include_dir DIR/good',
  'websockets_headers_size 1000',
  T,
  'connection b x\naddress 127.0.0.1:1 # c\ntopic #',
  `${B}topic # OUT`,
  `${B}topic # out x`,
  `${B}topic # out # c`,
  `${B}topic # out 1 l/ r/ x`,
  `${B}topic "" out 1 l/ r/`,
  `${T}keepalive_interval 3`,
  `${T}start_type lazy\nthreshold 0\nidle_timeout 0`,
  `${T}restart_timeout 0`,
  `${T}restart_timeout 5 30`,
  `${T}bridge_protocol_version mqttv50`,
  `${T}remote_username a # b\nremote_password c # d`,
  `${T}bridge_identity a\nbridge_psk ab`,
  `${T}bridge_max_packet_size -1`,
]

const refused = [
  'max_qos 3',
  'max_qos -1',
  'max_qos',
  'max_qos ',
  'allow_anonymous yes',
  'allow_anonymous TRUE',
  'allow_anonymous true\t',
  '\tallow_anonymous true',
  'allow_anonymous\ttrue',
  ' # comment',
  ' \t',
  '\ufeffallow_anonymous true',
  'unknown 1',
  'pid_file DIR/a\npid_file DIR/b',
  'persistence_file a\npersistence_file b',
  'log_timestamp_format a\nlog_timestamp_format b',
  'log_dest file DIR/a\nlog_dest file DIR/b',
  'log_dest file',
  'log_dest nowhere',
  'log_type foo',
  'log_facility 8',
  'acl_file',
  'acl_file a\x01b',
  'persistent_client_expiration 1',
  'persistent_client_expiration d',
  'persistent_client_expiration 0d',
  'max_packet_size 19',
  'max_keepalive 65536',
  'max_keepalive -1',
  'max_inflight_messages 65536',
  'sys_interval -1',
  'sys_interval 65536',
  'message_size_limit 268435456',
  'memory_limit -1',
  'max_topic_alias 65536',
  'mount_point a/#',
  'protocol mqtts',
  'socket_domain ipv5',
  'allow_anonymous true\nper_listener_settings true',
  'auto_id_prefix a\nauto_id_prefix b',
  'psk_hint a\ncertfile DIR/empty',
  'plugin_opt_a b',
  'auth_plugin_deny_special_chars true',
  'include_dir',
  'include_dir DIR/none',
  'include_dir  DIR/good',
  'include_dir DIR/good ',
  'include_dir DIR/bad',
  'websockets_headers_size 70000',
  'listener 65536',
  'listener -1',
  'listener 0',
  'listener PORT 127.0.0.1',
  'topic # out',
  'bridge_insecure true',
  'connection',
  'connection b',
  B,
  'connection b\ntopic # out',
  T + T,
  `${B}address 127.0.0.1:1\ntopic # out`,
  'connection b\naddress\ntopic # out',
  'connection b\naddress 127.0.0.1:0\ntopic # out',
  'connection b\naddress 127.0.0.1:65536\ntopic # out',
  'connection b\naddress 127.0.0.1:x\ntopic # out',
  'connection b\naddress # c\ntopic # out',
  `${B}topic # sideways`,
  `${B}topic # # c`,
  `${B}topic # out 3`,
  `${B}topic # out 1 l/# r/`,
  `${B}topic a/#/b out 1 l/ r/`,
  `${B}topic "" out 1 l/`,
  `${B}topic "" out`,
  `${T}keepalive_interval 65536`,
  `${T}start_type manual`,
  `${T}restart_timeout 10 5`,
  `${T}restart_timeout`,
  `${T}bridge_protocol_version mqttv5`,
  `${T}bridge_protocol_version mqttv50 `,
  `${T}bridge_protocol_version  mqttv50`,
  `${T}clientid a\nremote_clientid b`,
  `${T}bridge_identity a`,
  `${T}bridge_identity a\nbridge_psk ab\nbridge_cafile DIR/empty`,
  `${T}bridge_cafile DIR/empty\nbridge_psk ab`,
  `${T}remote_clientid x\nconnection c\naddress 127.0.0.1:1\ntopic # out\nlocal_clientid local.x`,
  `${T}notification_topic a\nnotification_topic b`,
  `${T}cleansession maybe`,
]

/** What 2.0 does otherwise: this broker does as 2.1. */
const refusedBy21 = {
  'numbers are read as far as they go': 'max_qos x',
  'prefixes of any length': 'auto_id_prefix 123456789012345678901234567890123456789012345678901',
  'a certificate without a key, unless there are bridges': 'certfile DIR/empty',
  'pre-shared keys below a certificate': 'certfile DIR/empty\npsk_file DIR/empty',
  'quotes are part of a pattern': `${B}topic "a" out`,
  'a nested include is ignored': 'include_dir DIR/nested',
}
const acceptedBy21 = {
  'a second acl_file': 'acl_file DIR/empty\nacl_file DIR/empty',
  'a second user': 'user nobody\nuser nobody',
  'a second clientid_prefixes': 'clientid_prefixes a\nclientid_prefixes b',
  'a pattern with a blank': `${B}topic "a b" out`,
}

const folder = mkdtempSync(join(tmpdir(), 'mqttopia-agrees-'))

beforeAll(() => {
  for (const name of ['good', 'bad', 'nested']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'empty'), '')
  writeFileSync(join(folder, 'good', 'a.conf'), 'max_queued_messages 1\n')
  writeFileSync(join(folder, 'bad', 'a.conf'), 'nonsense 1\n')
  writeFileSync(join(folder, 'nested', 'a.conf'), `include_dir ${folder}/good\n`)
  const account = brokerAccount()
  if (account !== undefined) handOver(folder, account)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const isOld = (program: string) =>
  /version 2\.0\./.test(spawnSync(program, ['-h'], { encoding: 'utf8' }).stdout)

/** True when mosquitto starts with `conf`; it is ended at once. */
async function starts(conf: string): Promise<boolean> {
  const child = spawn(needPeer('mosquitto'), ['-v', '-c', conf], { stdio: 'pipe', ...brokerAccount() })
  let log = ''
  const listen = (data: Buffer) => {
    log += data.toString()
    // It would forget a SIGTERM that comes before its main loop.
    if (/ running$/m.test(log)) child.kill('SIGKILL')
  }
  child.stderr.on('data', listen)
  child.stdout.on('data', listen)
  const patience = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await once(child, 'close')
  clearTimeout(patience)
  return / running$/m.test(log)
}

async function verdicts(text: string): Promise<{ mosquitto: boolean; own: boolean }> {
  const port = String(await freePort())
  const body = text.replaceAll('DIR', folder).replaceAll('PORT', port)
  const conf = join(folder, 'mosquitto.conf')
  writeFileSync(conf, `listener ${port} 127.0.0.1\nlog_dest stderr\n${body}\n`)
  return {
    mosquitto: await starts(conf),
    own: loadBrokerConfig(conf, fileReader, { hostName: 'here' }).config !== undefined,
  }
}

const peer = findPeer('mosquitto')

describeWithPeers(['mosquitto'], 'Mosquitto', () => {
  describe('accepts', () => {
    test.each(accepted)('%j', async (text) => {
      expect(await verdicts(text)).toEqual({ mosquitto: true, own: true })
    })
  })

  describe('refuses', () => {
    test.each(refused)('%j', async (text) => {
      expect(await verdicts(text)).toEqual({ mosquitto: false, own: false })
    })
  })

  describe.skipIf(peer === undefined || !isOld(needPeer('mosquitto')))('2.0 and 2.1 differ', () => {
    test.each(Object.entries(refusedBy21))('2.0: %s', async (_, text) => {
      expect(await verdicts(text)).toEqual({ mosquitto: true, own: false })
    })

    test.each(Object.entries(acceptedBy21))('2.0 refuses %s', async (_, text) => {
      expect(await verdicts(text)).toEqual({ mosquitto: false, own: true })
    })
  })
})
