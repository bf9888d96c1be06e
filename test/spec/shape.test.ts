import { describe } from 'vitest'
import { testFindings } from './load-case.ts'

describe('keys', () => {
  testFindings({
    'an unknown key near a known one': {
      spec: `
        mqttopia: 1
        brokers:
          core:
            listeners:
              mqtt: { «portt»: 1883, auth: [password] }
      `,
      findings: ['unknown-key: listener "mqtt" has no key "portt"'],
      hints: ['did you mean "port"?'],
    },
    'an unknown key that stands in for a missing one is one fault': {
      spec: `
        mqttopia: 1
        users:
          a: { «att»: core }
      `,
      findings: ['unknown-key: user "a" has no key "att"'],
      hints: ['did you mean "at"?'],
    },
    'an unknown key that belongs one level down': {
      spec: `
        mqttopia: 1
        users:
          a: { at: core, «certificate»: client }
      `,
      findings: ['unknown-key: user "a" has no key "certificate"'],
      hints: ['move it under "auth"'],
    },
    'an unknown key near none lists the known ones': {
      spec: `
        mqttopia: 1
        groups:
          ops: { members: [], «zzzzz»: 1 }
      `,
      findings: ['unknown-key: group "ops" has no key "zzzzz"'],
      hints: ['the keys here are roles and members'],
    },
    'an unknown key with a space that is none': {
      spec: `
        mqttopia: 1
        groups:
          ops:
            «\u00a0members»: []
      `,
      findings: ['unknown-key: group "ops" has no key "\u00a0members"'],
      hints: ['write "members", without the space'],
    },
    'a secret of SOPS without the keys to it': {
      spec: `
        mqttopia: 1
        users:
          a: { at: core, auth: { password: { «sops»: x.yaml } } }
      `,
      findings: ['bad-format: "sops" of user "a" must be a file, "#", and the keys to a value in it'],
      hints: ['write it like "users.enc.yaml#alice.password"'],
    },
    'keys kept for later versions': {
      spec: `
        mqttopia: 1
        users:
          b: { at: core, auth: { password: { generate: { «store»: x.age } } } }
        «relays»: {}
        environments:
          prod: { «targets»: {} }
      `,
      findings: ['store', 'relays', 'targets'].map(
        (key) => `reserved-key: "${key}" is reserved for a later version of mqttopia`,
      ),
    },
    'a key that is reserved elsewhere is merely unknown': {
      spec: `
        mqttopia: 1
        groups:
          ops: { members: [], «relays»: 1 }
      `,
      findings: ['unknown-key: group "ops" has no key "relays"'],
    },
    'missing keys of one map are one fault': {
      spec: `
        mqttopia: 1
        fleets:
          «presses»: { at: core }
      `,
      findings: ['missing-key: fleet "presses" has no "forEach" and "username"'],
      hints: ['add "username": username of a row, such as `${each'],
    },
    'a missing key of a list item': {
      spec: `
        mqttopia: 1
        users:
          a:
            at: core
            publish:
              - «{ qos: 1 }»
      `,
      findings: ['missing-key: item 1 of "publish" of user "a" has no "topic"'],
    },
    'a name that files cannot have': {
      spec: `
        mqttopia: 1
        roles:
          «Büro West»: {}
      `,
      findings: ['bad-name: "Büro West" cannot be the name of a role'],
      hints: ['write "Buro-West"'],
    },
    'a username may be anything': {
      spec: `
        mqttopia: 1
        users:
          "Büro West": { at: core }
      `,
      findings: [],
    },
    'a key of the language mqttopia is written in': {
      spec: `
        mqttopia: 1
        «constructor»: { toString: {} }
        groups:
          ops: { members: [], «constructor»: 1 }
      `,
      findings: [
        'unknown-key: the spec has no key "constructor"',
        'unknown-key: group "ops" has no key "constructor"',
      ],
      hints: ['', 'the keys here are roles and members'],
    },
    'a user called like a section': {
      spec: `
        mqttopia: 1
        users:
          roles: { at: core, «nam»: 1 }
      `,
      findings: ['unknown-key: user "roles" has no key "nam"'],
    },
  })
})

