import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isError } from '../../../src/diagnostics/diagnostic.ts'
import { renderHuman } from '../../../src/diagnostics/render-human.ts'
import { SourceText } from '../../../src/diagnostics/source-text.ts'
import type { ConfEntry, ConfFile, ConfValue } from '../../../src/mosquitto-files/conf/conf-file.ts'
import { confOptionNames } from '../../../src/mosquitto-files/conf/conf-options.ts'
import { readConf } from '../../../src/mosquitto-files/conf/read-conf.ts'
import { confFiles } from '../../support/conf-files.ts'
import { readMarked, said } from '../../support/found-in-file.ts'
import { nastyText } from '../../support/nasty-text.ts'

const NO_FILES = confFiles({})

function read(text: string): ConfFile {
  const { file, diagnostics } = readConf(new SourceText('conf', text), NO_FILES)
  expect(diagnostics).toEqual([])
  return file
}

const shown = (value: ConfValue | undefined) => {
  if (value === undefined) return undefined
  return value.kind === 'words' ? value.words.map(({ text }) => text) : value.value
}

const lines = ({ entries }: ConfFile) => entries.map(({ key, value }) => [key, shown(value)])

describe('lines', () => {
  test.each([
    ['pid_file a', [['pid_file', 'a']]],
    ['  pid_file   a  ', [['pid_file', 'a']]],
    ['pid_file a b c', [['pid_file', 'a b c']]],
    ['pid_file a\r\n', [['pid_file', 'a']]],
    ['pid_file a\r\r\n', [['pid_file', 'a']]],
    ['pid_file a\t', [['pid_file', 'a']]],
    ['pid_file \t a', [['pid_file', 'a']]],
    ['# pid_file a', []],
    ['#', []],
    ['', []],
    ['\n\r\n   \n', []],
    ['\rpid_file a', []],
    [
      'pid_file a\nuser b',
      [
        ['pid_file', 'a'],
        ['user', 'b'],
      ],
    ],
    ['persistence true # yes', [['persistence', true]]],
    ['persistence 0', [['persistence', false]]],
    ['max_keepalive 0x10', [['max_keepalive', 16]]],
    ['max_keepalive 60 # a minute', [['max_keepalive', 60]]],
    ['protocol websockets # c', [['protocol', 'websockets']]],
    ['tls_version  tlsv1.3 ', [['tls_version', 'tlsv1.3']]],
    ['listener 1883  127.0.0.1 # c', [['listener', ['1883', '127.0.0.1', '#', 'c']]]],
    ['plugin_opt_acl_file /a b', [['plugin_opt_acl_file', ['/a', 'b']]]],
    ['auth_opt_x y', [['auth_opt_x', ['y']]]],
    ['clientid a', [['clientid', 'a']]],
    ['remote_username Grüße # c', [['remote_username', 'Grüße # c']], 'warns'],
  ])('%j', (text, expected, warns = '') => {
    if (warns === '') expect(lines(read(text))).toEqual(expected)
    else expect(lines(readConf(new SourceText('conf', text), NO_FILES).file)).toEqual(expected)
  })

  test('an option is the same by its old name', () => {
    const [old] = read('maximum_qos 1').entries
    expect([old?.key, old?.option.name]).toEqual(['maximum_qos', 'max_qos'])
  })

  test('options know where they are written', () => {
    const { entries, source } = read('# c\n  max_qos  1 # one\nacl_file  /a b \n')
    const text = ({ start, end }: ConfEntry['keySpan']) => source.text.slice(start, end)
    expect(entries.map(({ keySpan, valueSpan }) => [text(keySpan), text(valueSpan)])).toEqual([
      ['max_qos', '1'],
      ['acl_file', '/a b'],
    ])
    expect(entries.map(({ keySpan }) => source.position(keySpan.start))).toEqual([
      { line: 2, column: 3 },
      { line: 3, column: 1 },
    ])
  })
})

