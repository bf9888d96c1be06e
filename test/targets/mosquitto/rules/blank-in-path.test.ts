import { blankInPath } from '../../../../src/targets/mosquitto/rules/blank-in-path.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(blankInPath, {
  'a socket': {
    spec: `
      brokers:
        core: { listeners: { local: { transport: unix, path: «"/run/my broker.sock"», auth: [password] } } }
    `,
    messages: ['Mosquitto would cut the socket "/run/my broker.sock" at its blank'],
  },
  'the folder of plugins, in 2.1': {
    spec: `
      brokers:
        old: { listeners: { mqtt: { port: 1883, auth: [password] } }, install: { plugins: "/opt/my plugins" } }
        new:
          engine: { version: "2.1" }
          listeners: { mqtt: { port: 1884, auth: [password] } }
          install: { plugins: «"/opt/my plugins"» }
    `,
    messages: ['Mosquitto would cut the folder of plugins "/opt/my plugins" at its blank'],
  },
  'paths that go on to the end of their line': {
    spec: `
      brokers:
        core:
          listeners: { local: { transport: unix, path: /run/broker.sock, auth: [password] } }
          install: { config: "/etc/my broker", data: "/var/my broker", log: "/var/log/my broker" }
    `,
    messages: [],
  },
})