describe('the version', () => {
  testFindings({
    'is missing': {
      spec: `
        «users»:
          a: { at: core }
      `,
      findings: ['missing-version: the spec has no "mqttopia", its version'],
      hints: ['begin with "mqttopia: 1"'],
    },
    'is another: nothing else is said': {
      spec: `
        mqttopia: «2»
        userss: {}
      `,
      findings: ['unknown-version: "mqttopia" must be 1, not the number 2'],
    },
    'is in quotes: the rest is still checked': {
      spec: `
        mqttopia: «"1"»
        «userss»: {}
      `,
      findings: [
        'unknown-version: "mqttopia" must be 1, not the text "1"',
        'unknown-key: the spec has no key "userss"',
      ],
      hints: ['write 1 without quotes', 'did you mean "users"?'],
    },
  })
})

describe('kinds of values', () => {
  testFindings({
    'text for a number': {
      spec: `
        mqttopia: 1
        brokers:
          core: { listeners: { mqtt: { port: «"1883"», auth: [password], maxConnections: «many» } } }
      `,
      findings: [
        'bad-port: "port" of listener "mqtt" must be a whole number, not the text "1883"',
        'wrong-type: "maxConnections" of listener "mqtt" must be a whole number, not the text "many"',
      ],
      hints: ['write 1883 without quotes', ''],
    },
    'a fraction for a whole number': {
      spec: `
        mqttopia: 1
        brokers:
          core: { listeners: { mqtt: { port: 1883, auth: [password], maxConnections: «1.5» } } }
      `,
      findings: [
        'wrong-type: "maxConnections" of listener "mqtt" must be a whole number, not the number 1.5',
      ],
    },
    'one text for a list': {
      spec: `
        mqttopia: 1
        users:
          a: { at: core, publish: «a/b» }
          b: { at: core, publish: «"+/b"» }
      `,
      findings: [
        'wrong-type: "publish" of user "a" must be a list, not the text "a/b"',
        'wrong-type: "publish" of user "b" must be a list, not the text "+/b"',
      ],
      hints: ['write a list: [a/b]', 'write a list: ["+/b"]'],
    },
    'a topic for a deny': {
      spec: `
        mqttopia: 1
        roles: { r: { deny: [«secret/#»] } }
      `,
      findings: ['wrong-type: item 1 of "deny" of role "r" must be a map, not text'],
      hints: ['write { publish: TOPIC }, { subscribe: TOPIC } or both keys with it'],
    },
    'a list for named things': {
      spec: `
        mqttopia: 1
        roles: «[{ publish: [a] }]»
      `,
      findings: ['wrong-type: "roles" must be a map, not a list'],
      hints: ['under a key of its own'],
    },
    'a map for a list': {
      spec: `
        mqttopia: 1
        bridges:
          b: { from: a, to: c, routes: «{ out: x }» }
      `,
      findings: ['wrong-type: "routes" of bridge "b" must be a list, not a map'],
      hints: ['begin each item with "- "'],
    },
    'neither branch of a choice': {
      spec: `
        mqttopia: 1
        users:
          a: { at: «{ x: y }» }
          b: { at: core, publish: [«[a]»] }
      `,
      findings: [
        'wrong-type: "at" of user "a" must be text or a list, not a map',
        'wrong-type: item 1 of "publish" of user "b" must be text or a map, not a list',
      ],
    },
    'the branch of a choice that fits is the one reported': {
      spec: `
        mqttopia: 1
        users:
          a: { at: [core, «7»], publish: [{ topic: a, «qoss»: 1 }] }
      `,
      findings: [
        'unquoted-number: item 2 of "at" of user "a" must be text, and 7 is a number',
        'unknown-key: item 1 of "publish" of user "a" has no key "qoss"',
      ],
    },
    'text for a whole spec': {
      spec: '«mqttopia:1»',
      findings: ['wrong-type: the spec must be a map, not text'],
      hints: ['write a space behind each colon'],
    },
    'a list for a whole spec': {
      spec: '«- mqttopia: 1»',
      findings: ['wrong-type: the spec must be a map, not a list'],
    },
    'keys without values': {
      spec: `
        mqttopia: 1
        «users»:
        roles:
          r:
            «publish»:
            subscribe: «~»
      `,
      findings: [
        'empty-value: "users" is empty',
        'empty-value: "publish" of role "r" is empty',
        'empty-value: "subscribe" of role "r" is null',
      ],
      hints: ['or write {} for none', 'or write [] for none', 'remove the key'],
    },
    'empty text, empty lists, empty maps': {
      spec: `
        mqttopia: 1
        brokers:
          core: { host: «""», «listeners»: {} }
          line: { listeners: { mqtt: { auth: «[]» } } }
        users:
          a: { at: «""» }
      `,
      findings: [
        'empty-text: "host" of broker "core" is empty text',
        'empty-list: "listeners" of broker "core" has no entries',
        'empty-list: "auth" of listener "mqtt" has no items',
        'empty-text: "at" of user "a" is empty text',
      ],
    },
    'text that is too long': {
      spec: `
        mqttopia: 1
        pki: { organization: «${'x'.repeat(65)}» }
      `,
      findings: ['text-too-long: "organization" has 65 characters, and may have 64'],
    },
    'the same item twice': {
      spec: `
        mqttopia: 1
        brokers:
          core: { listeners: { mqtt: { auth: [psk, password, «psk»] } } }
      `,
      findings: ['duplicate-item: "auth" of listener "mqtt" has the text "psk" twice'],
    },
    'keys that exclude each other': {
      spec: `
        mqttopia: 1
        bridges:
          b: { from: a, to: c, «auth»: { certificate: x, anonymous: true }, routes: [{ out: x }] }
      `,
      findings: [
        'too-many-keys: "auth" of bridge "b" has "certificate" and "anonymous", which exclude each other',
      ],
    },
  })
})

