import { expect, test } from 'vitest'
import { runCommand } from '../../../src/state/apply/run-command.ts'

test.each([
  ['exit 3', 'it ended with code 3'],
  ['kill -KILL $$', 'it was ended by SIGKILL'],
  [`printf 'one\\n two\\r\\n' >&2; exit 1`, 'one; two'],
  [`printf 'red \\033[31m' >&2; exit 1`, 'red ?[31m'],
  ['echo on standard output; exit 1', 'on standard output'],
])('of a command that fails it says in one line what it said, or how it ended: %s', async (command, said) => {
  expect(await runCommand(command)).toMatchObject({ ok: false, said })
})
