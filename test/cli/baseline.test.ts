/** Findings that are known: they do not fail, whatever lines move, and others do. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { commandLine, GOOD_SPEC, WARNED_SPEC } from './command-line.ts'

const POLICIES = `policies:
  apart: { forbid: { from: user:alice, to: user:bob } }
  quiet: { forbid: { from: user:bob } }
`
const BROKEN = `${GOOD_SPEC}${POLICIES}`

function findingsIn(text: string) {
  return JSON.parse(text).findings as readonly Readonly<Record<string, unknown>>[]
}

describe('--baseline', () => {
  test('leaves out what was there, also where lines and items move, and fails for what is new', async () => {
    const place = commandLine({ 'topology.yaml': BROKEN })
    expect((await place.mqttopia('analyze')).exitCode).toBe(4)
    expect(await place.mqttopia('analyze', '--write-baseline', 'known.json')).toEqual({
      ...{ exitCode: 0, stdout: '', stderr: 'known.json: 1 finding accepted\n' },
    })
    const moved = `# a comment\n${BROKEN.replace('publish: [shed/door]', 'publish: [shed/light, shed/door]')}`
    place.write({ 'topology.yaml': moved })
    expect(await place.mqttopia('analyze', '--baseline', 'known.json')).toEqual({
      ...{ exitCode: 0, stdout: '', stderr: 'known.json: 1 known finding left out\n' },
    })
    place.write({
      'topology.yaml': moved.replace('subscribe: [shed/door]', 'publish: [y], subscribe: [shed/door]'),
    })
    const { exitCode, stderr } = await place.mqttopia('analyze', '--baseline', 'known.json')
    expect(exitCode).toBe(4)
    expect(stderr.match(/error: .*/g)).toEqual([expect.stringContaining('policy "quiet" does not hold')])
  })

  test('fails for a new warning, of validate too', async () => {
    const place = commandLine({ 'topology.yaml': GOOD_SPEC })
    await place.mqttopia('validate', '--write-baseline', 'known.json')
    expect(await place.mqttopia('validate', '--baseline', 'known.json')).toMatchObject({ exitCode: 0 })
    place.write({ 'topology.yaml': WARNED_SPEC })
    expect((await place.mqttopia('validate')).exitCode).toBe(0)
    expect((await place.mqttopia('validate', '--baseline', 'known.json')).exitCode).toBe(4)
    await place.mqttopia('validate', '--write-baseline', 'known.json')
    expect((await place.mqttopia('validate', '--baseline', 'known.json')).exitCode).toBe(0)
  })

  test('keeps reasons and last days, ends with the last day, and knows findings of other verbs apart', async () => {
    const place = commandLine({ 'topology.yaml': `${WARNED_SPEC}${POLICIES}` })
    await place.mqttopia('analyze', '--write-baseline', 'known.json')
    await place.mqttopia('validate', '--write-baseline', 'known.json')
    const read = () => readFileSync(place.path('known.json'), 'utf8')
    expect(
      findingsIn(read())
        .map(({ by }) => by)
        .sort(),
    ).toEqual(['analyze', 'validate'])
    const reasoned = (until: string) =>
      read().replace(
        /("by": "analyze",)(\n.*"until".*)?/,
        `$1\n"reason": "the old press", "until": "${until}",`,
      )
    place.write({ 'known.json': reasoned('2027-01-15') }) // today
    expect((await place.mqttopia('analyze', '--baseline', 'known.json')).exitCode).toBe(0)
    await place.mqttopia('analyze', '--write-baseline', 'known.json')
    expect(findingsIn(read())).toContainEqual(
      expect.objectContaining({ by: 'analyze', reason: 'the old press', until: '2027-01-15' }),
    )
    place.write({ 'known.json': read().replace('2027-01-15', '2027-01-14') })
    const { exitCode, stderr } = await place.mqttopia('analyze', '--baseline', 'known.json')
    expect(exitCode).toBe(4)
    expect(stderr).toContain('; it was accepted until 2027-01-14 ("the old press") [policy-violated]')
    expect((await place.mqttopia('validate', '--baseline', 'known.json')).exitCode).toBe(0)
  })

  test('tells of what no longer occurs', async () => {
    const place = commandLine({ 'topology.yaml': BROKEN })
    await place.mqttopia('analyze', '--write-baseline', 'known.json')
    place.write({ 'topology.yaml': GOOD_SPEC })
    expect((await place.mqttopia('analyze', '--baseline', 'known.json')).stderr).toBe(
      'known.json: 0 known findings left out; 1 more no longer occur: "--write-baseline known.json" drops them\n',
    )
    await place.mqttopia('analyze', '--write-baseline', 'known.json')
    expect(findingsIn(readFileSync(place.path('known.json'), 'utf8'))).toEqual([])
  })

  test('of two alike knows how many there were', async () => {
    const place = commandLine({ 'topology.yaml': WARNED_SPEC })
    await place.mqttopia('validate', '--write-baseline', 'known.json')
    place.write({
      'topology.yaml': WARNED_SPEC.replace(
        '{ subscribe: attic/# }',
        '{ subscribe: attic/# }, { subscribe: attic/# }',
      ),
    })
    const { exitCode, stderr } = await place.mqttopia('validate', '--baseline', 'known.json')
    expect(exitCode).toBe(4)
    expect(stderr).toContain('attic/#')
  })

  test('never hides an error of the spec, and errors are in no baseline', async () => {
    const place = commandLine({ 'topology.yaml': GOOD_SPEC.replace('port: 8883', 'port: 88833') })
    const { exitCode, stderr } = await place.mqttopia('validate', '--write-baseline', 'known.json')
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('[bad-port]')])
    expect(() => readFileSync(place.path('known.json'))).toThrow('ENOENT')
  })

  test.each([
    ['nowhere.json', 1, /cannot read nowhere\.json/],
    ['text', 1, /text is no baseline: it has no findings; make one with/],
    ['wrong.json', 1, /wrong\.json is no baseline: its finding 1 lacks a key/],
  ])('refuses %s', async (file, exitCode, message) => {
    const place = commandLine({
      ...{ 'topology.yaml': GOOD_SPEC, text: 'hello' },
      'wrong.json': '{"mqttopia":"baseline","version":1,"findings":[{"by":"analyze"}]}',
    })
    const ran = await place.mqttopia('analyze', '--baseline', file)
    expect([ran.exitCode, ran.stderr]).toEqual([exitCode, expect.stringMatching(message)])
  })
})

test('SARIF has keys that stay where lines move', async () => {
  const place = commandLine({ 'topology.yaml': BROKEN })
  const keyOf = async () => {
    const { stdout } = await place.mqttopia('analyze', '-o', 'sarif')
    return JSON.parse(stdout).runs[0].results[0].partialFingerprints['mqttopia/v1']
  }
  const before = await keyOf()
  expect(before).toMatch(/^[0-9a-f]{16}$/)
  place.write({ 'topology.yaml': `\n\n${BROKEN.replace('  quiet:', '  silent:')}` })
  expect(await keyOf()).toBe(before)
})
