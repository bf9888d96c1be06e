import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { packageFile } from '../../src/state/package-files.ts'
import { commandLine, GOOD_SPEC } from './command-line.ts'

const files = {
  'good.yaml': `${GOOD_SPEC}policies: { p: { require: { from: user:alice, to: user:bob } } }
tests: [{ name: door, publish: { as: alice, topic: shed/door }, delivered: [bob] }]
`,
  'broken.yaml': `${GOOD_SPEC}policies: { p: { forbid: { from: user:alice, to: user:bob } } }
tests: [{ name: door, publish: { as: alice, topic: shed/door }, notDelivered: [bob] }]
`,
  'warned.yaml': `${GOOD_SPEC}policies: { p: { forbid: { from: user:alice, to: user:bob }, severity: warning } }\n`,
  'bad.yaml': `${GOOD_SPEC}policies: { p: { forbid: { form: user:alice } } }\n`,
}

describe('analyze and test', () => {
  test.each([
    ['analyze', 'good.yaml', 0, /^good\.yaml: 1 policy holds\n$/],
    ['test', 'good.yaml', 0, /^good\.yaml: 1 test passed\n$/],
    [
      'analyze',
      'broken.yaml',
      4,
      /error: policy "p" does not hold: user "alice" can send "shed\/door" to user "bob"/,
    ],
    ['test', 'broken.yaml', 4, /error: test "door" fails: "bob" receives the message/],
    ['analyze', 'warned.yaml', 0, /warning: policy "p" does not hold/],
    ['analyze', 'bad.yaml', 3, /"form".*\[unknown-key\]/],
  ])('%s %s exits with %i', async (verb, spec, exitCode, message) => {
    const ran = await commandLine(files).mqttopia(verb, spec)
    expect({ exitCode: ran.exitCode, stdout: ran.stdout }).toEqual({ exitCode, stdout: '' })
    expect(ran.stderr).toMatch(message)
  })

  test('give findings to programs', async () => {
    const { exitCode, stdout } = await commandLine(files).mqttopia('analyze', 'broken.yaml', '-o', 'json')
    expect(exitCode).toBe(4)
    expect(JSON.parse(stdout).diagnostics.map(({ code }: { code: string }) => code)).toEqual([
      'policy-violated',
    ])
  })
})

test('analyze --lint says what is of no use, which fails nothing, as the page about access has it', async () => {
  const sites = readFileSync(packageFile('examples/sites/topology.yaml'), 'utf8')
  const line = commandLine({ 'topology.yaml': sites })
  const { exitCode, stdout, stderr } = await line.mqttopia('analyze', '--lint')
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
  const page = readFileSync(packageFile('docs/access.md'), 'utf8')
  const [, shown = ''] = /Of `examples\/sites`:\n\n```console\n(.*?)```/s.exec(page) ?? []
  expect(shown).not.toBe('')
  for (const finding of shown.split('\n\n')) expect(stderr).toContain(finding.trim())
  const without = await line.mqttopia('analyze')
  expect(without.stderr).toBe('topology.yaml: there are no policies\n')
  expect((await line.mqttopia('test')).stderr).toBe('topology.yaml: there are no tests\n')
})
