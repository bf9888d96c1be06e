/** What the rules about bundles say of a topology. */

import { expect } from 'vitest'
import { bundleRules } from '../../src/bundles/rules.ts'
import { runRules } from '../../src/diagnostics/rule.ts'
import type { Broker } from '../../src/topology/broker.ts'
import type { BundleFormat } from '../../src/topology/bundle.ts'
import type { Topology } from '../../src/topology/topology.ts'
import { topologySubject } from '../../src/topology/topology-subject.ts'
import type { Row, User } from '../../src/topology/user.ts'
import { allow, broker, bundle, fleetDevices, listeners, topology, user } from './fixtures.ts'

/** Code, message and path of every finding of all rules. */
export function findings(of: Topology): readonly string[] {
  return runRules(bundleRules, topologySubject(of)).map(({ code, message, at, hint }) => {
    expect(message).toMatch(/^[a-z].*[^.]$/s)
    expect(message).not.toMatch(/[\n\r]/)
    expect(hint).toMatch(/^[a-z].*[^.]$/)
    return `${code} at ${'path' in at ? at.path.join('.') : ''}: ${message}`
  })
}

/** What a user of OwnTracks must be allowed. */
export const home = allow('publish', 'owntracks/${username}/#')

export function alice(changes: Partial<User>): Topology {
  return topology([user('alice', { grants: [home], ...changes })])
}

/** Alice with one bundle. */
export function withBundle(format: BundleFormat, changes: Partial<User> = {}): Topology {
  return alice({ bundles: [bundle(format)], ...changes })
}

/** A fleet. */
export function presses(rows: readonly Row[], changes: Partial<User>): Topology {
  return topology(fleetDevices('presses', rows, changes))
}

/** A broker with these listeners alone. */
export function atOnly(...names: readonly (keyof typeof listeners)[]): readonly Broker[] {
  return [broker({ listeners: names.map((name) => listeners[name]) })]
}