describe('findings', () => {
  const cases: Readonly<Record<string, readonly [text: string, ...said: string[]]>> = {
    'an unknown name': ['«listners» 1', 'conf-option-unknown: "listners" is no option of Mosquitto'],
    'a name in capitals': ['«Listener» 1', 'conf-option-unknown: "Listener" is no option of Mosquitto'],
    'a tab behind the name': ['«pid_file»\ta', 'conf-option-unknown: "pid_file" is not followed by a space'],
    'a tab before the name': [
      '«\tpid_file» a',
      'conf-option-unknown: "\\tpid_file" is no option of Mosquitto',
    ],
    'an indented comment': [' «#» c', 'conf-option-unknown: "#" is no option of Mosquitto'],
    'a byte order mark': ['«\ufeffuser» a', 'conf-option-unknown: "\ufeffuser" is no option of Mosquitto'],
    'the name of a prefix alone': [
      '«plugin_op» a',
      'conf-option-unknown: "plugin_op" is no option of Mosquitto',
    ],
    'no value': ['«pid_file»', 'conf-value-missing: "pid_file" has no value'],
    'blanks for a value': ['«pid_file» \t ', 'conf-value-missing: "pid_file" has no value'],
    'a yes that is none': [
      'persistence «yes»',
      'conf-value-invalid: "yes" is neither true nor false, which "persistence" can be',
    ],
    'a true in capitals': [
      'persistence «TRUE»',
      'conf-value-invalid: "TRUE" is neither true nor false, which "persistence" can be',
    ],
    'a tab behind a true': [
      'persistence «true\t»',
      'conf-value-invalid: "true\\t" is neither true nor false, which "persistence" can be',
    ],
    'a wrong word': [
      'socket_domain «ip4»',
      'conf-value-invalid: "ip4" is none of ipv4, ipv6, which "socket_domain" can be',
    ],
    'a word with more behind it, where the line is the word': [
      'tls_version «tlsv1.2 # c»',
      'conf-value-invalid: "tlsv1.2 # c" is none of tlsv1.1, tlsv1.2, tlsv1.3, which "tls_version" can be',
    ],
    'a word with blanks around it, where the line is the word': [
      'bridge_protocol_version « mqttv50»',
      'conf-value-invalid: " mqttv50" is none of mqttv31, mqttv311, mqttv50, which "bridge_protocol_version" can be',
    ],
    'no number': ['max_keepalive «1m»', 'conf-number-invalid: "1m" is no whole number'],
    'a number with a tab behind it': [
      'max_keepalive «1\t»',
      'conf-number-invalid: "1\\t" is no whole number',
    ],
    'a number that is too large': [
      'max_keepalive «65536»',
      'conf-number-invalid: 65536 is out of range: "max_keepalive" is from 0 to 65535',
    ],
    'a number that no int holds': [
      'global_max_clients «2147483648»',
      'conf-number-invalid: 2147483648 is out of range: "global_max_clients" is at least -2147483648',
    ],
    'a number that is lifted': [
      'keepalive_interval «3»',
      'conf-number-adjusted: 3 is out of range for "keepalive_interval", so 5 counts',
    ],
    'a number that means none': ['max_connections -7'],
    'an octal number': ['max_keepalive «010»', 'conf-number-octal: "010" is octal, and means 8'],
    'control characters': [
      'pid_file «a\tb»',
      'conf-text-invalid: the value of "pid_file" is not UTF-8, or holds control characters',
    ],
    'bytes that are not UTF-8': [
      'pid_file «a\ufffd»',
      'conf-text-invalid: the value of "pid_file" is not UTF-8, or holds control characters',
    ],
    'U+0000': ['«pid_file a\0b»', 'conf-text-invalid: the line holds the character U+0000'],
    'U+0000 in an unknown option': [
      '«nothing a\0b»',
      'conf-text-invalid: the line holds the character U+0000',
    ],
    'a text that is too long': [
      `auto_id_prefix «${'ü'.repeat(26)}»`,
      'conf-text-invalid: the value of "auto_id_prefix" has more than 50 bytes',
    ],
    'a text of the longest length': [`auto_id_prefix ${'ü'.repeat(25)}`],
    'a second word behind one': [
      'log_type error «warning notice»',
      'conf-text-ignored: "warning notice" is ignored',
    ],
    'a second word behind a number': ['max_qos 1 «2» ', 'conf-text-ignored: "2" is ignored'],
    'a comment in a text': [
      'acl_file /a« # rights»',
      'conf-comment-in-value: this is not a comment, but a part of the value of "acl_file"',
    ],
    'a # that starts no word': ['acl_file /a#b'],
    'a comment in a secret': ['remote_password a # b'],
  }
  test.each(Object.entries(cases))('%s', (_, [text, ...expected]) => {
    const reading = readMarked((source) => readConf(source, NO_FILES), text)
    expect(said(reading)).toEqual(expected)
    for (const { hint } of reading.diagnostics)
      if (hint !== undefined) expect(hint).toMatch(/^[a-z].*[^.\s]$/)
  })

  test.each([
    ['listners 1', 'did you mean "listener"?'],
    ['pid_file\ta', 'put a space in place of the tab'],
    ['pid_file=a', 'put a space behind "pid_file"'],
    [' # c', 'put the "#" of a comment into the first column'],
    ['\ufeff# c', 'save the file without a byte order mark'],
    ['persistence yes', 'write "true"'],
    ['persistence Off', 'write "false"'],
    ['log_type error warning', 'write a line "log_type …" for each'],
    ['max_qos 1 2', 'remove it, or start it with "#" if it is a comment'],
  ])('%j: %s', (text, hint) => {
    expect(readConf(new SourceText('conf', text), NO_FILES).diagnostics.map((one) => one.hint)).toEqual([
      hint,
    ])
  })

  test('all lines are read, whatever is wrong with others', () => {
    const { file, diagnostics } = readConf(new SourceText('c', 'a 1\nmax_qos x\nuser u\n'), NO_FILES)
    expect(lines(file)).toEqual([
      ['max_qos', undefined],
      ['user', 'u'],
    ])
    expect(diagnostics.filter(isError)).toHaveLength(2)
  })
})

