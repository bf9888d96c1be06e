import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { LogDestination, LoggingConfig } from '../../../src/broker/config/broker-config.ts'
import { createLog, type LogOptions } from '../../../src/broker/observe/create-log.ts'
import type { LogType } from '../../../src/broker/observe/log.ts'
import type { LogFile } from '../../../src/broker/observe/log-file.ts'

const AT = new Date('2023-11-14T22:13:20.987Z')
const NORMAL: readonly LogType[] = ['error', 'warning', 'notice', 'information', 'subscribe', 'unsubscribe']

function setUp(
  destinations: readonly LogDestination[],
  { config = {}, options = {} }: { config?: Partial<LoggingConfig>; options?: Partial<LogOptions> } = {},
) {
  const out = { stdout: '', stderr: '', files: {} as Record<string, string>, published: [] as string[][] }
  const openFile = (path: string): LogFile => {
    const add = (text: string) => {
      out.files[path] = (out.files[path] ?? '') + text
    }
    return { write: add, flush: () => add('(flushed)'), close: async () => add('(closed)') }
  }
  const logging: LoggingConfig = {
    destinations,
    types: new Set(NORMAL),
    timestamp: true,
    connectionMessages: true,
    ...config,
  }
  const log = createLog(logging, {
    format: 'mosquitto',
    now: () => AT,
    stdout: (text) => {
      out.stdout += text
    },
    stderr: (text) => {
      out.stderr += text
    },
    publish: (topic, payload) => void out.published.push([topic, payload]),
    openFile,
    ...options,
  })
  return { log, out, logging }
}

test('a line goes to every destination, with seconds since 1970 in front', () => {
  const { log, out } = setUp([
    { to: 'stdout' },
    { to: 'stderr' },
    { to: 'file', path: 'a.log' },
    { to: 'topic' },
  ])
  log.write('notice', 'hello')
  log.flush()
  const line = '1700000000: hello'
  expect(out).toEqual({
    stdout: `${line}\n`,
    stderr: `${line}\n`,
    files: { 'a.log': `${line}\n(flushed)` },
    published: [['$SYS/broker/log/N', line]],
  })
})

test.each([
  { name: 'none', config: { timestamp: false }, line: 'hello' },
  { name: 'by strftime', config: { timestampFormat: '%s/%S' }, line: '1700000000/20: hello' },
  { name: 'that holds a line break', config: { timestampFormat: 'a%nb' }, line: 'a\\nb: hello' },
])('timestamp: $name', ({ config, line }) => {
  const { log, out } = setUp([{ to: 'stdout' }], { config })
  log.write('notice', 'hello')
  log.flush()
  expect(out.stdout).toBe(`${line}\n`)
})

test('the timestamp goes on with the clock, forwards and backwards', () => {
  const moments = [1_700_000_000_000, 1_700_000_000_999, 1_700_000_001_000, 1_600_000_000_000]
  const { log, out } = setUp([{ to: 'stdout' }], { options: { now: () => new Date(moments.shift() ?? 0) } })
  for (const message of ['a', 'b', 'c', 'd']) log.write('notice', message)
  log.flush()
  expect(out.stdout).toBe('1700000000: a\n1700000000: b\n1700000001: c\n1600000000: d\n')
})

test('lines of one turn are one write, an error is written at once, in order', async () => {
  const writes: string[] = []
  const { log } = setUp([{ to: 'stderr' }], { options: { stderr: (text) => void writes.push(text) } })
  log.write('notice', 'a')
  log.write('notice', 'b')
  expect(writes).toEqual([])
  log.write('error', 'c')
  log.write('notice', 'd')
  await new Promise(setImmediate)
  expect(writes).toEqual(['1700000000: a\n1700000000: b\n1700000000: c\n', '1700000000: d\n'])
})

test.each([
  { name: 'log_type decides', options: {}, wanted: NORMAL },
  {
    name: '-v wants everything',
    options: { verbose: true },
    wanted: [...NORMAL, 'debug', 'websockets', 'internal'] as const,
  },
  { name: '-q wants nothing', options: { quiet: true }, wanted: [] },
  { name: '-q wins over -v', options: { quiet: true, verbose: true }, wanted: [] },
])('$name', ({ options, wanted }) => {
  const { log, out } = setUp([{ to: 'stdout' }], { options })
  const all: readonly LogType[] = [...NORMAL, 'debug', 'websockets', 'internal']
  expect(all.filter((type) => log.wants(type)).sort()).toEqual([...wanted].sort())
  for (const type of all) log.write(type, type)
  log.flush()
  expect(out.stdout.split('\n').length - 1).toBe(wanted.length)
})

test('log_dest none wants nothing, whatever else is there', () => {
  const { log, out } = setUp([{ to: 'none' }, { to: 'stdout' }, { to: 'file', path: 'a.log' }])
  expect(log.wants('error')).toBe(false)
  log.write('error', 'x')
  log.flush()
  expect(out).toEqual({ stdout: '', stderr: '', files: {}, published: [] })
})

test('each type has its topic; debug is never published', () => {
  const { log, out } = setUp([{ to: 'topic' }], {
    config: { timestamp: false },
    options: { verbose: true },
  })
  expect(log.wants('debug')).toBe(false)
  for (const type of [...NORMAL, 'debug', 'internal'] as const) log.write(type, type)
  expect(out.published).toEqual([
    ['$SYS/broker/log/E', 'error'],
    ['$SYS/broker/log/W', 'warning'],
    ['$SYS/broker/log/N', 'notice'],
    ['$SYS/broker/log/I', 'information'],
    ['$SYS/broker/log/M/subscribe', 'subscribe'],
    ['$SYS/broker/log/M/unsubscribe', 'unsubscribe'],
  ])
})

