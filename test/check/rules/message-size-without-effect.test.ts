import { messageSizeWithoutEffect } from '../../../src/check/rules/message-size-without-effect.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(messageSizeWithoutEffect, {
  'packets are bounded lower': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge: { host: edge.example, limits: { maxPacketSize: 1kB, maxMessageSize: «1kB» }, listeners: { a: { port: 1883, auth: [password] } } }
    `,
    messages: ['maxMessageSize of broker "edge" has no effect: packets are bounded to 1000 bytes already'],
  },
  'room for the topic, or one of the two': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        a: { host: a.example, limits: { maxPacketSize: 2kB, maxMessageSize: 1kB }, listeners: { a: { port: 1883, auth: [password] } } }
        b: { host: b.example, limits: { maxMessageSize: 1kB }, listeners: { a: { port: 1883, auth: [password] } } }
        c: { host: c.example, limits: { maxPacketSize: 1kB }, listeners: { a: { port: 1883, auth: [password] } } }
    `,
    messages: [],
  },
})
