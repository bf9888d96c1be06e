import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  confOptionNames,
  confSections,
  findConfOption,
  keySuffix,
} from '../../../src/mosquitto-files/conf/conf-options.ts'
import { describeWithPeers, needPeer } from '../../support/real-peer.ts'

const options = confSections.flatMap((section) => section.options)

test('all 141 names of Mosquitto 2.1 are known, two of which only start a name', () => {
  const prefixes = options.filter(({ isPrefix }) => isPrefix === true)
  expect(prefixes.map(({ name, aliases }) => [name, aliases])).toEqual([['plugin_opt_', ['auth_opt_']]])
  expect(confOptionNames).toHaveLength(141 - 2)
  expect(new Set(confOptionNames).size).toBe(confOptionNames.length)
})

test('keys find their options, by each of their names, letter by letter', () => {
  for (const name of confOptionNames) expect(findConfOption(name)).toBeDefined()
  expect(findConfOption('maximum_qos')).toBe(findConfOption('max_qos'))
  expect(findConfOption('MAX_QOS')).toBeUndefined()
  expect(findConfOption('toString')).toBeUndefined()
  const option = findConfOption('auth_opt_acl_file')
  expect(option?.name).toBe('plugin_opt_')
  expect(option && keySuffix(option, 'auth_opt_acl_file')).toBe('acl_file')
})

describe('each option', () => {
  test.each(options.map((option) => [option.name, option] as const))('%s says what it is', (_, option) => {
    const phrases = [option.meaning, option.deprecated]
    if (option.support.kind === 'refused') phrases.push(option.support.because, option.support.instead)
    if (option.support.kind === 'no-effect') phrases.push(option.support.because)
    for (const phrase of phrases)
      if (phrase !== undefined) expect(phrase).toMatch(/^[^A-Z\s].*[^.\s]$|^[A-Z]{2}/)
    expect(option.withoutListener === undefined).toBe(option.scope !== 'listener')
    if (option.support.kind === 'refused') expect(option.reloads).toBe(false)
    const { form } = option
    const values = [...Object.keys(option.refusedValues ?? {}), ...Object.keys(option.idleValues ?? {})]
    const known = form.kind === 'boolean' ? ['true', 'false'] : form.kind === 'word' ? form.words : []
    expect(known).toEqual(expect.arrayContaining(values))
  })
})

describeWithPeers(['mosquitto'], 'the installed Mosquitto', () => {
  const program = readFileSync(needPeer('mosquitto'), 'latin1')
  const isNew = program.includes('\0plugin_load\0')

  // Short names are compared by the compiler's own code, and are no text in the program.
  test.each(
    options
      .filter(({ isPrefix }) => isPrefix !== true)
      .flatMap((option) => [option.name, ...(option.aliases ?? [])].map((name) => ({ ...option, name })))
      .filter(({ name, aliases }) => name.length > 8 && aliases === undefined),
  )('$name: known since $since', ({ name, since }) => {
    // A name may be the end of another text, which the compiler then keeps once.
    if (isNew || since === '2.0') expect(program.includes(`${name}\0`)).toBe(true)
    else expect(program.includes(`\0${name}\0`)).toBe(false)
  })
})
