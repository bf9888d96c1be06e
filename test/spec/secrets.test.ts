import { describe, expect, test } from 'vitest'
import { renderHuman } from '../../src/diagnostics/render-human.ts'
import { load, testFindings } from './load-case.ts'

describe('secrets in the spec', () => {
  testFindings({
    'a password in plain text': {
      spec: `
        mqttopia: 1
        users:
          alice: { at: core, auth: { «password»: hunter2 } }
      `,
      findings: ['plain-secret: "password" of user "alice" is written into the spec'],
      hints: ['write { env: NAME }, { file: PATH } or { generate: {} }'],
    },
    'a number, a list': {
      spec: `
        mqttopia: 1
        users:
          alice: { at: core, auth: { «psk»: 1234 } }
          bob: { at: core, auth: { «password»: [hunter2] } }
        bundles: { p: { format: pkcs12, «password»: "" } }
      `,
      findings: [
        'plain-secret: "psk" of user "alice" is written into the spec',
        'plain-secret: "password" of user "bob" is written into the spec',
        'plain-secret: "password" of bundle "p" is written into the spec',
      ],
    },
    'nothing is not a secret': {
      spec: `
        mqttopia: 1
        users:
          alice: { at: core, auth: { «password»: } }
      `,
      findings: ['empty-value: "password" of user "alice" is empty'],
    },
    'a variable that is none': {
      spec: `
        mqttopia: 1
        users:
          alice: { at: core, auth: { password: { «env»: "hunter 2" } } }
          bob: { at: core, auth: { password: { «env»: $BOB } } }
          carol: { at: core, auth: { password: { «file»: [x] } } }
      `,
      findings: [
        'bad-format: "env" of user "alice" must be the name of an environment variable',
        'bad-format: "env" of user "bob" must be the name of an environment variable',
        'bad-format: "file" of user "carol" must be the path of a file',
      ],
    },
    'an unknown kind': {
      spec: `
        mqttopia: 1
        users:
          alice: { at: core, auth: { password: { «value»: hunter2 } } }
      `,
      findings: ['unknown-key: "password" of user "alice" has no key "value"'],
      hints: ['env, file, age, sops and generate'],
    },
    'none, and several': {
      spec: `
        mqttopia: 1
        users:
          alice: { at: core, auth: { «password»: {} } }
          bob: { at: core, auth: { «password»: { env: A, file: b } } }
      `,
      findings: [
        'empty-list: "password" of user "alice" has no entries',
        'too-many-keys: "password" of user "bob" has "env" and "file", which exclude each other',
      ],
      hints: ['write one of env, file, age, sops or generate'],
    },
    'the forms that there are': {
      spec: `
        mqttopia: 1
        users:
          alice: { at: core, auth: { password: { env: ALICE } } }
          bob: { at: core, auth: { password: { file: bob.txt } } }
          carol: { at: core, auth: { password: { generate: {} } } }
          dora: { at: core, auth: { psk: { generate: { length: 32 } } } }
      `,
      findings: [],
    },
  })
})

describe('a secret never reaches the terminal', () => {
  test.each([
    'users: { a: { at: core, auth: { password: hunter2 } } }',
    'users: { a: { nope: 1, auth: { password: hunter2 }, at: core } }',
    'users: { a: { at: core, auth: { password: "hunter2" }, nope: 1 } }',
    'users: { a: { at: core, auth: hunter2 } }',
    'users: { a: { at: core, password: hunter2 } }',
    'users: { a: { at: core, auth: { pasword: hunter2 } } }',
    'users: { a: { at: core, auth: { password: [hunter2] } } }',
    'users: { a: { at: core, auth: { password: { value: hunter2 } } } }',
    'users: { a: { at: core, auth: { password: { env: "hunter2 " } } } }',
    'users: { a: { at: core, auth: { password: { generate: hunter2 } } } }',
    'users: { a: { at: core, auth: { password: { env: A, file: b, value: hunter2 } } } }',
    'users: { a: { at: core, auth: { psk: hunter2 }, publish: "x" } }',
    'users:\n  a:\n    at: core\n    auth:\n      password: |\n        hunter2\n        more hunter2\n    nope: 1',
    'pki: { authorities: { a: { key: hunter2 } } }',
    'bundles: { p: { format: pkcs12, password: hunter2, nope: 1 } }',
    'environments: { prod: { users: { a: { auth: { password: hunter2 } } } } }',
    'secret_token: hunter2',
    'users: { a: { at: core, auth: { password: @hunter2 } } }',
    'users: { a: { at: core, auth: { password: "hunter2 } } }',
    'users: { a: { at: core, auth: { password: hunter2 } }',
    'users: { a: { at: core, auth: { password: *hunter2 } } }',
    'users: { a: { at: core, auth: { password: !hunter2 x } } }',
    'users: { a: { at: core, auth: { password: hunter2: x } } }',
    'users:\n  a:\n    password: hunter2\n   at: core',
    '"users": { "a": { "auth": { "password": "hunter2" } } }, oops',
  ])('%s', async (line) => {
    for (const environment of [undefined, 'prod']) {
      const text = `mqttopia: 1\n${line}\n`
      const { diagnostics, locate } = await load(text, environment === undefined ? {} : { environment })
      expect(diagnostics.length).toBeGreaterThan(0)
      expect(renderHuman(diagnostics, locate, { color: false })).not.toContain('hunter2')
    }
  })

  test('nor does one in broken JSON', async () => {
    const text = '{ "mqttopia": 1, "users": { "a": { "auth": { "password": "hunter2" } } }, oops'
    const { diagnostics, locate } = await load(text, { name: 'spec.json' })
    expect(renderHuman(diagnostics, locate, { color: false })).not.toContain('hunter2')
  })

  test('nor a private key given as a spec', async () => {
    const text = '-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\n'
    const { diagnostics, locate } = await load(text)
    expect(diagnostics).toHaveLength(1)
    expect(renderHuman(diagnostics, locate, { color: false })).not.toContain('hunter2')
  })
})
