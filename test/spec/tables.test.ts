import { describe, expect, test } from 'vitest'
import { load, shown, testFindings } from './load-case.ts'

const fleet = (forEach: string) => `
mqttopia: 1
fleets:
  f: { forEach: ${forEach}, username: "\${each.n}", at: core }
`

describe('the table of a fleet', () => {
  testFindings({
    'that is none': {
      spec: fleet('{ key: n }').replace('forEach', '«forEach»'),
      findings: ['table-choice: fleet "f" names no table'],
    },
    'that are two': {
      spec: fleet('{ csv: t.csv, items: [{ n: 1 }] }').replace('forEach', '«forEach»'),
      findings: ['table-choice: fleet "f" names several tables: "csv" and "items"'],
    },
    'that is missing': {
      spec: fleet('{ csv: «t.csv» }'),
      findings: ['missing-file: there is no file "t.csv"'],
    },
    'that is a folder': {
      spec: fleet('{ jsonl: «tables» }'),
      files: { 'tables/t.jsonl': '' },
      findings: ['unreadable-file: "tables" cannot be read: it is a folder'],
    },
    'that is wrong is pointed into': {
      spec: fleet('{ csv: t.csv, key: n }'),
      files: { 't.csv': 'n,m\n1,2\n«1»,3\n' },
      findings: ['duplicate-row: two rows have the "n" "1"'],
    },
  })

  test('has its rows and cells found in its file', async () => {
    const { locate } = await load(fleet('{ csv: t.csv }'), { files: { 't.csv': 'n,m\n1,2\n3,"4 4"\n' } })
    expect(shown(locate({ path: ['fleets', 'f', 'forEach', 'rows', 1, 'm'] }))).toMatch(
      /^t\.csv@\d+: "?4 4"?$/,
    )
    expect(shown(locate({ path: ['fleets', 'f', 'forEach', 'rows', 0] }))).toBe('t.csv@4: 1,2')
    expect(shown(locate({ path: ['fleets', 'f', 'forEach', 'csv'] }))).toMatch(/: t\.csv$/)
  })

  test('may be switched by an environment', async () => {
    const text = `${fleet('{ csv: t.csv, key: n }')}environments: { dev: { fleets: { f: { forEach: { csv: null, range: { from: 1, to: 2 } } } } } }\n`
    const { tables, diagnostics } = await load(text, { environment: 'dev' })
    expect(diagnostics).toEqual([])
    expect(tables.get('f')).toEqual([{ n: '1' }, { n: '2' }])
  })
})
