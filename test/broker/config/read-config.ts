/** Configurations of tests: a text with « » around what the findings must point at. */

import { expect } from 'vitest'
import type { BrokerConfig } from '../../../src/broker/config/broker-config.ts'
import { loadBrokerConfig } from '../../../src/broker/config/load-broker-config.ts'
import type { ConfigOptions } from '../../../src/broker/config/read-broker-config.ts'
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import { confFiles } from '../../support/conf-files.ts'

export interface TestFiles {
  readonly files?: Readonly<Record<string, string>>
  readonly options?: Partial<ConfigOptions>
}

/** What the text comes to, marks taken off; the main file is `mosquitto.conf`. */
export function load(text: string, { files = {}, options = {} }: TestFiles = {}) {
  const reader = confFiles({ ...files, 'mosquitto.conf': text.replace(/[«»]/g, '') })
  return loadBrokerConfig('mosquitto.conf', reader, { hostName: 'here', ...options })
}

/** The configuration of a text without errors. */
export function configOf(text: string, given: TestFiles = {}): BrokerConfig {
  const { config, diagnostics } = load(text, given)
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  if (config === undefined) throw new Error('there is no configuration')
  return config
}

/** Findings with the texts that they point at, in the order of the places; deprecation is not worth a word in each. */
export function found(text: string, given: TestFiles = {}): readonly (readonly [string, string])[] {
  const { diagnostics, config } = load(text, given)
  expect(config === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'))
  return diagnostics
    .filter(({ code }) => code !== 'option-deprecated')
    .map((one) => ({ one, ...placeOf(one) }))
    .sort((a, b) => a.start - b.start)
    .map(({ one, pointed }) => [`${one.code}: ${one.message}`, pointed] as const)
}

/** The findings must point at what is marked, in order. Gives what they say. */
export function said(text: string, given: TestFiles = {}): readonly string[] {
  const all = found(text, given)
  expect(all.map(([, pointed]) => pointed)).toEqual(
    Array.from(text.matchAll(/«([^»]*)»/g), ([, marked]) => marked),
  )
  return all.map(([message]) => message)
}

/** What a finding points at, and where; its form is checked on the way. */
export function placeOf({ at, message, hint, related = [] }: Diagnostic) {
  if (!('span' in at)) throw new Error('the finding points at no text')
  expect(message).toMatch(/^(Mosquitto|[^A-Z\s]).*[^.\s]$/)
  if (hint !== undefined) expect(hint).toMatch(/^[a-z].*[^.\s]$/)
  for (const other of related) expect(other.at).toHaveProperty('span')
  const { source, start, end } = at.span
  return { start, pointed: source.text.slice(start, end), hint }
}
