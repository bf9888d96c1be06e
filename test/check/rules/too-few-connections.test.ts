import { tooFewConnections } from '../../../src/check/rules/too-few-connections.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(tooFewConnections, {
  'a fleet larger than the limit': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        «edge»: { host: edge.example, limits: { maxConnections: 1 }, listeners: { a: { port: 1883, auth: [password] } } }
      users:
        alice: { at: edge, auth: { password: { generate: {} } } }
        bob: { at: edge, auth: { password: { generate: {} } } }
    `,
    messages: ['broker "edge" has 2 users and takes 1 connections'],
  },
  'each listener counts for itself': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge: { host: edge.example, limits: { maxConnections: 1 }, listeners: { a: { port: 1883, auth: [password] }, b: { port: 1884, auth: [password] } } }
        open: { host: open.example, listeners: { a: { port: 1883, maxConnections: 1, auth: [password] }, b: { port: 1884, auth: [password] } } }
      users:
        alice: { at: [edge, open], auth: { password: { generate: {} } } }
        bob: { at: [edge, open], auth: { password: { generate: {} } } }
    `,
    messages: [],
  },
})
