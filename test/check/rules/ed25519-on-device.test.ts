import { ed25519OnDevice } from '../../../src/check/rules/ed25519-on-device.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(ed25519OnDevice, {
  'its own certificate': {
    spec: `
      pki:
        profiles: { tiny: { issuer: clients, privateKey: { algorithm: Ed25519 } } }
      bundles: { esp: { format: c-header } }
      users:
        gauge: { at: core, auth: { certificate: tiny }, bundles: «[esp]» }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['user "gauge" cannot read the Ed25519 certificates of profile "tiny"'],
  },
  'the authority above that of the broker': {
    spec: `
      pki:
        authorities: { servers-root: { privateKey: { algorithm: Ed25519 } } }
        profiles: { server: { issuer: servers, usages: [server auth] } }
      bundles: { esp: { format: c-header } }
      fleets:
        gauges: { forEach: { range: { from: 1, to: 4 } }, username: "g\${each.n}", at: core, auth: { certificate: client }, bundles: «[esp]» }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: ['4 devices of fleet "gauges" cannot read the Ed25519 certificates of profile "server"'],
  },
  'bundles of other formats, and other keys': {
    spec: `
      pki:
        profiles: { new: { issuer: clients, privateKey: { algorithm: Ed25519 } } }
      bundles: { esp: { format: c-header }, pem: { format: pem } }
      users:
        gauge: { at: core, auth: { certificate: client }, bundles: [esp] }
        server: { at: core, auth: { certificate: new }, bundles: [pem] }
      brokers:
        core: { listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
    `,
    messages: [],
  },
})
