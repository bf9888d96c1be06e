import { lifetimeBeyondIssuer } from '../../../src/check/rules/lifetime-beyond-issuer.ts'
import { testRule } from '../../support/test-rule.ts'
import { pem } from '../certificates.ts'

testRule(lifetimeBeyondIssuer, {
  'a profile': {
    spec: `
      pki:
        authorities: { clients-root: { duration: 1y } }
        profiles: { device: { issuer: clients-root, duration: «2y» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['profile "device" has a duration of 730d, but its issuer "clients-root" has 365d'],
  },
  'an authority, by default': {
    spec: `
      pki:
        authorities:
          top: { duration: 5y }
          «below»: { issuer: top }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['authority "below" has a duration of 3650d, but its issuer "top" has 1825d'],
  },
  'up to the life of the issuer': {
    spec: `
      pki:
        authorities:
          top: { duration: 5y }
          below: { issuer: top, duration: 5y }
        profiles: { device: { issuer: below, duration: 90d } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [],
  },
  'an issuer that cannot be read, and one that has expired': {
    spec: `
      pki:
        authorities:
          corp: { certificate: { file: corp.pem }, key: { env: KEY }, duration: 1d }
          old: { certificate: { file: old.pem }, key: { env: KEY } }
        profiles: { device: { issuer: corp, duration: 90d }, other: { issuer: old } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [],
    files: { 'corp.pem': 'hello', 'old.pem': pem.expiredRoot },
  },
  'an existing issuer that ends sooner': {
    spec: `
      pki:
        authorities:
          corp: { certificate: { file: corp.pem }, key: { env: KEY } }
        profiles: { device: { issuer: corp, duration: «90d» } }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['profile "device" has a duration of 90d, but its issuer "corp" ends on 2027-02-21'],
    files: { 'corp.pem': pem.shortRoot },
  },
})
