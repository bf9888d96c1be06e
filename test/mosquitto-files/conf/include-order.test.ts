import { expect, test } from 'vitest'
import { includedNames } from '../../../src/mosquitto-files/conf/include-order.ts'

test('files are those that end in .conf, and have more of a name than that', () => {
  const names = ['b.conf', 'a.CONF', '.conf', 'x.conf.bak', 'a.conf', 'conf', '.a.conf']
  expect(includedNames(names)).toEqual(['.a.conf', 'a.conf', 'b.conf'])
})

test('their order is that of letters in capitals, then capitals first', () => {
  // The example of mosquitto.conf(5) include_dir.
  expect(includedNames(['b.conf', 'a.conf', 'C.conf', 'B.conf', 'A.conf', '1.conf', '01.conf'])).toEqual([
    '01.conf',
    '1.conf',
    'A.conf',
    'a.conf',
    'B.conf',
    'b.conf',
    'C.conf',
  ])
})

test('a difference of case counts at its letter, before all letters behind it', () => {
  expect(includedNames(['aA.conf', 'Ab.conf', 'ab.conf', 'AA.conf'])).toEqual([
    'AA.conf',
    'Ab.conf',
    'aA.conf',
    'ab.conf',
  ])
})

test('the order is of bytes, not of the language of the machine', () => {
  expect(includedNames(['ä.conf', 'z.conf', '_.conf'])).toEqual(['z.conf', '_.conf', 'ä.conf'])
})
