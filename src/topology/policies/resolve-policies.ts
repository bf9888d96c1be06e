/** Policies of a spec, with their names looked up. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Policy as SpecPolicy, Selector as SpecSelector } from '../../spec/generated/spec.ts'
import { filterProblem, parseFilter, problemText, type TopicFilter } from '../../topic/filter.ts'
import type { Broker } from '../broker.ts'
import { toQos } from '../brokers/resolve-limits.ts'
import { policyWithoutRule } from '../codes/policy-codes.ts'
import { unknownReference } from '../codes/reference-codes.ts'
import { invalidTopic } from '../codes/value-codes.ts'
import { nameHint } from '../name-table.ts'
import type { FlowSelection, Policy, Selector, Statement, Unless } from '../policy.ts'
import type { Resolution } from '../resolution.ts'
import { sortedEntries } from '../sorted.ts'
import type { Fleet, User } from '../user.ts'
import { withoutUndefined } from '../without-undefined.ts'

export interface Selectable {
  readonly users: readonly User[]
  readonly fleets: readonly Fleet[]
  readonly brokers: readonly Broker[]
}

/** Policies with a wrong name or topic are reported and left out. */
export function resolvePolicies(resolution: Resolution, selectable: Selectable): Policy[] {
  const written = sortedEntries(resolution.spec.policies)
  if (written.length === 0) return []
  const resolver = new PolicyResolver(resolution, selectable)
  return written.flatMap(([name, spec]) => resolver.policy(name, spec) ?? [])
}

type Forbid = NonNullable<SpecPolicy['forbid']>
type Flow = Pick<Forbid, 'from' | 'to' | 'topics'>

class PolicyResolver {
  readonly #resolution: Resolution
  readonly #brokers: ReadonlyMap<string, Broker>
  readonly #names: { readonly [kind in 'user' | 'group' | 'fleet']: ReadonlySet<string> }
  #isWrong = false

  constructor(resolution: Resolution, { users, fleets, brokers }: Selectable) {
    this.#resolution = resolution
    this.#brokers = new Map(brokers.map((broker) => [broker.name, broker]))
    this.#names = {
      user: new Set(users.map(({ name }) => name)),
      group: new Set(Object.keys(resolution.spec.groups ?? {})),
      fleet: new Set(fleets.map(({ name }) => name)),
    }
  }

  policy(name: string, spec: SpecPolicy): Policy | undefined {
    const path = ['policies', name]
    const { forbid, require, severity = 'error', suppressed } = spec
    this.#isWrong = false
    if ((forbid === undefined) === (require === undefined)) {
      this.#reportRule(name, path, forbid !== undefined)
      return undefined
    }
    const statements = [
      ...(forbid === undefined ? [] : this.#forbidden(forbid, [...path, 'forbid'])),
      ...(require === undefined ? [] : this.#required(require, [...path, 'require'])),
    ]
    if (this.#isWrong) return undefined
    if (statements.length === 0) this.#reportRule(name, path, false)
    return withoutUndefined<Policy>({ name, severity, statements, suppressed, path })
  }

  #reportRule(name: string, path: SpecPath, hasBoth: boolean): void {
    if (this.#resolution.isDamaged(path)) return
    this.#resolution.report(policyWithoutRule, {
      message: hasBoth
        ? `policy ${quoted(name)} both forbids and requires`
        : `policy ${quoted(name)} has no rule`,
      at: { path },
      hint: hasBoth ? 'make two policies of it' : 'say with "forbid" or "require" what must not be, or must',
    })
  }

  #forbidden({ cycle, listener, unless, ...flow }: Forbid, path: SpecPath): Statement[] {
    const exception = this.#unless(unless, [...path, 'unless'])
    const hasFlow = flow.from !== undefined || flow.to !== undefined || flow.topics !== undefined
    return [
      ...(hasFlow
        ? [
            withoutUndefined<Statement>({
              kind: 'forbid-flow',
              flow: this.#flow(flow, path),
              unless: exception,
            }),
          ]
        : []),
      ...(cycle === true ? [{ kind: 'forbid-cycle' } as const] : []),
      ...(listener === undefined ? [] : [{ kind: 'forbid-listener', listener } as const]),
    ]
  }

  #required({ qos, ...flow }: NonNullable<SpecPolicy['require']>, path: SpecPath): Statement[] {
    return [{ kind: 'require-flow', flow: this.#flow(flow, path), qos: toQos(qos) ?? 0 }]
  }

  #unless(unless: Forbid['unless'], path: SpecPath): Unless | undefined {
    return typeof unless === 'object' ? this.#flow(unless, path) : unless
  }

  #flow({ from, to, topics }: Flow, path: SpecPath): FlowSelection {
    return withoutUndefined<FlowSelection>({
      from: this.#selector(from, [...path, 'from']),
      to: this.#selector(to, [...path, 'to']),
      topics: topics?.flatMap((text, i) => this.#filter(text, [...path, 'topics', i]) ?? []),
    })
  }

  #selector(spec: SpecSelector | undefined, path: SpecPath): Selector | undefined {
    if (spec === undefined) return undefined
    if (typeof spec !== 'string') {
      const broker = this.#brokers.get(spec.at)
      if (broker !== undefined) return { kind: 'broker', broker }
      return this.#unknown('broker', spec.at, this.#brokers.keys(), [...path, 'at'])
    }
    const colon = spec.indexOf(':')
    const [kind, name] = [spec.slice(0, colon), spec.slice(colon + 1)]
    if (kind !== 'user' && kind !== 'group' && kind !== 'fleet')
      throw new Error(`the schema let "${spec}" pass`)
    return this.#names[kind].has(name) ? { kind, name } : this.#unknown(kind, name, this.#names[kind], path)
  }

  #unknown(kind: string, name: string, names: Iterable<string>, path: SpecPath): undefined {
    this.#isWrong = true
    if (this.#resolution.isDamaged([`${kind}s`, name])) return undefined
    const hint = nameHint(name, [...names])
    const message = `there is no ${kind} ${quoted(name)}`
    this.#resolution.report(unknownReference, {
      message,
      at: { path },
      ...(hint === undefined ? {} : { hint }),
    })
    return undefined
  }

  #filter(text: string, path: SpecPath): TopicFilter | undefined {
    const problem = filterProblem(text)
    if (problem === undefined) return parseFilter(text)
    this.#isWrong = true
    const message = `topic filter ${quoted(text)} is not valid: ${problemText(problem)}`
    this.#resolution.report(invalidTopic, { message, at: { path } })
    return undefined
  }
}
