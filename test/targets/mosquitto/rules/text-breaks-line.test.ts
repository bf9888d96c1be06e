import { textBreaksLine } from '../../../../src/targets/mosquitto/rules/text-breaks-line.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(textBreaksLine, {
  usernames: {
    spec: `
      brokers:
        core:
          listeners:
            mqtt: { port: 1883, auth: [password] }
            psk: { port: 8885, tls: { psk: {} }, auth: [psk] }
            mqtts: { port: 8883, tls: {}, auth: [certificate] }
      users:
        «"a\\nuser b"»: { at: core, auth: { password: { generate: {} } } }
        «" c"»: { at: core, auth: { password: { generate: {} } } }
        «"d:e"»: { at: core, auth: { password: { generate: {} } } }
        «"#f"»: { at: core, auth: { psk: { generate: {} } } }
        "g:h": { at: core, auth: { certificate: client } }
        "i j #k": { at: core, auth: { password: { generate: {} } } }
    `,
    messages: [
      'username "a\\nuser b" holds a control character',
      'username " c" begins or ends with a blank',
      'username "d:e" holds ":", which ends the name in the password file',
      'username "#f" begins with "#", which makes a comment of it in the psk file',
    ],
  },
  'topics, and a client identifier that enters one': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        ann:
          at: core
          auth: { password: { generate: {} } }
          publish: [«"a\\tb"», «"a "», "a b", a]
        «ben»: { at: core, clientId: "x ", auth: { password: { generate: {} } }, publish: ["d/\${clientId}"] }
        cat: { at: core, clientId: "y ", auth: { password: { generate: {} } }, publish: [«"d\\u2028e"»] }
    `,
    messages: [
      'topic "a\\tb" holds a control character',
      'topic "a " begins or ends with a blank',
      'client identifier "x " begins or ends with a blank',
      'topic "d\\u2028e" holds a line break',
    ],
  },
  'bridges, hints and paths': {
    spec: `
      brokers:
        near:
          install: { config: «"/etc/\\u0085x"» }
          listeners:
            mqtt: { port: 1883, auth: [password] }
            psk: { port: 8885, tls: { psk: { hint: «"h\\nuser root"» } }, auth: [psk] }
        far: { listeners: { mqtts: { port: 8884, tls: {}, auth: [password] } } }
      bridges:
        b:
          from: near
          to: far
          session: { clientId: «"i\\u0001"» }
          auth: { password: { generate: {} } }
          routes:
            - { out: «"a\\u0001"» }
            - { in: a, remote: «"b\\u0002"» }
    `,
    messages: [
      'path "/etc/\\u0085x/" holds a control character',
      'hint "h\\nuser root" holds a control character',
      'client identifier "i\\u0001" holds a control character',
      'topic "a\\u0001" holds a control character',
      'topic "b\\u0002" holds a control character',
    ],
  },
  'a broker without such files': {
    spec: `
      brokers:
        core: { access: dynamic-security, listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        " a:b": { at: core, auth: { password: { generate: {} } }, publish: ["x "] }
    `,
    messages: [],
  },
})