describe('values of a set', () => {
  testFindings({
    'near one of the set': {
      spec: `
        mqttopia: 1
        brokers:
          core: { listeners: { mqtt: { transport: «websockets», auth: [«certifcate»] } } }
      `,
      findings: [
        'not-one-of: "transport" of listener "mqtt" must be tcp, websocket or unix, not the text "websockets"',
        'not-one-of: item 1 of "auth" of listener "mqtt" must be password, certificate, psk or anonymous, not the text "certifcate"',
      ],
      hints: ['did you mean "websocket"?', 'did you mean "certificate"?'],
    },
    'a version that YAML reads as a number': {
      spec: `
        mqttopia: 1
        defaults: { engine: { version: «2.0» } }
      `,
      findings: ['unquoted-number: "version" must be text, and 2.0 is read as the number 2'],
      hints: ['write "2.0"'],
    },
    'numbers in quotes': {
      spec: `
        mqttopia: 1
        brokers:
          core: { listeners: { mqtt: { auth: [psk], protocolVersions: [«"5"»] } } }
      `,
      findings: [
        'not-one-of: item 1 of "protocolVersions" of listener "mqtt" must be 3, 4 or 5, not the text "5"',
      ],
      hints: ['write 5 without quotes'],
    },
    'a number out of range': {
      spec: `
        mqttopia: 1
        brokers:
          core: { listeners: { mqtt: { port: «70000», auth: [psk], maxQos: «3», maxConnections: «0» } } }
      `,
      findings: [
        'bad-port: "port" of listener "mqtt" must be a port from 1 to 65535, not the number 70000',
        'out-of-range: "maxQos" of listener "mqtt" must be 0, 1 or 2, not 3',
        'out-of-range: "maxConnections" of listener "mqtt" must be from 1 to 2147483647, not 0',
      ],
    },
    'true for yes': {
      spec: `
        mqttopia: 1
        brokers:
          core:
            persistence: { enabled: «yes», queueQos0: «"true"» }
            listeners: { mqtt: { auth: [psk] } }
      `,
      findings: [
        'yes-no: "enabled" of broker "core" must be true or false, and "yes" is text',
        'wrong-type: "queueQos0" of broker "core" must be true or false, not the text "true"',
      ],
      hints: ['write true', 'write true without quotes'],
    },
  })
})

