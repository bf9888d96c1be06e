import { controlGranted } from '../../../src/check/rules/control-granted.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(controlGranted, {
  'commands to the broker': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        admin: { at: core, auth: { password: { generate: {} } }, publish: [«$CONTROL/dynamic-security/#»], subscribe: [$CONTROL/dynamic-security/#] }
    `,
    messages: ['publish "$CONTROL/dynamic-security/#" allows changing the rights of all clients'],
  },
  'everything does not include it, and a deny is no grant': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        admin: { at: core, auth: { password: { generate: {} } }, publish: ["#", "a/$CONTROL"], deny: [{ publish: $CONTROL/# }] }
    `,
    messages: [],
  },
})
