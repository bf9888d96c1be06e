import { blankInTopic } from '../../../src/check/rules/blank-in-topic.ts'
import { testRule } from '../../support/test-rule.ts'

testRule(blankInTopic, {
  'a blank before the slash': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [«"press /1"»] }
    `,
    messages: ['the level "press " of topic "press /1" has a blank at its end, or a control character'],
  },
  'a tab inside': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, publish: [«"pre	ss/1"»] }
    `,
    messages: ['the level "pre\\tss" of topic "pre\\tss/1" has a blank at its end, or a control character'],
  },
  'a blank between words': {
    spec: `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password, anonymous] } } }
      users:
        alice: { at: core, auth: { password: { generate: {} } }, subscribe: ["$SYS/broker/retained messages/count"] }
    `,
    messages: [],
  },
})
