import { installConflict } from '../../../src/check/rules/install-conflict.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(installConflict, {
  'two brokers with the defaults on one machine': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge: { host: plant.example, listeners: { a: { port: 1884, auth: [password] } } }
        «line»: { host: PLANT.example, listeners: { a: { port: 1885, auth: [password] } } }
    `,
    messages: ['brokers "edge" and "line" both have their configuration in "/etc/mosquitto"'],
  },
  'one data folder': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge: { host: plant.example, install: { config: /etc/edge }, listeners: { a: { port: 1884, auth: [password] } } }
        «line»: { host: plant.example, install: { config: /etc/line }, listeners: { a: { port: 1885, auth: [password] } } }
    `,
    messages: ['brokers "edge" and "line" both have their state in "/var/lib/mosquitto"'],
  },
  'other folders, other machines, and a trial on this one': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
        edge: { host: plant.example, install: { config: /etc/edge, data: /var/lib/edge }, listeners: { a: { port: 1884, auth: [password] } } }
        line: { host: plant.example, listeners: { a: { port: 1883, auth: [password] } } }
        trial: { host: localhost, listeners: { a: { port: 1885, auth: [password] } } }
    `,
    messages: [],
  },
})
