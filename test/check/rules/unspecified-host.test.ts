import { unspecifiedHost } from '../../../src/check/rules/unspecified-host.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(unspecifiedHost, {
  'all IPv4 addresses': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge: { host: «0.0.0.0», listeners: { a: { port: 1884, auth: [password] } } }
    `,
    messages: ['nobody can reach broker "edge" under "0.0.0.0"'],
  },
  'all IPv6 addresses': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge: { host: «"::"», listeners: { a: { port: 1884, auth: [password] } } }
    `,
    messages: ['nobody can reach broker "edge" under "::"'],
  },
  'one address, and such a bind': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge: { host: 10.0.0.1, listeners: { a: { port: 1884, bind: 0.0.0.0, auth: [password] } } }
    `,
    messages: [],
  },
})
