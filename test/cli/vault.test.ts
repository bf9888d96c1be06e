import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { generateIdentity } from '../../src/state/age/age-file.ts'
import { ann, ben } from '../state/support/age-identities.ts'
import { readFolder } from '../state/support/temp-folder.ts'
import { type CommandLine, commandLine, GOOD_SPEC } from './command-line.ts'

const files = {
  'topology.yaml': GOOD_SPEC,
  'ann.txt': `# Ann\n${ann.identity}\n`,
  'ben.txt': `${ben.identity}\n`,
  'team.txt': `# Ann\n${ann.recipient}\n\n# Ben, laptop\n${ben.recipient}\n`,
}

/** A compiled topology whose vault Ann and Ben can open. */
async function encrypted(host: Parameters<typeof commandLine>[1] = {}): Promise<CommandLine> {
  const line = commandLine(files, host)
  await line.mqttopia('compile', '-q')
  const ran = await line.mqttopia(
    'vault',
    'encrypt',
    '--recipients-file',
    'team.txt',
    '--identity',
    'ann.txt',
  )
  expect(ran.exitCode, ran.stderr).toBe(0)
  return line
}

const vaultFiles = (path: CommandLine['path']) =>
  Object.keys(readFolder(path('.mqttopia'))).filter((name) => name.startsWith('vault/'))

describe('vault encrypt', () => {
  test('leaves nothing in clear, and compiles with an identity are as before', async () => {
    const { mqttopia, path } = await encrypted()
    const names = vaultFiles(path)
    expect(names.length).toBeGreaterThan(3)
    expect(names.filter((name) => !name.endsWith('.jsonl.age'))).toEqual([])
    const { exitCode, stderr } = await mqttopia('compile', '--identity', 'ben.txt')
    expect(stderr).toMatch(/certificates: 3 kept\nbuild: up to date/)
    expect(exitCode).toBe(0)
  })

  test.each<[string, Readonly<Record<string, string>>]>([
    ['its file', { MQTTOPIA_AGE_IDENTITY: 'ann.txt' }],
    ['its text', { MQTTOPIA_AGE_KEY: ann.identity }],
  ])('takes an identity by %s from the environment', async (_, env) => {
    const { mqttopia } = await encrypted({ env })
    expect((await mqttopia('compile', '--check')).exitCode).toBe(0)
  })

  test('makes an identity for its owner alone, and never over another', async () => {
    const { mqttopia, path, write } = commandLine(files)
    await mqttopia('compile', '-q')
    const { exitCode, stderr } = await mqttopia('vault', 'encrypt', '--generate-identity', 'key.txt')
    expect(stderr).toMatch(/^encrypted 5 files for 1 recipient; .*\nkey.txt opens it: keep a copy/)
    expect([exitCode, statSync(path('key.txt')).mode & 0o777]).toEqual([0, 0o600])
    expect((await mqttopia('compile', '--identity', 'key.txt')).exitCode).toBe(0)
    const made = readFileSync(path('key.txt'), 'utf8')
    await mqttopia('vault', 'decrypt', '--identity', 'key.txt')
    const again = await mqttopia('vault', 'encrypt', '--generate-identity', 'key.txt')
    expect(again.stderr).toMatch(/\nkey.txt was there already, and stays as it was\n/)
    expect(readFileSync(path('key.txt'), 'utf8')).toBe(made)
    expect((await mqttopia('compile', '--check', '--identity', 'key.txt')).exitCode).toBe(0)
    write({ 'notes.txt': 'no identity\n' })
    const strange = await mqttopia('vault', 'encrypt', '--generate-identity', 'notes.txt')
    expect(strange).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/notes.txt holds a line that is no identity/),
    })
  })

  test('keeps an identity behind a passphrase, which is asked for or read from a file', async () => {
    const asked: string[] = []
    const askSecret = async (question: string) => {
      asked.push(question)
      return 'the passphrase of the shed'
    }
    const { mqttopia, path } = commandLine(files, { askSecret })
    await mqttopia('compile', '-q')
    expect(await mqttopia('vault', 'encrypt', '--passphrase', '-q')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    })
    expect(asked).toEqual(['New passphrase: ', 'The same again: '])
    expect((await mqttopia('vault', 'status')).stdout).toContain('secrets: 3 key, 2 password')
    expect(asked.at(-1)).toContain('identity.age: ')
    expect(readFileSync(path('.mqttopia/identity.age'), 'utf8')).toMatch(/^-----BEGIN AGE/)
  })

  test.each<[string, readonly string[], RegExp]>([
    ['nobody', [], /say who can open the vault/],
    ['a secret key', ['--recipient', ann.identity], /a recipient that was given is a secret key/],
    [
      'what is no recipient',
      ['--recipient', 'ann'],
      /"ann" is no age recipient; a recipient begins with age1/,
    ],
    ['a passphrase without a terminal', ['--passphrase'], /no terminal to ask/],
    [
      'only others',
      ['--recipient', ben.recipient, '--identity', 'ann.txt'],
      /could not be read here any more/,
    ],
    ['a lost list', ['--recipients-file', 'x.txt'], /cannot read x.txt: it does not exist/],
    [
      'an identity that is none',
      ['--recipient', ben.recipient, '--identity', 'team.txt'],
      /team.txt holds a recipient, which is public/,
    ],
  ])('refuses %s, and changes nothing', async (_, options, message) => {
    const { mqttopia, path } = commandLine(files)
    await mqttopia('compile', '-q')
    const before = readFolder(path('.mqttopia'))
    const { exitCode, stderr } = await mqttopia('vault', 'encrypt', ...options)
    expect(exitCode).not.toBe(0)
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain(ann.identity.slice(20, 40))
    expect(readFolder(path('.mqttopia'))).toEqual(before)
  })
})