test('lines that come up while a line is published are not published in turn', () => {
  const published: string[] = []
  const { log, out } = setUp([{ to: 'topic' }, { to: 'stdout' }], {
    options: {
      publish: (_, payload) => {
        published.push(payload)
        log.write('notice', 'Outgoing messages are being dropped for client watcher.')
      },
    },
  })
  log.write('notice', 'first')
  log.write('notice', 'second')
  log.flush()
  expect(published).toEqual(['1700000000: first', '1700000000: second'])
  expect(out.stdout.match(/dropped/g)).toHaveLength(2)
})

test('a publisher that fails does not silence the topic for ever', () => {
  const publish = vi.fn().mockImplementationOnce(() => {
    throw new Error('bug')
  })
  const { log } = setUp([{ to: 'topic' }], { options: { publish } })
  expect(() => log.write('notice', 'a')).toThrow('bug')
  log.write('notice', 'b')
  expect(publish).toHaveBeenCalledTimes(2)
})

test('syslog is stderr, and says so', () => {
  const { log, out } = setUp([{ to: 'syslog' }])
  log.write('notice', 'x')
  log.flush()
  expect(out.stderr).toBe(
    '1700000000: Warning: log_dest syslog: there is no syslog for this broker; these lines go to stderr.\n1700000000: x\n',
  )
})

test('a file that cannot be opened is told on stderr, where its lines go', () => {
  const openFile = (path: string) => {
    throw Object.assign(new Error('x'), { code: 'EACCES', path })
  }
  const { log, out } = setUp([{ to: 'file', path: '/var/log/m.log' }], { options: { openFile } })
  log.write('notice', 'x')
  log.flush()
  expect(out.stderr).toBe(
    '1700000000: Error: Unable to open log file /var/log/m.log for writing: permission denied.\n1700000000: x\n',
  )
})

test('what a file loses is told on stderr', () => {
  const { out } = setUp([{ to: 'file', path: 'a.log' }], {
    options: {
      openFile: (_, onProblem) => {
        setImmediate(() => onProblem('The log file a.log cannot be written: the disk is full.'))
        return { write: () => undefined, flush: () => undefined, close: async () => undefined }
      },
    },
  })
  return new Promise(setImmediate).then(() => {
    expect(out.stderr).toBe('1700000000: Warning: The log file a.log cannot be written: the disk is full.\n')
  })
})

test('a reload closes and opens files, and takes the new configuration', async () => {
  const { log, out, logging } = setUp([{ to: 'file', path: 'a.log' }])
  log.write('notice', '1')
  log.reopen()
  log.write('notice', '2')
  log.reopen({ ...logging, destinations: [{ to: 'file', path: 'b.log' }], types: new Set(['error']) })
  log.write('notice', '3')
  log.write('error', '4')
  await log.close()
  log.write('error', '5')
  expect(out.files).toEqual({
    'a.log': '1700000000: 1\n(closed)1700000000: 2\n(closed)',
    'b.log': '1700000000: 4\n(closed)',
  })
})

test('a JSON line holds time, type, message and the facts', () => {
  const { log, out } = setUp([{ to: 'stdout' }], { options: { format: 'json' } })
  log.write('notice', 'New\nclient', { client: 'm\x1b[0m', username: undefined, port: 5000 })
  log.flush()
  expect(out.stdout).toBe(
    '{"time":"2023-11-14T22:13:20.987Z","type":"notice","message":"New\\nclient","client":"m\\u001b[0m","port":5000}\n',
  )
})

test('long text is cut, in both formats', () => {
  const long = 'x'.repeat(70_000)
  const text = setUp([{ to: 'stdout' }], { config: { timestamp: false } })
  text.log.write('notice', long)
  text.log.flush()
  expect(text.out.stdout).toBe(`${'x'.repeat(999)}…\n`)
  const json = setUp([{ to: 'stdout' }], { options: { format: 'json' } })
  json.log.write('notice', long, { topic: long })
  json.log.flush()
  expect(JSON.parse(json.out.stdout).topic).toHaveLength(1000)
})

test('a tab in front stays, others are escaped', () => {
  const { log, out } = setUp([{ to: 'stdout' }], { config: { timestamp: false } })
  log.write('notice', '\ta\tb')
  log.flush()
  expect(out.stdout).toBe('\ta\\tb\n')
})

const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\n', '\r', '\0', '\x1b', '\x7f', '\x85', '\x9b', '\u2028', '\u202e', '"'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
})

test.each(['mosquitto', 'json'] as const)('no message breaks out of its line: %s', (format) => {
  fc.assert(
    fc.property(fc.array(nasty, { minLength: 1, maxLength: 5 }), (messages) => {
      const { log, out } = setUp([{ to: 'stdout' }], { options: { format } })
      for (const message of messages) log.write('notice', message, { client: message })
      log.flush()
      const lines = out.stdout.split(/[\n\r\v\f\x85\u2028\u2029]/)
      expect(lines).toHaveLength(messages.length + 1)
      for (const line of lines.slice(0, -1)) {
        expect(line).not.toMatch(/[\x00-\x08\x0e-\x1f\x7f-\x9f]/)
        if (format === 'json') expect(JSON.parse(line)).toMatchObject({ type: 'notice' })
        else expect(line).toMatch(/^1700000000: /)
      }
    }),
  )
})
