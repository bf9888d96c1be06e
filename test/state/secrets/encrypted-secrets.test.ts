import { describe, expect, test } from 'vitest'
import { encryptAge } from '../../../src/state/age/age-file.ts'
import { ann, ben } from '../support/age-identities.ts'
import { scene } from '../support/prepared.ts'
import { sopsFile } from '../support/sops.ts'

function spec(users: string, rest = ''): string {
  return `
brokers: { core: { host: localhost, listeners: { local: { transport: unix, path: /run/m.sock, auth: [password] } } } }
users: ${users}
${rest}`
}

const bob = (secret: string) => spec(`{ bob: { at: core, auth: { password: { ${secret} } }, publish: [a] } }`)

const PASSWORD = 'correct horse battery staple'
const env = { MQTTOPIA_AGE_KEY: ann.identity }

const forAnn = (text: string) => encryptAge(Buffer.from(text), [ann.recipient])

describe('a password', () => {
  test.each<[string, string, () => Promise<Readonly<Record<string, string | Uint8Array>>>]>([
    ['from a file of age', 'age: bob.age', async () => ({ 'bob.age': await forAnn(`${PASSWORD}\n`) })],
    [
      'from a file of SOPS',
      'sops: secrets/users.yaml#staff.bob',
      async () => ({
        'secrets/users.yaml': await sopsFile(
          { staff: { bob: PASSWORD } },
          { recipients: [ben.recipient, ann.recipient] },
        ),
      }),
    ],
  ])('%s is taken as it is', async (_, secret, files) => {
    const { prepare } = scene(await files())
    const { said, materials } = await prepare(bob(secret), { env })
    expect(said).toEqual([])
    expect(materials.password('bob')).toBe(PASSWORD)
  })

  test('of each device stands in a file of its own, or under a key of its own', async () => {
    const fleet = (secret: string) => `
brokers: { core: { host: localhost, listeners: { local: { transport: unix, path: /run/m.sock, auth: [password] } } } }
fleets: { f: { forEach: { range: { from: 1, to: 2 } }, username: "p\${each.n}", at: core, auth: { password: { ${secret} } }, publish: [a] } }
`
    const passwords = { p1: 'the first of two passwords', p2: 'the second of two passwords' }
    const { prepare } = scene({
      'p1.age': await forAnn(passwords.p1),
      'p2.age': await forAnn(passwords.p2),
      'all.json': await sopsFile(passwords, { recipients: [ann.recipient] }),
    })
    for (const secret of ['age: "p${each.n}.age"', 'sops: "all.json#p${each.n}"']) {
      const { said, materials } = await prepare(fleet(secret), { env })
      expect(said).toEqual([])
      expect([materials.password('p1'), materials.password('p2')]).toEqual(Object.values(passwords))
    }
  })
})

describe('a fault', () => {
  const file = async () => ({
    'good.age': await forAnn(PASSWORD),
    'cut.age': (await forAnn(PASSWORD)).subarray(0, -3),
    'ben.age': await encryptAge(Buffer.from(PASSWORD), [ben.recipient]),
    'two.age': await forAnn(`${PASSWORD}\nmore`),
    'plain.age': PASSWORD,
    'good.yaml': await sopsFile({ bob: PASSWORD, ann: 'x' }, { recipients: [ann.recipient] }),
    'moved.yaml': (await sopsFile({ bob: PASSWORD, ann: 'x' }, { recipients: [ann.recipient] })).replace(
      '"bob"',
      '"bo"',
    ),
  })
  test.each<[string, RegExp, Readonly<Record<string, string>>?]>([
    [
      'age: good.age',
      /encrypted-secret-unusable at .*: the encrypted file "good.age" cannot be opened: no identity is given/,
      {},
    ],
    ['age: none.age', /the encrypted file "none.age" cannot be read: it does not exist/],
    ['age: cut.age', /the encrypted file "cut.age" is damaged or was cut off/],
    ['age: ben.age', /the encrypted file "ben.age" is encrypted for other identities than those given/],
    ['age: plain.age', /the encrypted file "plain.age" is not encrypted with age/],
    ['age: two.age', /secret-malformed at .*: the encrypted file "two.age" has more than one line/],
    [
      'sops: good.yaml#cat',
      /"cat" of the SOPS file "good.yaml" cannot be opened: the file has no such value/,
    ],
    [
      'sops: good.yaml#ann',
      /weak-password at .*: the password in "ann" of the SOPS file "good.yaml" has fewer than 14/,
    ],
    ['sops: moved.yaml#bob', /cannot be opened: the file was changed after it was encrypted, or is damaged/],
    ['sops: plain.age#bob', /the file has no metadata of SOPS/],
  ])('in { %s } is reported where it stands, and the secret is not', async (secret, message, given = env) => {
    const { prepare } = scene(await file())
    const { said, diagnostics } = await prepare(bob(secret), { env: given })
    expect(said).toEqual([expect.stringMatching(message)])
    expect(diagnostics[0]?.hint).toBeDefined()
    expect(JSON.stringify(diagnostics)).not.toContain('correct horse')
  })
})
