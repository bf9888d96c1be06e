import { unusedProfile } from '../../../src/check/rules/unused-profile.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(unusedProfile, {
  'nobody names it': {
    spec: `
      pki:
        profiles: { «spare»: { issuer: clients } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['profile "spare" is not used by any listener, user or bridge'],
  },
  'a user, a listener, and those that are filled in': {
    spec: `
      pki:
        profiles: { device: { issuer: clients }, server: { issuer: servers, usages: [server auth] } }
      users:
        alice: { at: core, auth: { certificate: device } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [],
  },
})
