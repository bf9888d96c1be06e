import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { BAD_SPEC, commandLine, GOOD_SPEC } from './command-line.ts'

const POLICED = `${GOOD_SPEC}policies:
  quiet: { forbid: { to: user:bob } }
  loopless: { forbid: { cycle: true } }
tests:
  - name: the door is heard
    publish: { as: alice, topic: shed/door }
    delivered: [bob]
`

/** What the page says, without its markup and its scripts. */
function said(page: string): string {
  return page
    .replace(/<(script|style)[^>]*>.*?<\/\1>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&quot;', '"')
}

describe('report', () => {
  test('writes a page about the spec, its verdicts, and what was issued', async () => {
    const { mqttopia, path } = commandLine({ 'topology.yaml': POLICED })
    const before = await mqttopia('report', '--out', 'before.html')
    expect(before).toMatchObject({ exitCode: 0, stdout: '' })
    expect(before.stderr).toMatch(/^before\.html: [\d.]+ kB\n$/)
    expect(said(readFileSync(path('before.html'), 'utf8'))).toContain('Nothing was issued yet')
    expect((await mqttopia('compile')).exitCode).toBe(0)
    await mqttopia('report')
    const text = said(readFileSync(path('report.html'), 'utf8'))
    for (const part of [
      'shed 1 broker, 0 bridges, 2 users · as of 2027-01-15 12:00 UTC',
      'broken quiet topology.yaml:13 policy "quiet" does not hold: user "alice" can send "shed/door" to user "bob"',
      'this lets user "alice" publish "shed/door", in brokers/shed/acl:4: topic write shed/door topology.yaml:8',
      'holds loopless topology.yaml:14',
      'passes the door is heard topology.yaml:16',
      'broker:shed/server ok',
      'alice can send shed/door to bob',
    ])
      expect(text).toContain(part)
  })

  test('gives the same bytes for the same spec and time, and looks into the future', async () => {
    const { mqttopia, path } = commandLine({ 'topology.yaml': POLICED })
    await mqttopia('compile')
    const pages = []
    for (const out of ['a.html', 'b.html']) {
      expect((await mqttopia('report', '--at', '2027-03-01', '--out', out)).exitCode).toBe(0)
      pages.push(readFileSync(path(out), 'utf8'))
    }
    expect(pages[1]).toBe(pages[0])
    expect(said(pages[0] ?? '')).toContain('as of 2027-03-01 00:00 UTC')
    await mqttopia('report', '--at', '+2y', '--out', 'later.html')
    expect(said(readFileSync(path('later.html'), 'utf8'))).toContain('broker:shed/server expired')
  })

  test('holds no secret: neither a value nor where it comes from', async () => {
    const secret = 'correct horse battery'
    const spec = POLICED.replace(
      '{ password: { generate: {} } }, publish',
      '{ password: { env: DOOR_PASSWORD } }, publish',
    )
    const { mqttopia, path } = commandLine({ 'topology.yaml': spec }, { env: { DOOR_PASSWORD: secret } })
    expect((await mqttopia('compile')).exitCode).toBe(0)
    const bundle = readFileSync(path('build/clients/alice/options/mosquitto_pub'), 'utf8')
    expect(bundle).toContain(secret)
    await mqttopia('report')
    const page = readFileSync(path('report.html'), 'utf8')
    for (const word of [secret, 'DOOR_PASSWORD', 'PRIVATE KEY']) expect(page).not.toContain(word)
  })

  test('about a wrong spec is none', async () => {
    const { exitCode, stdout, stderr } = await commandLine({ 'topology.yaml': BAD_SPEC }).mqttopia('report')
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toContain('[unknown-reference]')
  })
})
