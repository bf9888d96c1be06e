/** The traps: each fires where it should, points there, and is silent about its neighbours. */

import { describe, expect, test } from 'vitest'
import { configRules } from '../../../src/broker/config/rules.ts'
import { load, placeOf, type TestFiles } from './read-config.ts'

interface Case extends TestFiles {
  readonly text: string
  /** In the order of what is marked. */
  readonly messages: readonly string[]
}

const LOCAL = 'listener 1883 127.0.0.1\n'
const OPEN = `allow_anonymous true\n${LOCAL}`
const TLS = 'certfile c\nkeyfile k\n'
const MUTUAL = `${TLS}cafile a\nrequire_certificate true\nuse_identity_as_username true\n`
const BRIDGE = 'connection b\naddress far.example\ntopic a\n'

const cases: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  'listener-twice': {
    'the same port': {
      text: 'listener 1\n«listener» 1',
      messages: ['there is another listener for port 1 on the same address'],
    },
    'the same socket': {
      text: 'listener 0 /s\n«listener» 0 /s',
      messages: ['there is another listener for /s on the same address'],
    },
    'port 1883 by an option before it': {
      text: 'max_connections 5\n«listener» 1883',
      messages: ['there is another listener for port 1883 on the same address'],
    },
    'an included file': {
      text: 'listener 1 ::1\ninclude_dir d',
      files: { 'd/a.conf': 'listener 1 ::1' },
      messages: ['there is another listener for port 1 on the same address'],
    },
    'other addresses, families, ports': {
      text: 'listener 1 ::1\nlistener 1 127.0.0.1\nlistener 2\nlistener 0 /a\nlistener 0 /b\nlistener 3\nsocket_domain ipv4\nlistener 3\nsocket_domain ipv6',
      messages: [],
    },
  },
  'phantom-listener': {
    'an option before the first listener': {
      text: '«max_connections» 10\nlistener 1884\nlistener 1885',
      messages: [
        '"max_connections" stands before any listener of its file, so port 1883 is open on all addresses',
      ],
    },
    'an option first in an included file': {
      text: 'listener 1884\ninclude_dir d',
      files: { 'd/a.conf': 'protocol websockets' },
      messages: ['"protocol" stands before any listener of its file, so port 1883 is open on all addresses'],
    },
    'the listener that port opens': { text: 'max_connections 10\nport 1884', messages: [] },
    'below a listener': { text: 'listener 1884\nmax_connections 10', messages: [] },
    'no listener at all': { text: 'max_connections 10', messages: [] },
    'an option of the broker': { text: 'max_keepalive 10\nlistener 1884', messages: [] },
  },
  'listener-option-lost': {
    'no listener': {
      text: '«max_connections» 10',
      messages: ['"max_connections" has no effect, because there is no listener'],
    },
    'a listener': { text: 'max_connections 10\nlistener 1', messages: [] },
    'options of the broker': { text: 'max_keepalive 10\nacl_file a', messages: [] },
  },
  'option-after-include': {
    'in the middle of a block': {
      text: 'listener 1\nmax_qos 1\ninclude_dir d\n«certfile» c\n«keyfile» k',
      files: { 'd/a.conf': 'listener 2' },
      messages: [
        'Mosquitto loses "certfile", because it follows an "include_dir" that opens listeners',
        'Mosquitto loses "keyfile", because it follows an "include_dir" that opens listeners',
      ],
    },
    'an include that opens none': {
      text: 'listener 1\ninclude_dir d\nmax_qos 1',
      files: { 'd/a.conf': 'max_keepalive 2' },
      messages: [],
    },
    'a new block': {
      text: 'listener 1\ninclude_dir d\nlistener 3\nmax_qos 1',
      files: { 'd/a.conf': 'listener 2' },
      messages: [],
    },
    'options of the broker': {
      text: 'listener 1\ninclude_dir d\nmax_keepalive 1\nacl_file a',
      files: { 'd/a.conf': 'listener 2' },
      messages: [],
    },
  },
  'option-idle': {
    'TLS without a certificate': {
      text: `${LOCAL}«require_certificate» true\n«use_identity_as_username» true\n«tls_version» tlsv1.2\n«ciphers» x`,
      messages: [
        '"require_certificate" has no effect: the listener has no "certfile" and "keyfile", so nothing is encrypted there',
        '"use_identity_as_username" has no effect: the listener has no "certfile" and "keyfile", so nothing is encrypted there',
        '"tls_version" has no effect: the listener has no "certfile" and "keyfile", so nothing is encrypted there',
        '"ciphers" has no effect: the listener has no "certfile" and "keyfile", so nothing is encrypted there',
      ],
    },
    'what is about certificates that nobody asks for': {
      text: `${LOCAL}${TLS}«cafile» a\n«crlfile» r\n«disable_client_cert_date_checks» true`,
      messages: [
        '"cafile" has no effect: clients are not asked for a certificate without "require_certificate true"',
        '"crlfile" has no effect: clients are not asked for a certificate without "require_certificate true"',
        '"disable_client_cert_date_checks" has no effect: clients are not asked for a certificate without "require_certificate true"',
      ],
    },
    'origins without WebSockets': {
      text: `${LOCAL}«websockets_origin» http://a`,
      messages: ['"websockets_origin" has no effect: the listener has no "protocol websockets"'],
    },
    'TLS with a proxy of version 1': {
      text: `${LOCAL}enable_proxy_protocol 1\n«proxy_protocol_v2_require_tls» true`,
      messages: [
        '"proxy_protocol_v2_require_tls" has no effect: the listener has no "enable_proxy_protocol 2"',
      ],
    },
    'what says no': {
      text: `${LOCAL}require_certificate false\nuse_identity_as_username false`,
      messages: [],
    },
    'all that has its condition': {
      text: `${LOCAL}${MUTUAL}crlfile r\nciphers x\ntls_version tlsv1.2\nprotocol websockets\nwebsockets_origin http://a`,
      messages: [],
    },
    'pre-shared keys': {
      text: `psk_file f\n${LOCAL}psk_hint h\nuse_identity_as_username true\nciphers x\ntls_version tlsv1.2`,
      messages: [],
    },
  },
  'anonymous-from-network': {
    'on all addresses': {
      text: 'listener «1883»\nallow_anonymous true',
      messages: ['clients from the network may come in by port 1883 without a username'],
    },
    'on an address, over TLS that asks for nothing': {
      text: `listener «8883 10.0.0.1»\n${TLS}listener_allow_anonymous true`,
      messages: ['clients from the network may come in by port 8883 without a username'],
    },
    'on a loopback address': {
      text: 'listener 1 127.0.0.1\nlistener 2 ::1\nlistener 3 localhost\nlistener 0 /s\nallow_anonymous true',
      messages: [],
    },
    'with certificates and keys': {
      text: `allow_anonymous true\npsk_file f\nlistener 1\n${MUTUAL}listener 2\npsk_hint h`,
      messages: [],
    },
    'where one listener says no': {
      text: 'allow_anonymous true\nlistener 1\nlistener_allow_anonymous false',
      messages: [],
    },
    'no listener': { text: 'allow_anonymous true', messages: [] },
  },
  'usernames-unchecked': {
    'an ACL file without passwords': {
      text: 'acl_file a\nallow_anonymous true\nlistener «1883 127.0.0.1»',
      messages: ['clients of listener "1883" may claim any username, and get its rights'],
    },
    'an empty password file': {
      text: `acl_file a\npassword_file p\n${OPEN}`,
      messages: [],
    },
    'no ACL file': { text: OPEN, messages: [] },
    'usernames by TLS': { text: `acl_file a\nallow_anonymous true\nlistener 1\n${MUTUAL}`, messages: [] },
    'no anonymous clients': { text: `acl_file a\n${LOCAL}`, messages: [] },
  },
  'listener-without-acl': {
    'one of two': {
      text: 'per_listener_settings true\nlistener 1\nacl_file a\nlistener «2»',
      messages: ['clients of listener "2" may do everything: it has no ACL file'],
    },
    'none of two': { text: 'per_listener_settings true\nlistener 1\nlistener 2', messages: [] },
    'both of two': {
      text: 'per_listener_settings true\nlistener 1\nacl_file a\nlistener 2\nacl_file b',
      messages: [],
    },
    'one for all': { text: 'acl_file a\nlistener 1\nlistener 2', messages: [] },
  },
  'nobody-gets-in': {
    'a listener alone': {
      text: 'listener «1883»',
      messages: [
        'no client can come in by listener "1883": there are no passwords, and anonymous clients are refused',
      ],
    },
    passwords: { text: 'password_file p\nlistener 1883', messages: [] },
    'anonymous clients': { text: OPEN, messages: [] },
    certificates: { text: `listener 1\n${MUTUAL}`, messages: [] },
    'PSK identities': {
      text: 'psk_file f\nlistener 1\npsk_hint h\nuse_identity_as_username true',
      messages: [],
    },
    'an error elsewhere, which may be the missing line': {
      text: 'passwordfile p\nlistener 1883',
      messages: [],
    },
  },
  'certificate-identifies-nobody': {
    'no username from it': {
      text: `listener 1\n${TLS}cafile a\n«require_certificate» true`,
      messages: [
        'no client can come in by listener "1": its certificate is no username, and there are no passwords',
      ],
    },
    'passwords besides': {
      text: `password_file p\nlistener 1\n${TLS}cafile a\nrequire_certificate true`,
      messages: [],
    },
    'anonymous clients with a certificate': {
      text: `allow_anonymous true\nlistener 1\n${TLS}cafile a\nrequire_certificate true`,
      messages: [],
    },
    'a username from it': { text: `listener 1\n${MUTUAL}`, messages: [] },
  },
  'identity-without-certificate': {
    'a username from what nobody shows': {
      text: `listener 1\n${TLS}«use_identity_as_username» true`,
      messages: [
        '"use_identity_as_username" lets nobody in, because clients are not asked for a certificate',
      ],
    },
    'a whole subject': {
      text: `listener 1\n${TLS}«use_subject_as_username» true`,
      messages: ['"use_subject_as_username" lets nobody in, because clients are not asked for a certificate'],
    },
    'certificates are asked for': { text: `listener 1\n${MUTUAL}`, messages: [] },
    'PSK identities': {
      text: 'psk_file f\nlistener 1\npsk_hint h\nuse_identity_as_username true',
      messages: [],
    },
  },
  'certificate-authority-missing': {
    'no authority': {
      text: `listener 1\n${TLS}«require_certificate» true\nuse_identity_as_username true`,
      messages: ['no certificate is good enough for listener "1": it names no authority'],
    },
    'a folder of them': {
      text: `listener 1\n${TLS}capath a\nrequire_certificate true\nuse_identity_as_username true`,
      messages: [],
    },
    'not required': { text: `listener 1\n${TLS}require_certificate false`, messages: [] },
  },
  'psk-file-missing': {
    'no keys': {
      text: 'listener 1\n«psk_hint» h\nuse_identity_as_username true',
      messages: ['no client can come in by listener "1": there is no "psk_file"'],
    },
    keys: { text: 'psk_file f\nlistener 1\npsk_hint h', messages: [] },
    'the keys of another listener': {
      text: 'per_listener_settings true\nlistener 1\npsk_hint h\npsk_file f\nlistener 2\n«psk_hint» h',
      messages: ['no client can come in by listener "2": there is no "psk_file"'],
    },
  },
  'psk-file-limits-tls': {
    'TLS 1.3 alone': {
      text: `psk_file f\nlistener 1\n${MUTUAL}«tls_version» tlsv1.3`,
      messages: ['"tls_version" is about TLS 1.3, which is off because there is a "psk_file"'],
    },
    'ciphers of TLS 1.3': {
      text: `psk_file f\nlistener 1\n${MUTUAL}tls_version tlsv1.2\n«ciphers_tls1.3» x`,
      messages: ['"ciphers_tls1.3" is about TLS 1.3, which is off because there is a "psk_file"'],
    },
    'TLS 1.2': { text: `psk_file f\nlistener 1\n${MUTUAL}tls_version tlsv1.2`, messages: [] },
    'no keys': { text: `listener 1\n${MUTUAL}tls_version tlsv1.3`, messages: [] },
  },
  'tls-version-old': {
    'TLS 1.1': {
      text: `listener 1\n${MUTUAL}tls_version «tlsv1.1»`,
      messages: ['listener "1" speaks TLS 1.1, which is broken'],
    },
    'TLS 1.2': { text: `listener 1\n${MUTUAL}tls_version tlsv1.2`, messages: [] },
  },
  'bridge-not-encrypted': {
    'a certificate alone': {
      text: `${BRIDGE}«bridge_certfile» c\nbridge_keyfile k`,
      messages: ['the bridge "b" is not encrypted, for all that "bridge_certfile" says'],
    },
    'a version alone': {
      text: `${BRIDGE}«bridge_tls_version» tlsv1.2`,
      messages: ['the bridge "b" is not encrypted, for all that "bridge_tls_version" says'],
    },
    'somebody to trust': { text: `${BRIDGE}bridge_capath a\nbridge_tls_version tlsv1.2`, messages: [] },
    'a pre-shared key': {
      text: `${BRIDGE}bridge_identity i\nbridge_psk 00\nbridge_tls_version tlsv1.2`,
      messages: [],
    },
    'no word of TLS': { text: BRIDGE, messages: [] },
  },
  'bridge-password-in-clear': {
    'over the network': {
      text: `${BRIDGE}remote_username u\n«remote_password» p`,
      messages: ['the bridge "b" sends its password to "far.example" without encryption'],
    },
    'over TLS': { text: `${BRIDGE}remote_username u\nremote_password p\nbridge_cafile a`, messages: [] },
    'on one machine': {
      text: 'connection b\naddress 127.0.0.1 localhost ::1:1884\ntopic a\nremote_password p',
      messages: [],
    },
    'no password': { text: `${BRIDGE}remote_username u`, messages: [] },
  },
  'bridge-trusts-any-host': {
    'any host': {
      text: `${BRIDGE}bridge_cafile a\n«bridge_insecure» true`,
      messages: ['the bridge "b" takes certificates for other hosts'],
    },
    'no host but this': { text: `${BRIDGE}bridge_cafile a\nbridge_insecure false`, messages: [] },
  },
  'bridge-echo': {
    'both ways, without a word that it is a bridge': {
      text: `${BRIDGE}topic x both\n«try_private» false`,
      messages: ['what the bridge "b" sends comes back over it'],
    },
    'both ways': { text: `${BRIDGE}topic x both`, messages: [] },
    'one way': { text: `${BRIDGE}try_private false`, messages: [] },
    'MQTT 5.0': {
      text: `${BRIDGE}topic x both\ntry_private false\nbridge_protocol_version mqttv50`,
      messages: [],
    },
  },
  'bridge-topic-not-renamed': {
    'the topic above': {
      text: 'connection b\naddress h\ntopic «# out 0 site/ far/»',
      messages: ['the topic "site" goes over the bridge too, and does not start with the prefix'],
    },
    'coming in': {
      text: 'connection b\naddress h\ntopic «# in 0 site/ far/»',
      messages: ['the topic "far" goes over the bridge too, and does not start with the prefix'],
    },
    'all below': { text: 'connection b\naddress h\ntopic +/# out 0 site/ far/', messages: [] },
    'a prefix on the other side alone': {
      text: 'connection b\naddress h\ntopic # out 0 "" far/',
      messages: [],
    },
    'no prefix': { text: 'connection b\naddress h\ntopic #', messages: [] },
    'a longer pattern': { text: 'connection b\naddress h\ntopic a/# out 0 site/ far/', messages: [] },
  },
}

test('each trap has cases', () => {
  expect(Object.keys(cases).sort()).toEqual(configRules.map(({ code }) => code).sort())
})

describe.each(Object.entries(cases))('%s', (code, some) => {
  test.each(Object.entries(some))('%s', (_, { text, messages, ...given }) => {
    const found = load(text, given)
      .diagnostics.filter((one) => one.code === code)
      .map((one) => ({ message: one.message, ...placeOf(one) }))
      .sort((a, b) => a.start - b.start)
    expect(found.map(({ message }) => message)).toEqual(messages)
    const marks = Array.from(text.matchAll(/«([^»]*)»/g), ([, marked]) => marked)
    if (marks.length > 0) expect(found.map(({ pointed }) => pointed)).toEqual(marks)
    for (const { hint } of found) expect(hint).toBeDefined()
  })
})
