/** The brokers that a user connects to, and the listener that its bundles name. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted, quotedList } from '../../diagnostics/quoted.ts'
import type { OneOrMoreNames } from '../../spec/generated/spec.ts'
import type { Broker } from '../broker.ts'
import { unknownReference } from '../codes/reference-codes.ts'
import { expandTemplate } from '../expand-template.ts'
import { lookUp, nameHint } from '../name-table.ts'
import type { Resolution } from '../resolution.ts'
import { sortedByName } from '../sorted.ts'
import { parseTextTemplate, type TemplateScope } from '../text-template.ts'
import { type Maker, type Subject, sharing } from './subject.ts'
import type { World } from './world.ts'

/** Sorted by name; `undefined` where none of the names stands for a broker. */
export function atMaker(
  { resolution, brokers }: World,
  at: OneOrMoreNames,
  path: SpecPath,
  scope: TemplateScope,
): Maker<readonly Broker[]> | undefined {
  const each: TemplateScope = { ...scope, variables: [] }
  const names: readonly (readonly [string, SpecPath])[] =
    typeof at === 'string' ? [[at, path]] : at.map((name, i) => [name, [...path, i]] as const)
  const templates = names.flatMap(
    ([name, namePath]) => parseTextTemplate(name, namePath, each, resolution.report) ?? [],
  )
  const lists = new Map<string, readonly Broker[]>()
  const make: Maker<readonly Broker[]> = (subject) => {
    const texts = templates.map((template) => expandTemplate(template, subject))
    const key = JSON.stringify(texts)
    const known = lists.get(key)
    if (known !== undefined) return known
    const found = texts.flatMap((text, i) => {
      if (text === undefined) return []
      return lookUp(resolution, brokers, text, templates[i]?.path ?? path, subject.report) ?? []
    })
    if (found.length === 0) return undefined
    const list = sortedByName(new Set(found))
    if (found.length === texts.length) lists.set(key, list)
    return list
  }
  return sharing(templates, make, resolution.report)
}

export type ListenerMaker = (subject: Subject, at: readonly Broker[]) => string | undefined

/** The name of a listener that one of the user's brokers has; one that none has is reported and left out. */
export function listenerMaker(
  { resolution }: World,
  listener: string | undefined,
  path: SpecPath,
  scope: TemplateScope,
): ListenerMaker | undefined {
  if (listener === undefined) return undefined
  const template = parseTextTemplate(listener, path, { ...scope, variables: [] }, resolution.report)
  if (template === undefined) return undefined
  return (subject, at) => {
    const name = expandTemplate(template, subject)
    return name !== undefined && hasListener(resolution, name, path, subject, at) ? name : undefined
  }
}

function hasListener(
  resolution: Resolution,
  name: string,
  path: SpecPath,
  { report }: Subject,
  at: readonly Broker[],
): boolean {
  if (at.some(({ listeners }) => listeners.some((listener) => listener.name === name))) return true
  if (at.some((broker) => isBroken(resolution, broker, name))) return false
  const brokers = quotedList(
    at.map((broker) => broker.name),
    'or',
  )
  const names = at.flatMap(({ listeners }) => listeners.map((listener) => listener.name))
  const hint = nameHint(name, [...new Set(names)])
  const message = `broker ${brokers} has no listener ${quoted(name)}`
  report(unknownReference, { message, at: { path }, ...(hint === undefined ? {} : { hint }) })
  return false
}

/** True where the listener is written but wrong, which has been reported. */
export function isBroken(resolution: Resolution, broker: Broker, listener: string): boolean {
  const written = resolution.spec.brokers?.[broker.name]?.listeners ?? {}
  return (
    Object.hasOwn(written, listener) || resolution.isDamaged(['brokers', broker.name, 'listeners', listener])
  )
}