describe('secrets', () => {
  const SECRET = 'hunter2'
  test.each([
    `remote_password ${SECRET}`,
    `password ${SECRET}\0`,
    `local_password ${SECRET} \t\x01`,
    `bridge_psk ${SECRET}\ufffd`,
    `remote_pasword ${SECRET}`,
    `my_token ${SECRET}`,
    `remote_password\t${SECRET}`,
    `remote_password=${SECRET}`,
    `password:${SECRET} more`,
    `plugin_opt_password ${SECRET}\0`,
  ])('%j shows nowhere', async (line) => {
    const { file, diagnostics } = readConf(new SourceText('conf', `${line}\n`), NO_FILES)
    const locate = (place: object) =>
      'span' in place ? (place as { span: ConfEntry['keySpan'] }).span : undefined
    const text = renderHuman(diagnostics, locate, { color: false })
    expect(text).not.toContain(SECRET)
    expect(file.source.lineText(1)).not.toContain(SECRET)
    expect(file.source.lineText(1)).toMatch(/^\w+/)
  })
})

describe('include_dir', () => {
  const files = {
    'conf.d/b.conf': 'user b\n',
    'conf.d/A.conf': 'user a\n',
    'conf.d/ignored.txt': 'nonsense\n',
  }

  test('holds the files of the folder, in their order', () => {
    const { file, diagnostics } = readConf(
      new SourceText('conf', 'include_dir conf.d\nuser c'),
      confFiles(files),
    )
    expect(diagnostics).toEqual([])
    expect(file.entries[0]?.included?.map(({ source }) => source.name)).toEqual([
      'conf.d/A.conf',
      'conf.d/b.conf',
    ])
    expect(file.entries[0]?.included?.flatMap(lines)).toEqual([
      ['user', 'a'],
      ['user', 'b'],
    ])
  })

  test.each([
    ['include_dir «nowhere»', 'conf-include-unreadable: cannot read the folder nowhere: it does not exist'],
    ['include_dir « conf.d»', 'conf-include-unreadable: cannot read the folder  conf.d: it does not exist'],
    ['include_dir «conf.d »', 'conf-include-unreadable: cannot read the folder conf.d : it does not exist'],
    ['«include_dir»', 'conf-value-missing: "include_dir" has no value'],
  ])('%j', (text, message) => {
    expect(said(readMarked((source) => readConf(source, confFiles(files)), text))).toEqual([message])
  })

  test('findings in an included file point there', () => {
    const { diagnostics } = readConf(
      new SourceText('conf', 'include_dir d'),
      confFiles({ 'd/x.conf': '\nnonsense 1\n', 'd/y.conf': 'include_dir d\n' }),
    )
    const places = diagnostics.map(({ code, at }) => {
      if (!('span' in at)) throw new Error('no span')
      const { source, start } = at.span
      return `${source.name}:${source.position(start).line} ${code}`
    })
    expect(places).toEqual(['d/x.conf:2 conf-option-unknown', 'd/y.conf:1 conf-include-nested'])
  })

  test('a file that cannot be read is said at the line that includes its folder', () => {
    const reader = { ...confFiles({ 'd/a.conf': '' }), read: confFiles({}).read }
    expect(said(readMarked((source) => readConf(source, reader), 'include_dir «d»'))).toEqual([
      'conf-include-unreadable: cannot read d/a.conf: it does not exist',
    ])
  })
})

test('whatever a file holds, it is read, and what is found points into it', () => {
  const line = fc.oneof(
    nastyText,
    fc.tuple(fc.constantFrom(...confOptionNames), nastyText).map(([name, text]) => `${name} ${text}`),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (all) => {
      const source = new SourceText('conf', all.join('\n'))
      const { file, diagnostics } = readConf(source, NO_FILES)
      for (const { at, message } of diagnostics) {
        expect(message).not.toMatch(/[\n\r\u2028\u2029]/)
        if (!('span' in at)) throw new Error('no span')
        expect(at.span.start).toBeLessThanOrEqual(at.span.end)
        expect(at.span.end).toBeLessThanOrEqual(source.text.length)
      }
      const isSilent = !diagnostics.some(isError)
      if (isSilent) for (const { value } of file.entries) expect(value).toBeDefined()
    }),
  )
})
