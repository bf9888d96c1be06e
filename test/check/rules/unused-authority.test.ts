import { unusedAuthority } from '../../../src/check/rules/unused-authority.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(unusedAuthority, {
  'neither issuer nor trusted': {
    spec: `
      pki:
        authorities: { «spare»: {} }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['authority "spare" issues nothing and no listener trusts it'],
  },
  'an issuer of an authority that is unused itself': {
    spec: `
      pki:
        authorities: { top: {}, «below»: { issuer: top } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['authority "below" issues nothing and no listener trusts it'],
  },
  'an issuer of a profile, and a trusted one': {
    spec: `
      pki:
        authorities: { a: {}, b: {} }
        profiles: { device: { issuer: a } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: { trust: [b] }, auth: [certificate] } } }
    `,
    messages: [],
  },
})
