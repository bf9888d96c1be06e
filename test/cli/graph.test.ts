import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { BAD_SPEC, commandLine, GOOD_SPEC } from './command-line.ts'

const files = { 'topology.yaml': GOOD_SPEC, 'bad.yaml': BAD_SPEC }
const mqttopia = (...words: readonly string[]) => commandLine(files).mqttopia('graph', ...words)

describe('graph', () => {
  test.each([
    ['', /^<svg [\s\S]*>alice<[\s\S]*<\/svg>\n$/],
    ['-o dot', /^digraph topology \{\n[\s\S]* u0 -> b0 [\s\S]*\}\n$/],
    ['-o mermaid', /^flowchart LR\n[\s\S]* u0 --> b0\n {2}b0 --> u1\n$/],
    ['-o json', /^\{\n {2}"version": 1,\n {2}"name": "shed"/],
  ])('%s draws on standard output', async (options, picture) => {
    const words = options === '' ? [] : options.split(' ')
    const { exitCode, stdout, stderr } = await mqttopia(...words)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(picture)
  })

  test('draws into files, each in its format', async () => {
    const { mqttopia, path } = commandLine(files)
    const ran = await mqttopia('graph', '-o', 'svg=shed.svg', '-o', 'json=shed.json')
    expect(ran).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    expect(readFileSync(path('shed.svg'), 'utf8')).toMatch(/^<svg /)
    expect(JSON.parse(readFileSync(path('shed.json'), 'utf8'))).toMatchObject({
      groups: [
        { name: 'alice', publish: ['shed/door'], at: { file: 'topology.yaml', line: 8 } },
        { name: 'bob', subscribe: ['shed/door'] },
      ],
    })
  })

  test('says what goes from whom to whom', async () => {
    const { stdout } = await mqttopia('--user', 'bob', '--flow', '#', '-o', 'json')
    expect(JSON.parse(stdout)).toMatchObject({
      highlight: 'messages on #, from and to bob',
      links: [{ sent: ['shed/door'] }, { received: ['shed/door'] }],
    })
  })

  describe('of a policy', () => {
    const policed = `${GOOD_SPEC}policies:
  quiet: { forbid: { to: user:bob } }
  loopless: { forbid: { cycle: true } }
  encrypted: { forbid: { listener: { auth: password } } }
`
    const graph = (...words: readonly string[]) =>
      commandLine({ 'topology.yaml': policed }).mqttopia('graph', '-o', 'json', '--policy', ...words)

    test('shows the message that breaks it', async () => {
      const { stdout, stderr } = await graph('quiet')
      expect(stderr).toBe('')
      expect(JSON.parse(stdout)).toMatchObject({
        highlight:
          'policy "quiet" does not hold: user "alice" can send "shed/door" to user "bob" on broker "shed"',
        links: [{ sent: ['shed/door'] }, { received: ['shed/door'] }],
      })
    })

    test.each([
      ['loopless', 'policy "loopless" holds\n'],
      [
        'encrypted',
        'policy "encrypted" is broken by no message: listener "mqtts" of broker "shed" is one of these\n',
      ],
    ])('tells that no message breaks %s', async (name, said) => {
      const { exitCode, stdout, stderr } = await graph(name)
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: said })
      expect(JSON.parse(stdout)).not.toHaveProperty('highlight')
    })

    test('that there is not is a mistake', async () => {
      expect(await graph('quite')).toMatchObject({
        exitCode: 64,
        stderr: expect.stringContaining('did you mean "quiet"'),
      })
      expect(await graph('quiet', '--user', 'bob')).toMatchObject({ exitCode: 64 })
    })
  })

  test.each([
    [['--user', 'bop'], 64, /there is no user "bop"; did you mean "bob"/],
    [['--flow', 'a/#/b'], 64, /"a\/#\/b" is no topic filter/],
    [['-o', 'png'], 64, /formats are svg, dot, mermaid, json/],
    [['bad.yaml'], 3, /\[unknown-reference\]/],
  ])('with %j ends with %i', async (words, exitCode, message) => {
    const ran = await mqttopia(...words)
    expect({ ...ran, stderr: '' }).toEqual({ exitCode, stdout: '', stderr: '' })
    expect(ran.stderr).toMatch(message)
  })
})
