import { revokedInTheFuture } from '../../../src/check/rules/revoked-in-the-future.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(revokedInTheFuture, {
  'a mistyped year': {
    spec: `
      pki:
        authorities: { clients: { revoked: [{ serial: "0a", date: «2062-01-01» }] } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['certificate "a" is revoked from 2062-01-01, which is not yet'],
  },
  'today, long ago, and without a date': {
    spec: `
      pki:
        authorities: { clients: { revoked: [{ serial: "0a", date: 2027-01-15 }, { serial: "0b", date: 2020-02-29 }, { serial: "0c" }] } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [],
  },
})
