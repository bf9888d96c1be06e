import { sharedRoot } from '../../../src/check/rules/shared-root.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(sharedRoot, {
  'one authority for both': {
    spec: `
      pki:
        authorities: { ca: {} }
        profiles:
          server: { issuer: ca, usages: [server auth] }
          device: { issuer: «ca» }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      users:
        alice: { at: core, auth: { certificate: device } }
        bob: { at: core, auth: { certificate: device } }
    `,
    messages: ['profiles "server" of brokers and "device" of clients come from one root, "ca"'],
  },
  'two intermediates below one root': {
    spec: `
      pki:
        authorities:
          root: {}
          servers: { issuer: root }
          clients: { issuer: root }
        profiles:
          server: { issuer: servers, usages: [server auth] }
          client: { issuer: «clients» }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      users:
        alice: { at: core, auth: { certificate: client } }
    `,
    messages: ['profiles "server" of brokers and "client" of clients come from one root, "root"'],
  },
  'the two roots of the default': {
    spec: `
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
      users:
        alice: { at: core, auth: { certificate: client } }
    `,
    messages: [],
  },
  'clients with passwords only': {
    spec: `
      pki:
        authorities: { ca: {} }
        profiles:
          server: { issuer: ca, usages: [server auth] }
          device: { issuer: ca }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [password] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } } }
    `,
    messages: [],
  },
})