describe('forms of text', () => {
  testFindings({
    'lengths of time': {
      spec: `
        mqttopia: 1
        pki:
          profiles:
            a: { issuer: x, duration: «90 days», renewBefore: «90» }
            b: { issuer: x, duration: «1h30m», renewBefore: «forever» }
            c: { issuer: x, duration: «P90D», renewBefore: «1.5h» }
            d: { issuer: x, duration: «3 months», renewBefore: 30d }
      `,
      findings: [
        'bad-duration: "duration" of profile "a" is no length of time: "90 days"',
        'bad-duration: "renewBefore" of profile "a" has no unit: "90"',
        'bad-duration: "duration" of profile "b" is no length of time: "1h30m"',
        'bad-duration: "renewBefore" of profile "b" is no length of time: "forever"',
        'bad-duration: "duration" of profile "c" is no length of time: "P90D"',
        'bad-duration: "renewBefore" of profile "c" is no length of time: "1.5h"',
        'bad-duration: "duration" of profile "d" is no length of time: "3 months"',
      ],
      hints: [
        'write 90d',
        'add a unit: 90s, 90m',
        'write 90m',
        'such as 90d',
        'write 90d',
        'write 90m',
        'write 90d',
      ],
    },
    'numbers of bytes': {
      spec: `
        mqttopia: 1
        defaults:
          limits: { maxPacketSize: «2 mb», maxMessageSize: «100», memory: «1.5GiB», maxQueuedBytes: «lots» }
      `,
      findings: [
        'bad-size: "maxPacketSize" is no number of bytes: "2 mb"',
        'bad-size: "maxMessageSize" has no unit: "100"',
        'bad-size: "memory" is no number of bytes: "1.5GiB"',
        'bad-size: "maxQueuedBytes" is no number of bytes: "lots"',
      ],
      hints: ['write 2MB', 'add a unit: 100B', 'write 1536MiB', 'whole number'],
    },
    paths: {
      spec: `
        mqttopia: 1
        brokers:
          core:
            install: { data: «"/var/\\nlib"» }
            listeners: { local: { transport: unix, path: «run/mqtt.sock», auth: [password] } }
      `,
      findings: [
        'bad-path: "data" of broker "core" holds a control character',
        'bad-path: "path" of listener "local" must be an absolute path, not "run/mqtt.sock"',
      ],
    },
    names: {
      spec: `
        mqttopia: 1
        name: «plant berlin»
      `,
      findings: ['bad-name: "plant berlin" cannot be a name'],
      hints: ['write "plant-berlin"'],
    },
    'everything else': {
      spec: `
        mqttopia: 1
        pki:
          authorities:
            a: { revoked: [{ serial: «"1a:2b"», date: «1.2.2026» }] }
          crl: { a: { url: «ftp://x» } }
        brokers:
          core:
            install: { user: «Mosquitto» }
            listeners: { w: { auth: [psk], origins: [«a b»], tls: { ciphers: «A B» } } }
        bridges:
          b: { from: a, to: c, addresses: [«a:b:c»], tls: { alpn: «m q» }, routes: [{ out: x }] }
      `,
      findings: [
        'bad-format: "serial" of authority "a" must be a serial number in hexadecimal, without colons, not "1a:2b"',
        'bad-format: "date" of authority "a" must be a date of the form YYYY-MM-DD, not "1.2.2026"',
        'bad-format: "url" of revocation list of "a" must be an http or https address, not "ftp://x"',
        'bad-format: "user" of broker "core" must be the name of a system account, not "Mosquitto"',
        'bad-format: item 1 of "origins" of listener "w" must be an origin without spaces, not "a b"',
        'bad-format: "ciphers" of listener "w" must be a list of ciphers in OpenSSL\'s notation, not "A B"',
        'bad-format: item 1 of "addresses" of bridge "b" must be a host, or host:port, not "a:b:c"',
        'bad-format: "alpn" of bridge "b" must be a protocol name without spaces, not "m q"',
      ],
    },
  })
})
