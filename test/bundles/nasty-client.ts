/**
 * Clients whose every text is nasty, and for each a twin of the same shape with plain texts: whatever a text does to a
 * file shows as a difference between the two.
 */

import fc from 'fast-check'
import { expect } from 'vitest'
import { bundleRules } from '../../src/bundles/rules.ts'
import { isError } from '../../src/diagnostics/diagnostic.ts'
import { runRules } from '../../src/diagnostics/rule.ts'
import type { Artifact } from '../../src/files/artifact.ts'
import { isLevel } from '../../src/topic/filter.ts'
import type { Bundle, BundleFormat } from '../../src/topology/bundle.ts'
import type { Topology } from '../../src/topology/topology.ts'
import { topologySubject } from '../../src/topology/topology-subject.ts'
import type { Authentication, User } from '../../src/topology/user.ts'
import { nastyText } from '../support/nasty-text.ts'
import * as fixtures from './fixtures.ts'

export interface ClientTexts {
  readonly topology: string
  readonly name: string
  readonly clientId: string | undefined
  readonly host: string
  readonly publish: readonly string[]
  readonly subscribe: readonly string[]
  readonly will: { readonly topic: string; readonly payload: string } | undefined
  readonly secret: string
}

const level = nastyText.filter((text) => isLevel(text) && !text.includes('${'))
const topic = level.map((text) => `t/${text}`)

export const clientTexts: fc.Arbitrary<ClientTexts> = fc.record({
  topology: nastyText,
  name: nastyText,
  clientId: fc.option(nastyText, { nil: undefined }),
  host: nastyText,
  publish: fc.uniqueArray(topic, { maxLength: 2 }),
  subscribe: fc.uniqueArray(topic, { minLength: 1, maxLength: 2 }),
  will: fc.option(fc.record({ topic, payload: nastyText }), { nil: undefined }),
  secret: nastyText,
})

/** The same shape, and nothing in any text that a language could mind. */
function plainTwin(texts: ClientTexts): ClientTexts {
  return {
    ...{ topology: 'plant', name: 'alice', host: 'localhost', secret: 'secret' },
    clientId: texts.clientId && 'id',
    publish: texts.publish.map((_, i) => `t/p${i}`),
    subscribe: texts.subscribe.map((_, i) => `t/s${i}`),
    will: texts.will && { topic: 't/w', payload: 'gone' },
  }
}

export function clientTopology(
  texts: ClientTexts,
  formats: readonly BundleFormat[],
  extra: readonly Bundle[] = [],
): Topology {
  const { name, clientId, host, will } = texts
  const bundles = [...formats.map((format) => fixtures.bundle(format)), ...extra]
  const common: Partial<User> = {
    ...{ bundles, at: [fixtures.broker({ host })] },
    grants: [
      ...texts.publish.map((filter) => fixtures.allow('publish', filter)),
      ...texts.subscribe.map((filter) => fixtures.allow('subscribe', filter)),
    ],
    ...(clientId === undefined ? {} : { clientId }),
    ...(will === undefined ? {} : { will: { ...will, qos: 1, retain: true, path: [] } }),
  }
  const user = (authentication: Authentication) => fixtures.user(name, { ...common, authentication })
  return fixtures.topology([user(fixtures.password)], { name: texts.topology })
}

/** What a text is after it went through UTF-8. */
export function throughUtf8(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}

const nastyClients: readonly ClientTexts[] = fc.sample(clientTexts, { numRuns: 120, seed: 11 })

function quiet(text: string): string {
  return text.replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]/g, '') || 'x'
}

/** Their names without control characters, which formats with a text for people refuse. */
export const quietlyNamed = nastyClients.map((texts): ClientTexts => {
  const { name, host, clientId } = texts
  return { ...texts, name: quiet(name), host: quiet(host), clientId: clientId && quiet(clientId) }
})

/** No text with control characters, which option files refuse. */
export const quietClients = quietlyNamed.map((texts): ClientTexts => {
  const { publish, subscribe, will, secret } = texts
  return {
    ...texts,
    publish: [...new Set(publish.map(quiet))],
    subscribe: [...new Set(subscribe.map(quiet))],
    will: will && { topic: quiet(will.topic), payload: quiet(will.payload) },
    secret: quiet(secret),
  }
})

/** The files of a client by name; `undefined` where the rules refuse it. */
export function filesOf(texts: ClientTexts, format: BundleFormat): ReadonlyMap<string, Artifact> | undefined {
  const of = clientTopology(texts, [format])
  if (runRules(bundleRules, topologySubject(of)).some(isError)) return undefined
  const files = fixtures.builtFiles(of, fixtures.testMaterials({ password: () => texts.secret }))
  return new Map(
    Array.from(files.values(), (file) => [file.path.slice(file.path.lastIndexOf('/') + 1), file]),
  )
}

export interface Pair {
  readonly texts: ClientTexts
  readonly text: string
  readonly twin: string
}

/** One file of every client that the rules let through, beside its twin's. */
export function pairs(format: BundleFormat, name: string, clients = nastyClients): readonly Pair[] {
  const textOf = (texts: ClientTexts) => filesOf(texts, format)?.get(name)?.content
  const made = clients.flatMap((texts): Pair[] => {
    const text = textOf(texts)
    return text === undefined ? [] : [{ texts, text: String(text), twin: String(textOf(plainTwin(texts))) }]
  })
  expect(made.length).toBeGreaterThan(clients.length / 2) // else nothing is tested
  return made
}
