import { readFileSync, renameSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { packageFile } from '../../../src/state/package-files.ts'
import { calendarEvents } from '../../support/calendar-events.ts'
import { BAD_SPEC, commandLine } from '../command-line.ts'
import { compiledScene, pkiScene } from './pki-scene.ts'

const jsonOf = (stdout: string) => JSON.parse(stdout)
const schema = JSON.parse(readFileSync(packageFile('schemas/pki-status.schema.json'), 'utf8'))
const validate = new Ajv({ strict: true, formats: { 'date-time': true } }).compile(schema)

/** `kind selector state` of each entry, as one asks for it. */
function states(stdout: string): string[] {
  return jsonOf(stdout).entries.map(
    ({ kind, selector, state }: Record<string, string>) => `${kind} ${selector} ${state}`,
  )
}

describe('pki status', () => {
  test('before anything was issued lists what is missing, and makes no state', async () => {
    const { mqttopia, path } = pkiScene()
    const { exitCode, stdout } = await mqttopia('pki', 'status', '-o', 'json')
    expect(exitCode).toBe(0)
    expect(new Set(states(stdout).map((line) => line.split(' ')[2]))).toEqual(new Set(['missing']))
    expect(() => readFileSync(path('.mqttopia/lock.jsonl'))).toThrow('ENOENT')
    expect((await mqttopia('pki', 'status', '--within', '1d')).exitCode).toBe(5)
  })

  test('names every authority, certificate and list by its selector, and says who uses it', async () => {
    const { mqttopia } = await compiledScene()
    const { stdout } = await mqttopia('pki', 'status', '-o', 'json')
    expect(validate(jsonOf(stdout)), JSON.stringify(validate.errors)).toBe(true)
    expect(states(stdout)).toEqual(
      [
        ...['clients-root', 'servers-root', 'clients', 'servers'].map(
          (name) => `authority authority:${name}`,
        ),
        'server broker:gate/server',
        'client user:alice',
        'client user:bob',
        'client bridge:up',
        ...['user:p1', 'user:p2', 'user:p3', 'user:p4'].map((name) => `client ${name}`),
        'crl authority:clients-root',
        'crl authority:clients',
      ].map((line) => `${line} ok`),
    )
    expect(jsonOf(stdout).entries[4]).toMatchObject({
      usedBy: 'listeners mqtts, office',
      authority: 'servers',
    })
    const { stdout: table } = await mqttopia('pki', 'status', 'user:alice', 'fleet:posts')
    expect(table).toMatch(/^user:alice +[0-9a-f]{40} {2}2027-04-15 {2}2027-03-16 {2}ok$/m)
    expect(table).toMatch(/^user:p4 +fleet posts {2}[0-9a-f]{40} {2}2027-04-15/m)
    expect(table).toContain('5 in all: 5 ok\n')
  })

  test.each([
    ['2027-03-16T11:00Z', 'ok', 0],
    ['2027-03-16T12:00:01Z', 'due', 5],
    ['2027-04-16', 'expired', 5],
    ['+60d', 'due', 5],
  ])('at %s a client certificate is %s', async (at, state, exitCode) => {
    const { mqttopia } = await compiledScene()
    const ran = await mqttopia('pki', 'status', 'user:bob', '--at', at, '-o', 'json', '--within', '0d')
    expect(states(ran.stdout)).toEqual([`client user:bob ${state}`])
    expect(ran.exitCode).toBe(exitCode)
  })

  test('what is due by then is told of by the exit code, and made anew by a compile of then', async () => {
    const { mqttopia } = await compiledScene()
    const within = (duration: string, ...more: string[]) =>
      mqttopia('pki', 'status', 'user:bob', '--within', duration, '-q', ...more)
    expect(await within('59d')).toMatchObject({ exitCode: 0, stdout: '' })
    expect(await within('60d')).toMatchObject({ exitCode: 5, stdout: '' })
    await mqttopia('compile', '--root', '--at', '+61d')
    expect(await within('59d', '--at', '+61d')).toMatchObject({ exitCode: 0 })
    const { stdout } = await mqttopia('pki', 'status', 'user:bob', '--at', '+61d', '-o', 'json')
    expect(states(stdout)).toEqual(['client user:bob ok', 'client user:bob superseded'])
  })

  test('needs the public part of the state alone', async () => {
    const { mqttopia, path } = await compiledScene()
    const before = await mqttopia('pki', 'status', '-o', 'json')
    renameSync(path('.mqttopia/vault'), path('elsewhere'))
    expect(await mqttopia('pki', 'status', '-o', 'json')).toEqual(before)
  })

  test('whoever has left the spec keeps a certificate that somebody could use', async () => {
    const { mqttopia, path, write } = await compiledScene()
    const spec = readFileSync(path('topology.yaml'), 'utf8')
    write({ 'topology.yaml': spec.replace(/ {2}bob: .*\n/, '') })
    const { stdout } = await mqttopia('pki', 'status', 'user:bob', '-o', 'json')
    expect(states(stdout)).toEqual(['client user:bob retired'])
  })

  test.each([
    [['bob'], '"bob" names nothing: write authority:NAME, broker:NAME, bridge:NAME, user:NAME, fleet:NAME'],
    [['user:bbo'], 'there is no user "bbo"; did you mean "bob"?'],
  ])('%j is refused', async (selectors, message) => {
    const { mqttopia } = await compiledScene()
    expect(await mqttopia('pki', 'status', ...selectors)).toEqual({
      exitCode: 64,
      stdout: '',
      stderr: `mqttopia: ${message}\n`,
    })
  })

  test.each(['2027-02-30', 'tomorrow', '2027-06-01T12:00', '+90', '-1d'])(
    '--at %s is refused',
    async (at) => {
      const { exitCode, stderr } = await commandLine().mqttopia('pki', 'status', `--at=${at}`)
      expect({ exitCode, stderr }).toEqual({
        exitCode: 64,
        stderr: expect.stringContaining('Give a day, a time with its zone, or a duration'),
      })
    },
  )
})

describe('pki status for Nagios', () => {
  const nagios = ['pki', 'status', '-o', 'nagios'] as const
  test.each([
    [
      '+0d',
      0,
      /^CERTIFICATES OK: CRL of authority:clients-root ends on 2027-02-14 \(in 30 days\), 14 in use \| /,
    ],
    ['+20d', 1, /^CERTIFICATES WARNING: CRL of authority:clients-root ends on .*, 2 due, 14 in use \| left=/],
    ['+25d', 2, /^CERTIFICATES CRITICAL: CRL of authority:clients-root ends on .* \(in 5 days\)/],
    ['+31d', 2, /^CERTIFICATES CRITICAL: CRL of .* ended on .* \(1 day ago\), 2 expired/],
  ])('at %s exits with %i', async (at, exitCode, text) => {
    const { mqttopia } = await compiledScene()
    const ran = await mqttopia(...nagios, '--at', at)
    expect(ran.exitCode).toBe(exitCode)
    expect(ran.stdout).toMatch(text)
    expect(ran.stdout).toMatch(
      /^[^\n|]+ \| left=-?\d+s;2592000:;604800: expired=\d+ missing=0 due=\d+ used=14\n$/,
    )
  })

  test('says in one line that it cannot tell, with the code for that', async () => {
    const broken = commandLine({ 'topology.yaml': BAD_SPEC })
    expect(await broken.mqttopia(...nagios)).toMatchObject({
      exitCode: 3,
      stdout: 'CERTIFICATES UNKNOWN: the spec is invalid\n',
    })
    const nothing = await commandLine().mqttopia(...nagios)
    expect(nothing).toMatchObject({ exitCode: 3 })
    expect(nothing.stdout).toMatch(/^CERTIFICATES UNKNOWN: there is no topology.yaml here.*\n$/)
  })

  test('gives a passive check result, whose fields nobody can break out of', async () => {
    const { mqttopia } = await compiledScene()
    const { stdout } = await mqttopia(...nagios, '--passive', 'gate;pki')
    expect(stdout).toMatch(/^\[1800014400\] PROCESS_SERVICE_CHECK_RESULT;gate;pki;0;CERTIFICATES OK: .*\n$/)
    for (const bad of ['gate', 'a;b;c', ';b', 'a\n;b'])
      expect((await mqttopia(...nagios, `--passive=${bad}`)).exitCode).toBe(64)
  })
})

test('pki status for Prometheus counts clients, and has a series for everything else', async () => {
  const { mqttopia } = await compiledScene()
  const { stdout } = await mqttopia('pki', 'status', '-o', 'prometheus')
  expect(stdout).toContain('mqttopia_certificates{topology="gate",kind="client",state="ok"} 7\n')
  expect(stdout).toContain(
    'mqttopia_certificate_not_after_seconds{topology="gate",kind="crl",certificate="authority:clients"} 1802606400\n',
  )
  expect(stdout).not.toContain('user:alice')
  const { stdout: all } = await mqttopia('pki', 'status', '-o', 'prometheus', '--all')
  expect(all).toContain('certificate="user:alice"')
})

test('pki status as a calendar has a day for each renewal and each end, one for a whole fleet', async () => {
  const { mqttopia, path } = await compiledScene()
  await mqttopia('pki', 'status', '-o', 'ics=pki.ics')
  const events = calendarEvents(readFileSync(path('pki.ics'), 'utf8'))
  const of = (text: string) =>
    events
      .filter(({ SUMMARY }) => SUMMARY?.includes(text))
      .map((event) => [event['DTSTART;VALUE=DATE'], event.SUMMARY])
  expect(of('user:alice')).toEqual([
    ['20270316', 'user:alice is due for renewal'],
    ['20270415', 'user:alice ends'],
  ])
  expect(of('fleet posts')).toEqual([
    ['20270316', '4 certificates of fleet posts are due for renewal'],
    ['20270415', '4 certificates of fleet posts end'],
  ])
  expect(new Set(events.map(({ UID }) => UID)).size).toBe(events.length)
})
