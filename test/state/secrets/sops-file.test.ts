import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { readSops } from '../../../src/state/secrets/sops-file.ts'
import { ann, ben } from '../support/age-identities.ts'
import { type SopsTree, sopsFile } from '../support/sops.ts'

const TREE: SopsTree = {
  alice: 'the password of alice',
  fleet: { '0042': { psk: 'feedface' }, '7': { psk: 'deadbeef' } },
  list: ['one', 'two'] as unknown as SopsTree,
  port: 8883,
  ratio: 1.5,
  on: true,
  nothing: null,
  empty: '',
  note_unencrypted: 'for everybody',
}

const made = (options: { readonly macOnlyEncrypted?: boolean } = {}) =>
  sopsFile(TREE, { recipients: [ann.recipient, ben.recipient], ...options })

async function textAt(text: string, keys: readonly string[], identities = [ann.identity]) {
  const values = await readSops(text, identities)
  const value = typeof values === 'function' ? values(keys) : values
  return typeof value === 'string' ? value : value.problem
}

/** As YAML, with comments, as people see it. */
const asYaml = (json: string) => `# secrets of the plant\n${stringify(JSON.parse(json))}`

describe('a file of SOPS', () => {
  test.each<[readonly string[], string]>([
    [['alice'], 'the password of alice'],
    [['fleet', '0042', 'psk'], 'feedface'],
    [['list', '1'], 'two'],
    [['port'], '8883'],
    [['ratio'], '1.5'],
    [['on'], 'True'],
    [['note_unencrypted'], 'has this value in clear'],
    [['empty'], 'has this value in clear'],
    [['nobody'], 'has no such value'],
    [['sops', 'mac'], 'has no such value'],
    [['fleet'], 'has no such value'],
  ])('gives at %j: %s', async (keys, value) => {
    const text = await made()
    expect(await textAt(text, keys)).toBe(value)
    // JavaScript sorts keys that look like numbers, so this YAML has another order than the JSON.
    const flat = await sopsFile({ ...TREE, fleet: { a: { psk: 'x' } } }, { recipients: [ann.recipient] })
    if (keys[0] !== 'fleet') expect(await textAt(asYaml(flat), keys)).toBe(value)
  })

  test('is opened by each of its recipients', async () => {
    expect(await textAt(await made(), ['alice'], [ben.identity])).toBe('the password of alice')
  })

  test('may leave what is in clear out of its MAC', async () => {
    const text = await made({ macOnlyEncrypted: true })
    expect(await textAt(text.replace('for everybody', 'for some'), ['alice'])).toBe('the password of alice')
    expect(await textAt((await made()).replace('for everybody', 'for some'), ['alice'])).toBe(changed)
  })

  const changed = 'was changed after it was encrypted, or is damaged'
  test.each<[string, (text: string) => string | Promise<string>, string]>([
    ['no file of SOPS', () => 'alice: x\n', 'has no metadata of SOPS'],
    ['no YAML', () => '{ alice', 'is neither YAML nor JSON'],
    ['one that is cut off', (text) => text.slice(0, -2), 'is neither YAML nor JSON'],
    ['a value taken away', (text) => text.replace(/\t"alice": .*\n/, ''), changed],
    ['a value that moved', (text) => text.replace('"alice"', '"bob"'), changed],
    ['a value in clear', (text) => text.replace(/("alice": )".*?"/, '$1"mine"'), changed],
    [
      'a value of another file',
      async (text) => text.replace(/("alice": )".*?"/, `$1${/"alice": (".*?")/.exec(await made())?.[1]}`),
      changed,
    ],
    ['another date', (text) => text.replace('T11:00:00Z', 'T12:00:00Z'), changed],
    ['another number', (text) => text.replace('_unencrypted": "for everybody"', '_unencrypted": 1'), changed],
    ['a MAC that is none', (text) => text.replace(/("mac": )".*?"/, '$1"x"'), changed],
    ['nobody to read it', (text) => text.replaceAll('"enc":', '"x":'), 'is not encrypted for age'],
    ['a damaged key', (text) => text.replaceAll('AGE ENCRYPTED', 'AGE DAMAGED'), 'is damaged'],
  ])('refuses %s', async (_, damage, problem) => {
    expect(await textAt(await damage(await made()), ['alice'])).toBe(problem)
  })

  test('tells who cannot open it', async () => {
    const text = await sopsFile(TREE, { recipients: [ben.recipient] })
    expect(await textAt(text, ['alice'])).toBe('is encrypted for other identities than those given')
  })

  test.each([
    [1e21, '1000000000000000000000'],
    [-1.5e-7, '-0.00000015'],
    [0.1, '0.1'],
  ])('hashes %s in clear as SOPS prints it', async (ratio_unencrypted, text) => {
    const file = await sopsFile({ a: 'secret', ratio_unencrypted: text }, { recipients: [ann.recipient] })
    expect(await textAt(file.replace(`"${text}"`, String(ratio_unencrypted)), ['a'])).toBe('secret')
  })
})
