import { listenerAdmitsNobody } from '../../../src/check/rules/listener-admits-nobody.ts'
import { testRule } from '../../support/test-rule.ts'
import { pem } from '../certificates.ts'

testRule(listenerAdmitsNobody, {
  'nobody has a pre-shared key': {
    spec: `
      brokers:
        core:
          listeners:
            mqtt: { port: 1883, auth: [password] }
            «psk»: { port: 8885, tls: { psk: {} }, auth: [psk] }
      users:
        alice: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: ['listener "psk" admits none of the users of broker "core"'],
  },
  'the user with a key stands at another broker': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { «psk»: { port: 8885, tls: { psk: {} }, auth: [psk] }, mqtt: { port: 1883, auth: [password] } } }
        edge: { host: edge.example, listeners: { psk: { port: 8885, tls: { psk: {} }, auth: [psk] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } } }
        gauge: { at: edge, auth: { psk: { generate: {} } } }
    `,
    messages: ['listener "psk" admits none of the users of broker "core"'],
  },
  'a broker without users, and one only for anonymous clients': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { psk: { port: 8885, tls: { psk: {} }, auth: [psk] } } }
        edge: { host: edge.example, listeners: { mqtt: { port: 1883, auth: [anonymous] }, pass: { port: 1884, auth: [password] } } }
      users:
        alice: { at: edge, auth: { password: { generate: {} } } }
    `,
    messages: [],
  },
  'an external authority may have certified others': {
    spec: `
      pki:
        authorities: { corp: { external: true, certificate: { file: corp.pem } } }
      brokers:
        core:
          listeners:
            mqtt: { port: 1883, auth: [password] }
            office: { port: 8883, tls: { trust: [corp] }, auth: [certificate] }
      users:
        alice: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: [],
    files: { 'corp.pem': pem.root },
  },
  'a bridge is a user of the far broker': {
    spec: `
      brokers:
        core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
        edge: { host: edge.example, listeners: { mqtt: { port: 1883, auth: [password] } } }
      users:
        alice: { at: edge, auth: { password: { generate: {} } } }
      bridges:
        up: { from: edge, to: core, routes: [{ out: a/# }] }
    `,
    messages: [],
  },
})
