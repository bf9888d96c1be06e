/** Where the findings about bundles point in a spec, through the whole way from its text. */

import type { BundleRule } from '../../src/bundles/bundle-uses.ts'
import { bundleRules } from '../../src/bundles/rules.ts'
import { type RuleCase, testRule } from '../support/test-rule.ts'

const BROKER = `
brokers:
  core:
    host: localhost
    listeners:
      mqtt: { port: 1883, auth: [password] }
      psk: { port: 8885, tls: { psk: { hint: here } }, auth: [psk] }
      mqtts: { port: 8883, tls: { profile: server, clientAuth: required }, auth: [certificate] }
      ws: { port: 8080, transport: websocket, auth: [password] }
`
const PASSWORD = 'auth: { password: { generate: {} } }'
const DEVICES = { 'd.csv': 'serial,site\na,x\nb,x\n' }

const rule = (code: string): BundleRule => {
  const found = bundleRules.find((other) => other.code === code)
  if (found === undefined) throw new Error(`no rule ${code}`)
  return found
}

const cases: Readonly<Record<string, Readonly<Record<string, RuleCase>>>> = {
  'bundle-auth-unsupported': {
    'a key in OwnTracks; a password there is fine': {
      spec: `${BROKER}
users:
  gauge: { at: core, auth: { psk: { generate: {} } }, publish: [a], bundles: «[phone]» }
  alice: { at: core, ${PASSWORD}, publish: [a], bundles: [phone] }
bundles: { phone: { format: otrc } }
`,
      messages: ['bundle "phone" cannot serve user "gauge": OwnTracks does not take a pre-shared key'],
    },
    'a whole fleet': {
      spec: `${BROKER}
fleets:
  presses:
    forEach: { csv: d.csv, key: serial }
    username: "\${each.serial}"
    at: core
    auth: { psk: { generate: {} } }
    publish: [a]
    bundles: «[app]»
bundles: { app: { format: mqttx } }
`,
      files: DEVICES,
      messages: [
        'bundle "app" cannot serve device "a" of fleet "presses": MQTTX does not take a pre-shared key',
      ],
    },
  },
  'bundle-transport-unsupported': {
    'a websocket that the user names': {
      spec: `${BROKER}
users:
  alice: { at: core, listener: ws, ${PASSWORD}, publish: [a], bundles: «[cli]» }
  bob: { at: core, ${PASSWORD}, publish: [a], bundles: [cli] }
bundles: { cli: { format: mosquitto } }
`,
      messages: [
        'bundle "cli" cannot serve user "alice": mosquitto_pub does not reach listener "ws" of broker "core" over websockets',
      ],
    },
  },
  'bundle-option-unfit': {
    'a will of two lines; in JSON it is fine': {
      spec: `${BROKER}
users:
  alice: { at: core, ${PASSWORD}, publish: [w], will: { topic: w, payload: "a\\nb" }, bundles: «[cli, app]» }
bundles: { cli: { format: mosquitto }, app: { format: mqttx } }
`,
      messages: [
        'bundle "cli" of user "alice" cannot hold the payload of the will "a\\nb": it holds a line break or another control character',
      ],
    },
  },
  'bundle-layout-invalid': {
    'a column that the table lacks': {
      spec: `${BROKER}
fleets:
  presses:
    forEach: { csv: d.csv, key: serial }
    username: "\${each.serial}"
    at: core
    auth: { certificate: client }
    publish: [a]
    bundles: [zip]
bundles: { zip: { format: zip, layout: «"\${each.sreial}/"» } }
`,
      files: DEVICES,
      messages: [
        'layout "${each.sreial}/" of bundle "zip" names "${each.sreial}", which is neither "${username}" nor a column of the table',
      ],
    },
  },
  'bundle-layout-shared': {
    'a folder for a site': {
      spec: `${BROKER}
fleets:
  presses:
    forEach: { csv: d.csv, key: serial }
    username: "\${each.serial}"
    at: core
    auth: { certificate: client }
    publish: [a]
    bundles: [zip, pem]
bundles: { zip: { format: zip, layout: «"\${each.site}/"» }, pem: { format: pem, layout: "\${each.site}/\${each.serial}/" } }
`,
      files: DEVICES,
      messages: [
        'layout "${each.site}/" of bundle "zip" gives devices "a" and "b" of fleet "presses" the same folder "x"',
      ],
    },
  },
  'bundle-template-broken': {
    'a helper that does not exist': {
      spec: `${BROKER}
users: { alice: { at: core, ${PASSWORD}, publish: [a], bundles: [mine] } }
bundles: { mine: { format: template, files: { a.conf: «{ file: a.hbs }», b.conf: { file: b.hbs } } } }
`,
      files: { 'a.hbs': '\n{{quote username}}', 'b.hbs': '{{line username}}' },
      messages: [
        'template of "a.conf" in bundle "mine", line 2: there is no helper "quote", only "json", "shell", "c", "py", "line", "if", "unless", "each", "with"',
      ],
    },
  },
  'bundle-template-fails': {
    'a column that only fleets have': {
      spec: `${BROKER}
users: { alice: { at: core, ${PASSWORD}, publish: [a], bundles: [mine] } }
bundles: { mine: { format: template, files: { a.conf: «{ file: a.hbs }», b.conf: { file: b.hbs } } } }
`,
      files: { 'a.hbs': '{{each.serial}}', 'b.hbs': '{{#if password}}{{line username}}{{/if}}' },
      messages: [
        'template of "a.conf" in bundle "mine", line 1, for user "alice": there is no field "serial"',
      ],
    },
  },
  'bundle-template-missing': {
    'no files at all': {
      spec: `${BROKER}
users: { alice: { at: core, ${PASSWORD}, publish: [a], bundles: [mine] } }
bundles: { «mine»: { format: template } }
`,
      messages: ['bundle "mine" is made from templates but names none'],
    },
  },
  'bundle-file-name': {
    'a name that leads out': {
      spec: `${BROKER}
users: { alice: { at: core, ${PASSWORD}, publish: [a], bundles: [mine] } }
bundles: { mine: { format: template, files: { ../a: «{ file: a.hbs }», b: { file: a.hbs } } } }
`,
      files: { 'a.hbs': 'x' },
      messages: ['file name "../a" of bundle "mine" has the step ".."'],
    },
  },
  'bundle-owntracks-loss': {
    'a payload of a will': {
      spec: `${BROKER}
users:
  alice: { at: core, ${PASSWORD}, publish: [w], will: { topic: w, payload: gone }, bundles: «[phone]» }
  bob: { at: core, ${PASSWORD}, publish: [w], will: { topic: w }, bundles: [phone] }
bundles: { phone: { format: otrc } }
`,
      messages: [
        'bundle "phone" of user "alice" does without the payload of the will, "gone": OwnTracks writes its own',
      ],
    },
  },
}

for (const [code, ofRule] of Object.entries(cases)) testRule(rule(code), ofRule)
