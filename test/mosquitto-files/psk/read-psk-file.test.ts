import { describe, expect, test } from 'vitest'
import { SourceText } from '../../../src/diagnostics/source-text.ts'
import { readPskFile } from '../../../src/mosquitto-files/psk/read-psk-file.ts'
import { readMarked, said } from '../../support/found-in-file.ts'

const KEY = '0123456789abcdefABCDEF0123456789'

describe('what a PSK file says', () => {
  test.each([
    ['', []],
    [`# ada:${KEY}`, []],
    [` ada : ${KEY} \r\nbob:${KEY}:ignored\n`, ['ada', 'bob']],
  ])('%j', (text, identities) => {
    const { file, diagnostics } = readPskFile(new SourceText('psk', text))
    expect(diagnostics).toEqual([])
    expect([...file]).toEqual(identities.map((identity) => [identity, KEY]))
  })

  test('the first of two keys of one identity counts', () => {
    const { file } = readPskFile(new SourceText('psk', `ada:${KEY}\nada:${KEY}00\n`))
    expect(file.get('ada')).toBe(KEY)
  })
})

describe('what is wrong with a PSK file', () => {
  test.each([
    ['ada:«nothex»', 'psk-key-invalid: the key holds something else than hexadecimal digits'],
    [`ada:«0x${KEY}»`, 'psk-key-invalid: the key holds something else than hexadecimal digits'],
    ['ada:«0011»', 'psk-key-short: the key has only 2 bytes'],
    ['«ada»', 'psk-line-ignored: the line has no colon'],
    ['«ada:»', 'psk-line-ignored: the line has no key'],
    [`«:${KEY}»`, 'psk-line-ignored: the line has no identity'],
    [`ada:${KEY}\n«ada:${KEY}00»`, 'psk-line-ignored: an earlier line has the same identity'],
  ])('%j', (text, message) => {
    expect(said(readMarked(readPskFile, text))).toEqual([message])
  })

  test.each(['ada:nothex7', 'ada nothex7', 'ada::nothex7'])('excerpts of %j do not show the key', (text) => {
    const source = new SourceText('psk', text)
    expect(said(readPskFile(source))).toHaveLength(1)
    expect(source.lineText(1)).not.toContain('nothex7')
  })
})
