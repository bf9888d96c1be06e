/** What `apply` refuses, and what it says, without a broker: the restart command is `true`, and nobody is asked. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CommandLine, commandLine, type Ran } from './command-line.ts'

/** The broker is told, and nobody asks it. */
const TOLD = ['--reload-command', 'true', '--restart-command', 'true', '--no-probe'] as const

interface Place extends CommandLine {
  readonly compile: (users: readonly string[]) => Promise<void>
  readonly apply: (...more: readonly string[]) => Promise<Ran>
}

/** Everybody has a certificate, so that no file of the broker but the ACL changes with them. */
function place(more = ''): Place {
  const line = commandLine()
  const { mqttopia, path, write } = line
  const spec = (users: readonly string[]) => `mqttopia: 1
name: hall
brokers:
  hall:
    host: localhost
    install: { config: ${path('etc')}/current }
    listeners:
      mqtts: { port: 8883, tls: { profile: server, clientAuth: required, identity: commonName }, auth: [certificate] }
users:
${users.map((name) => `  ${name}: { at: hall, auth: { certificate: client }, publish: [a] }`).join('\n')}
${more}`
  return {
    ...line,
    async compile(users) {
      write({ 'topology.yaml': spec(users) })
      expect(await mqttopia('compile', '-q')).toMatchObject({ exitCode: 0 })
    },
    apply: (...more) => mqttopia('apply', ...more, '--dir', 'etc', ...TOLD),
  }
}

const names = (count: number) => Array.from({ length: count }, (_, i) => `u${i}`)

test('takes a plan whose changes a compile has made', async () => {
  const { compile, apply, mqttopia, write, path } = place()
  await compile(names(1))
  write({ 'topology.yaml': readFileSync(path('topology.yaml'), 'utf8').replace('u0:', 'u1:') })
  await mqttopia('plan', '--out', 'plan.json')
  await compile(['u1'])
  expect(await apply('plan.json')).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(/is in force in .*; restarted, and nobody asked whether it serves$/m),
  })
})

test.each([
  ['a renewal', ['renew', 'broker:hall']],
  ['a new key', ['rotate', 'user:u0']],
  ['a rotation of an authority', ['rotate', 'authority:clients', '--staged']],
])('refuses a plan that says nothing of %s since', async (_, change) => {
  const { compile, apply, mqttopia } = place()
  await compile(names(1))
  expect(await mqttopia('plan', '--out', 'plan.json')).toMatchObject({ exitCode: 0 })
  expect(await mqttopia('pki', ...change)).toMatchObject({ exitCode: 0 })
  await compile(names(1))
  expect(await apply('plan.json')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(
      /certificates have been issued that the plan says nothing of: .*plan again/,
    ),
  })
  expect(await apply('plan.json', '--state', 'elsewhere')).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(
      /^certificates were not compared with the plan: there is no state in .*elsewhere/,
    ),
  })
})

test('without a plan, what is installed tells whether too much would go', async () => {
  const { compile, apply } = place()
  await compile(names(20))
  expect(await apply()).toMatchObject({ exitCode: 0 })
  await compile(names(11))
  expect(await apply(), 'nine of twenty are few').toMatchObject({ exitCode: 0 })
  await compile([...names(11), ...names(33).slice(22)])
  expect(await apply()).toMatchObject({ exitCode: 0 })
  await compile(names(10))
  const refused = await apply()
  expect(refused).toMatchObject({
    exitCode: 4,
    stderr: expect.stringMatching(/12 of 22 users would go, more than 50 %; .*--allow-destroy/),
  })
  expect(await apply('--max-destroy', '60%')).toMatchObject({ exitCode: 0 })
  expect(await apply()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('up to date') })
})

test('without a plan, protected parts stay', async () => {
  const { mqttopia, path, write } = place()
  const spec = (users: string) => `mqttopia: 1
name: hall
brokers:
  hall:
    install: { config: ${path('etc')}/current }
    listeners: { p: { port: 1883, bind: 127.0.0.1, auth: [password] } }
users:
${users}
environments: { prod: { protect: [${users.includes('ann') ? 'users.ann' : ''}] } }
`
  const compileAndApply = async (users: string, ...more: readonly string[]) => {
    write({ 'topology.yaml': spec(users) })
    expect(await mqttopia('compile', '-q', '-e', 'prod')).toMatchObject({ exitCode: 0 })
    return mqttopia('apply', '-e', 'prod', '--dir', 'etc', ...TOLD, ...more)
  }
  const user = (name: string) => `  ${name}: { at: hall, auth: { password: { generate: {} } }, publish: [a] }`
  expect(await compileAndApply(`${user('ann')}\n${user('ben')}`)).toMatchObject({ exitCode: 0 })
  expect(await compileAndApply(user('ann'))).toMatchObject({ exitCode: 0 })
  expect(await compileAndApply(user('ben'))).toMatchObject({
    exitCode: 4,
    stderr: expect.stringContaining('users.ann would go, which the environment protects'),
  })
  expect(await compileAndApply(user('ben'), '--allow-destroy')).toMatchObject({ exitCode: 0 })
  expect(readFileSync(join(path('etc'), 'current/acl'), 'utf8')).not.toContain('user ann')
})

test('root is told that a broker of another account could not read the files', async () => {
  const { compile, apply, mqttopia } = place()
  await compile(names(1))
  const { stderr } = await apply()
  const isRoot = process.getuid?.() === 0
  expect(stderr.includes('the files are for root alone')).toBe(isRoot)
  await compile(names(2))
  const failed = await mqttopia(
    'apply',
    '--dir',
    'etc',
    '--reload-command',
    'false',
    '--restart-command',
    'false',
  )
  expect(failed).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('command failed') })
  expect(failed.stderr.includes('the files are for root alone'), 'it may be why').toBe(isRoot)
  const { stderr: owned } = await apply('--owner', `${process.getuid?.()}:${process.getgid?.()}`)
  expect(owned).not.toContain('for root alone')
})
