import { serverLifetime } from '../../../src/check/rules/server-lifetime.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(serverLifetime, {
  'three years': {
    spec: `
      pki:
        profiles: { server: { issuer: servers, usages: [server auth], duration: «3y» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [
      'broker certificates of profile "server" live 1095d, and Apple\'s systems accept at most 825d',
    ],
  },
  '825 days, and clients': {
    spec: `
      pki:
        profiles:
          server: { issuer: servers, usages: [server auth], duration: 825d }
          device: { issuer: clients, duration: 9y }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [],
  },
  'no listener has it': {
    spec: `
      pki:
        profiles: { old: { issuer: servers, usages: [server auth], duration: 9y } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [],
  },
})