describe('vault recipients', () => {
  test('are listed without an identity', async () => {
    const { mqttopia } = await encrypted()
    expect((await mqttopia('vault', 'recipients', 'list')).stdout).toBe(
      `${ann.recipient}  Ann\n${ben.recipient}  Ben, laptop\n`,
    )
  })

  test('who is added can open it; who is removed cannot, and it is said what that is worth', async () => {
    const { mqttopia, write } = await encrypted()
    const cat = await generateIdentity()
    write({ 'cat.txt': cat.identity })
    const opens = async (file: string) =>
      JSON.parse((await mqttopia('vault', 'status', '-o', 'json', '--identity', file)).stdout).canOpen
    expect(await opens('cat.txt')).toBe(false)
    await mqttopia('vault', 'recipients', 'add', cat.recipient, '--note', 'Cat', '--identity', 'ben.txt')
    expect(await opens('cat.txt')).toBe(true)
    const removed = await mqttopia('vault', 'recipients', 'remove', ben.recipient, '--identity', 'cat.txt')
    expect(removed.stderr).toMatch(/for 2 recipients\n.*history of the repository:\n.*mqttopia pki rotate/)
    expect([await opens('ben.txt'), await opens('ann.txt'), await opens('cat.txt')]).toEqual([
      false,
      true,
      true,
    ])
  })

  test.each<[string, readonly string[], number, RegExp]>([
    ['twice the same', ['add', ben.recipient], 1, /is a recipient already/],
    [
      'one that is not there',
      ['remove', ann.recipient.replace(/.$/, 'x')],
      64,
      /there is no recipient .* did you mean "age1/,
    ],
    ['oneself', ['remove', ann.recipient], 1, /could not be read here any more/],
  ])('refuses %s', async (_, argv, code, message) => {
    const { mqttopia } = await encrypted()
    const { exitCode, stderr } = await mqttopia('vault', 'recipients', ...argv, '--identity', 'ann.txt')
    expect(stderr).toMatch(message)
    expect(exitCode).toBe(code)
  })
})

test('vault decrypt leaves nothing encrypted', async () => {
  const { mqttopia, path } = await encrypted()
  const { exitCode, stderr } = await mqttopia('vault', 'decrypt', '--identity', 'ann.txt')
  expect([exitCode, stderr.split('\n').length]).toEqual([0, 3])
  expect(vaultFiles(path).filter((name) => !name.endsWith('.jsonl'))).toEqual([])
  expect((await mqttopia('compile', '--check')).exitCode).toBe(0)
  expect((await mqttopia('vault', 'decrypt')).stderr).toMatch(/is not encrypted/)
})

test('a wrong passphrase is told', async () => {
  const { mqttopia, write, path } = commandLine(
    { ...files, 'right.txt': 'the passphrase of the shed\n' },
    { env: { MQTTOPIA_AGE_PASSPHRASE_FILE: 'right.txt' } },
  )
  await mqttopia('compile', '-q')
  await mqttopia('vault', 'encrypt', '--passphrase')
  write({ 'right.txt': 'another passphrase\n' })
  const { exitCode, stderr } = await mqttopia('compile')
  expect(stderr).toMatch(/^mqttopia: this is not the passphrase of .*identity.age\n$/)
  expect(exitCode).toBe(1)
  writeFileSync(path('right.txt'), '')
  expect((await mqttopia('compile')).stderr).toMatch(/must hold the passphrase and nothing else/)
})
