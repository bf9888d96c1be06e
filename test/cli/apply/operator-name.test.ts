import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { operatorName } from '../../../src/cli/apply/operator-name.ts'

test('names who applies by account and machine', () => {
  expect(operatorName(() => 'ann')).toBe(`ann@${hostname()}`)
})

test('names an account that the system has no name for by its number, as in a container', () => {
  const missing = () => {
    throw new Error('uv_os_get_passwd returned ENOENT')
  }
  expect(operatorName(missing)).toBe(`uid ${process.getuid?.()}@${hostname()}`)
})
