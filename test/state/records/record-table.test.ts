import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../../src/diagnostics/failure.ts'
import { readRecordTable } from '../../../src/state/records/read-record-table.ts'
import { type RecordTable, recordTable } from '../../../src/state/records/record-table.ts'

function fileOf(table: RecordTable): Buffer {
  return Buffer.concat([...table.chunks()])
}

function read(file: Buffer | string): RecordTable {
  return readRecordTable('lock', Buffer.from(file), 'state/lock.jsonl')
}

function sample(): RecordTable {
  const table = recordTable('lock')
  table.set('certificate/user/b', { serial: '0b' }, Buffer.from('certificate b'))
  table.set('password/alice', { hash: '$7$101$c2FsdA==$aGFzaA==' })
  table.set('certificate/user/a', { serial: '0a', note: 'Ärger "mit" \n Zeichen 🙂' }, Buffer.from([0, 1, 2]))
  return table
}

test('is one line a record, sorted, between a head and an end', () => {
  const lines = fileOf(sample()).toString().split('\n')
  expect(lines[0]).toBe('{"mqttopia":"lock","version":1}')
  expect(lines.slice(1, -2).map((line) => JSON.parse(line).key)).toEqual([
    'certificate/user/a',
    'certificate/user/b',
    'password/alice',
  ])
  expect(lines.slice(-2)).toEqual(['{"end":"lock"}', ''])
})

test('comes back as it was written', () => {
  const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  const value = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 1 }))
  const row = fc.tuple(key, value, fc.option(fc.uint8Array(), { nil: undefined }))
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const table = recordTable('lock')
      for (const [key, { sum: _, key: __, data: ___, ...value }, data] of rows) table.set(key, value, data)
      const back = read(fileOf(table))
      expect(fileOf(back).equals(fileOf(table))).toBe(true)
      for (const key of table.keys()) {
        expect(back.get(key)).toMatchObject(JSON.parse(JSON.stringify(table.get(key))))
        expect(back.data(key)).toEqual(table.data(key))
      }
    }),
  )
})

test('gives one text of a record as decoding the whole record would', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('"a":"', '{"a":"x"}', '\\"a\\":\\"', '[{"b":"'),
  )
  const name = fc.constantFrom('a', 'b', 'c', 'd')
  const nested = fc.oneof(text, fc.integer(), fc.array(fc.dictionary(name, text)), fc.dictionary(name, text))
  fc.assert(
    fc.property(fc.dictionary(name, nested), (value) => {
      const fresh = recordTable('lock')
      fresh.set('k', value, Buffer.from('"a":"x"'))
      for (const table of [fresh, read(fileOf(fresh))]) {
        const row = table.row('k') ?? -1
        for (const member of ['a', 'b', 'c', 'd']) {
          const wanted = value[member]
          expect(table.textOf(row, member)).toBe(typeof wanted === 'string' ? wanted : undefined)
        }
      }
    }),
  )
})

test('keeps a row as it was when it was asked for', () => {
  const table = read(fileOf(sample()))
  const row = table.row('password/alice') ?? -1
  table.set('password/alice', { hash: 'new' })
  expect(table.textOf(row, 'hash')).toBe('$7$101$c2FsdA==$aGFzaA==')
  table.remove('password/alice')
  expect(table.row('password/alice')).toBeUndefined()
  expect(table.recordOf(row)).toMatchObject({ hash: '$7$101$c2FsdA==$aGFzaA==' })
})

test('a change is noticed, and only that line is another', () => {
  const table = read(fileOf(sample()))
  expect(table.isChanged()).toBe(false)
  table.set('password/alice', { hash: 'new' })
  table.remove('certificate/user/a')
  table.remove('certificate/user/nobody')
  expect(table.isChanged()).toBe(true)
  const [before, after] = [fileOf(sample()), fileOf(table)].map((file) => file.toString().split('\n'))
  expect(after?.filter((line) => !before?.includes(line))).toHaveLength(1)
  expect(after).toHaveLength((before?.length ?? 0) - 1)
})

test('lines may come twice and in another order, and are put right', () => {
  const text = fileOf(sample()).toString()
  const table = read(text.replace(/(.*user\/a.*\n)(.*user\/b.*\n)/, '$2$1$2$1'))
  expect(table.get('certificate/user/a')).toMatchObject(sample().get('certificate/user/a') ?? {})
  expect(fileOf(table).toString()).toBe(text)
})

describe('refuses', () => {
  const text = fileOf(sample()).toString()
  const other = recordTable('lock')
  other.set('certificate/user/a', { serial: '0c' })
  const rival = fileOf(other).toString().split('\n')[1]
  const doubled = text.replace(/(.*user\/a.*\n)/, `$1${rival}\n`)
  test.each([
    ['an edit', text.replace('"0a"', '"0c"'), /line 2 of state\/lock.jsonl is damaged/],
    ['a second line for a key', doubled, /line 3 .* is the second for "certificate\/user\/a"/],
    [
      'a second line, further down',
      text.replace(/(.*user\/b.*\n)/, `$1${rival}\n`),
      /line 4 .* is the second for/,
    ],
    [
      'a merge conflict',
      text.replace('{"sum"', '<<<<<<< HEAD\n{"sum"'),
      /line 2 .* merge conflict.*git restore -SWs MERGE_HEAD state"/,
    ],
    ['a lost end', text.replace('{"end":"lock"}\n', ''), /line 5 .* cut off/],
    ['text after the end', `${text}{}\n`, /line 6 .* after the end/],
    ['line ends of Windows', text.replaceAll('\n', '\r\n'), /line 1 .* of Windows/],
    ['another version', text.replace('"version":1', '"version":2'), /written by another version/],
    ['another file', text.replace('"mqttopia":"lock"', '"mqttopia":"vault"'), /line 1 .* not the first line/],
    ['nothing', '', /line 1 .* cut off/],
    ['zeros, as after a power cut', '\0'.repeat(500), /line 1 /],
  ])('%s, and says what to do', (_, damaged, message) => {
    expect(() => read(damaged)).toThrow(Failure)
    expect(() => read(damaged)).toThrow(message)
  })

  test('a file cut off anywhere', () => {
    const file = fileOf(sample())
    for (let length = 0; length < file.length - 1; length += 1) {
      expect(() => read(file.subarray(0, length)), `${length} bytes`).toThrow(Failure)
    }
  })

  test('a file with any one byte changed', () => {
    const file = fileOf(sample())
    for (let i = 0; i < file.length - 1; i += 1) {
      const damaged = Buffer.from(file)
      damaged[i] = (damaged[i] ?? 0) ^ 1
      expect(() => read(damaged), `byte ${i}`).toThrow(Failure)
    }
  })
})
