import { emptyFleet } from '../../../src/check/rules/empty-fleet.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(emptyFleet, {
  'a table without rows': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      fleets:
        presses: { forEach: «{ csv: presses.csv, key: serial }», username: "p\${each.serial}", at: core, auth: { password: { generate: {} } } }
    `,
    messages: ['fleet "presses" has no devices: its table is empty'],
    files: { 'presses.csv': 'serial,site\n' },
  },
  'one row': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      fleets:
        presses: { forEach: { csv: presses.csv }, username: "p\${each.serial}", at: core, auth: { password: { generate: {} } } }
    `,
    messages: [],
    files: { 'presses.csv': 'serial,site\n0001,berlin\n' },
  },
})
