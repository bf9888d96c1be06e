import { installConflict } from '../../../src/check/rules/install-conflict.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(installConflict, {
  'two brokers with the defaults': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        «edge»: { listeners: { a: { port: 1884, auth: [password] } } }
    `,
    messages: ['brokers "core" and "edge" both have their configuration in "/etc/mosquitto"'],
  },
  'one data folder': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        «edge»: { install: { config: /etc/edge }, listeners: { a: { port: 1884, auth: [password] } } }
    `,
    messages: ['brokers "core" and "edge" both have their state in "/var/lib/mosquitto"'],
  },
  'other folders, or other machines': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge: { install: { config: /etc/edge, data: /var/lib/edge }, listeners: { a: { port: 1884, auth: [password] } } }
        far: { host: far.example, listeners: { a: { port: 1883, auth: [password] } } }
    `,
    messages: [],
  },
})
