import { runsAsRoot } from '../../../../src/targets/mosquitto/rules/runs-as-root.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(runsAsRoot, {
  root: {
    spec: `
      brokers:
        core: { install: { user: «root» }, listeners: { mqtt: { port: 1883, auth: [password] } } }
    `,
    messages: ['broker "core" runs as "root"'],
  },
  'another account': {
    spec: `
      brokers:
        core: { install: { user: mqtt }, listeners: { mqtt: { port: 1883, auth: [password] } } }
    `,
    messages: [],
  },
})
