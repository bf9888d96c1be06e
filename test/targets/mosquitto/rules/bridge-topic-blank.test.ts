import { bridgeTopicBlank } from '../../../../src/targets/mosquitto/rules/bridge-topic-blank.ts'
import { testMosquittoRule } from '../test-mosquitto-rule.ts'

testMosquittoRule(bridgeTopicBlank, {
  'any blank, in 2.0': {
    spec: `
      brokers:
        near: { engine: { version: "2.0" }, listeners: { mqtt: { port: 1883, auth: [password] } } }
        far: { listeners: { mqtt: { port: 1884, auth: [password] } } }
      bridges:
        b:
          from: near
          to: far
          auth: { password: { generate: {} } }
          routes:
            - «{ out: "a b/#" }»
            - «{ in: "x/+", remote: "y z/x/+" }»
            - { out: "plain/#" }
    `,
    messages: [
      'Mosquitto 2.0 cannot bridge "a b/#": it holds a blank',
      'Mosquitto 2.0 cannot bridge "x/+": it holds a blank',
    ],
  },
  'a blank in what is renamed, in 2.1': {
    spec: `
      brokers:
        near: { engine: { version: "2.1" }, listeners: { mqtt: { port: 1883, auth: [password] } } }
        far: { listeners: { mqtt: { port: 1884, auth: [password] } } }
      bridges:
        b:
          from: near
          to: far
          auth: { password: { generate: {} } }
          routes:
            - { out: "a b/#" }
            - «{ in: "x/+", remote: "y z/x/+" }»
            - «{ out: 'c "d/#' }»
    `,
    messages: [
      'Mosquitto 2.1 cannot bridge "x/+": the part that is renamed holds a blank',
      'Mosquitto 2.1 cannot bridge "c \\"d/#": it holds both a blank and a quote',
    ],
  },
  'a leading quote': {
    spec: `
      brokers:
        near: { engine: { version: "2.0" }, listeners: { mqtt: { port: 1883, auth: [password] } } }
        far: { listeners: { mqtt: { port: 1884, auth: [password] } } }
      bridges:
        b:
          from: near
          to: far
          auth: { password: { generate: {} } }
          routes:
            - «{ out: '"a"/+' }»
            - { out: 'a/"b"/+' }
    `,
    messages: ['Mosquitto 2.0 cannot bridge "\\"a\\"/+": it begins with a quote'],
  },
})
