import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SHELLS, type Shell } from '../../src/cli/completion/completion-script.ts'
import { diagnosticCodes } from '../../src/cli/diagnostic-codes.ts'
import { describeWithPeers } from '../support/real-peer.ts'
import { commandLine } from './command-line.ts'
import { VERBS } from './verbs.ts'

async function candidates(...words: readonly string[]): Promise<readonly string[]> {
  const { exitCode, stdout, stderr } = await commandLine().mqttopia('complete', '--', ...words)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] ?? '']))
}

describe('completing a command line', () => {
  test.each<{ words: readonly string[]; gives: readonly string[] }>([
    { words: [''], gives: [...VERBS, 'help'] },
    { words: ['co'], gives: ['compile', 'completion'] },
    { words: ['x'], gives: [] },
    { words: ['-'], gives: ['--version', '--help'] },
    { words: ['compile', '--o'], gives: ['--output', '--out'] },
    { words: ['compile', 'topology.yaml', '--ro'], gives: ['--root'] },
    { words: ['validate', '-o', ''], gives: ['human', 'json', 'sarif', 'junit', 'github', 'markdown'] },
    { words: ['validate', '--output', 'js'], gives: ['json'] },
    { words: ['pki', 'st'], gives: ['status'] },
    { words: ['pki', 'status', '-o', 'n'], gives: ['nagios'] },
    { words: ['bundle', 'alice', '--format', 'p'], gives: ['pem', 'pkcs12', 'python'] },
    { words: ['bundle', '--format=pk'], gives: ['--format=pkcs12'] },
    { words: ['bundle', '--format', '=', 'pk'], gives: ['pkcs12'] },
    { words: ['init', '--preset', '='], gives: ['minimal', 'home', 'plant'] },
    { words: ['init', 'house', '--preset', 'h'], gives: ['home'] },
    { words: ['compile', '--color', 'a'], gives: ['always', 'auto'] },
    { words: ['completion', ''], gives: SHELLS },
    { words: ['explain-code', 'port-c'], gives: ['port-conflict'] },
    { words: ['explain-code', '--color', 'never', 'port-c'], gives: ['port-conflict'] },
  ])('$words gives $gives', async ({ words, gives }) => {
    expect(await candidates(...words)).toEqual(gives)
  })

  test.each<{ words: readonly string[] }>([
    { words: ['compile', ''] },
    { words: ['compile', 'top'] },
    { words: ['compile', '--out', ''] },
    { words: ['compile', '--check', ''] },
    { words: ['fmt', 'a.yaml', ''] },
    { words: ['bundle', 'alice', '--spec', ''] },
    { words: ['explain-code', 'port-conflict', ''] },
    { words: ['frobnicate', ''] },
  ])('$words leaves files to the shell', async ({ words }) => {
    expect(await candidates(...words)).toEqual([])
  })

  test('describes what it offers', async () => {
    const { stdout } = await commandLine().mqttopia('complete', '--', 'explain-code', 'port-c')
    const { code, summary } = diagnosticCodes.find(({ code }) => code === 'port-conflict') ?? {}
    expect(stdout).toBe(`${code}\t${summary}\n`)
  })

  test('is no verb that people are shown', async () => {
    expect((await commandLine().mqttopia('--help')).stdout).not.toMatch(/^ {2}complete /m)
  })
})

describe('the script', () => {
  test.each(SHELLS)('for %s is data, names the verb that answers, and says how to load it', async (shell) => {
    const { exitCode, stdout, stderr } = await commandLine().mqttopia('completion', shell)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/ complete -- /)
    expect(stdout).toContain(`mqttopia completion ${shell}`)
  })

  test('for another shell is a usage error', async () => {
    expect(await commandLine().mqttopia('completion', 'tcsh')).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining('Allowed choices are bash, zsh, fish.'),
    })
  })
})

/** Stands for mqttopia: answers what it was asked. */
const ECHO = `#!/bin/sh
[ "$1 $2" = 'complete --' ] || exit 1
shift 2
printf '%s\\tsays\\n' "words:$#" "last:$(eval echo "\\"\\\${$#}\\"")" 'a b'
`

async function script(shell: Shell): Promise<string> {
  return (await commandLine().mqttopia('completion', shell)).stdout
}

describeWithPeers(['bash'], 'bash', () => {
  test('takes the script, also twice, and hands it the words up to the cursor', async () => {
    const { path, folder } = commandLine({ 'mqttopia.bash': await script('bash'), mqttopia: ECHO })
    chmodSync(path('mqttopia'), 0o755)
    expect(spawnSync('bash', ['-n', path('mqttopia.bash')])).toMatchObject({ status: 0 })
    const ask = `source ./mqttopia.bash; source ./mqttopia.bash
      COMP_WORDS=(mqttopia compile --out '' later); COMP_CWORD=3
      _mqttopia mqttopia
      printf '%s\\n' "\${COMPREPLY[@]}"; complete -p mqttopia`
    const env = { PATH: `${folder}:${process.env.PATH}` }
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-u', '-c', ask], {
      cwd: folder,
      encoding: 'utf8',
      env,
    })
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: 'words:3\nlast:\na b\ncomplete -o default -F _mqttopia mqttopia\n',
      stderr: '',
    })
  })
})

test('what it is to complete needs no spec, and reads none', async () => {
  const { mqttopia } = commandLine({ 'topology.yaml': 'broken: [' })
  expect(await mqttopia('complete', '--', 'val')).toMatchObject({ exitCode: 0, stderr: '' })
})
