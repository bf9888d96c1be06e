/** No text of a spec, and no password, breaks out of its place in a bundle's data files. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bundleRules } from '../../src/bundles/rules.ts'
import { isError } from '../../src/diagnostics/diagnostic.ts'
import { runRules } from '../../src/diagnostics/rule.ts'
import { topologySubject } from '../../src/topology/topology-subject.ts'
import { builtFiles, templateBundle } from './fixtures.ts'
import {
  clientTexts,
  clientTopology,
  filesOf,
  pairs,
  quietClients,
  quietlyNamed,
  throughUtf8,
} from './nasty-client.ts'

test('what the rules let through can be built, in every format and by any template', () => {
  const formats = ['pem', 'zip', 'mosquitto', 'mqttx', 'otrc', 'c-header', 'python', 'nodejs'] as const
  let built = 0
  fc.assert(
    fc.property(clientTexts, fc.constantFrom(...formats), fc.string(), (texts, format, template) => {
      const own = templateBundle({ x: template, y: '{{line username}}{{shell host}}' })
      const of = clientTopology(texts, [format], [own])
      if (runRules(bundleRules, topologySubject(of)).some(isError)) return
      builtFiles(of)
      built += 1
    }),
    { numRuns: 400 },
  )
  expect(built).toBeGreaterThan(20)
})

test('option files: every line is an option with its whole value', () => {
  for (const { texts, text, twin } of pairs('mosquitto', 'mosquitto_pub', quietClients)) {
    const optionsOf = (file: string) => file.split('\n').map((line) => line.split(' ')[0])
    expect(optionsOf(text)).toEqual(optionsOf(twin))
    const values = new Set(text.split('\n').map((line) => line.slice(line.indexOf(' ') + 1)))
    const { name, host, secret, will } = texts
    for (const value of [name, host, secret, will?.payload ?? name])
      expect(values).toContain(throughUtf8(value))
  }
})

test('MQTTX: the JSON holds the texts', () => {
  for (const { texts, text } of pairs('mqttx', 'mqttx.json', quietlyNamed)) {
    const [connection, ...rest] = JSON.parse(text)
    expect(rest).toEqual([])
    const { name, host, secret, subscribe, will } = texts
    expect(connection).toMatchObject({
      username: throughUtf8(name),
      host: throughUtf8(host),
      password: throughUtf8(secret),
      will: { lastWillPayload: throughUtf8(will?.payload ?? '') },
    })
    expect(connection.subscriptions.map(({ topic }: { topic: string }) => topic)).toEqual(subscribe)
  }
})

test('OwnTracks: the JSON holds the texts', () => {
  for (const texts of quietlyNamed) {
    const file = [...(filesOf(texts, 'otrc') ?? [])].find(([name]) => name.endsWith('.otrc'))?.[1]
    expect(JSON.parse(String(file?.content))).toMatchObject({
      username: throughUtf8(texts.name),
      host: throughUtf8(texts.host),
      password: throughUtf8(texts.secret),
    })
  }
})
