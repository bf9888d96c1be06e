/** Users, grants and brokers made up for tests of this target, and what fast-check draws them from. */

import fc from 'fast-check'
import { parseTemplate } from '../../../src/topic/filter-template.ts'
import type { Broker, Listener } from '../../../src/topology/broker.ts'
import type { Topology } from '../../../src/topology/topology.ts'
import type { Grant, User } from '../../../src/topology/user.ts'

/** `publish a/+`, `deny subscribe a/b`: one grant a line. */
export function grants(...lines: readonly string[]): Grant[] {
  return lines.map((line, i) => {
    const [, deny, action = '', filter = ''] = /^(deny )?(publish|subscribe) (.+)$/.exec(line) ?? []
    return {
      effect: deny === undefined ? 'allow' : 'deny',
      action: action as Grant['action'],
      filter: parseTemplate(filter),
      retain: 'allow',
      path: [i],
    }
  })
}

/** `undefined` for clients without a username. */
export function user(name: string | undefined, given: readonly Grant[], more: Partial<User> = {}): User {
  return {
    kind: name === undefined ? 'anonymous' : 'user',
    name: name ?? 'anonymous',
    at: [],
    authentication:
      name === undefined
        ? { kind: 'none' }
        : { kind: 'password', secret: { from: 'generate', length: 24, path: [] } },
    grants: given,
    ...{ bundles: [], groups: [], path: ['users', name ?? 'anonymous'] },
    ...more,
  }
}

export function listener(name: string, more: Partial<Listener>): Listener {
  return {
    name,
    transport: 'tcp',
    auth: ['password'],
    origins: [],
    protocolVersions: [],
    path: [name],
    ...more,
  }
}

export function broker(listeners: readonly Listener[], more: Partial<Broker> = {}): Broker {
  return {
    ...{ name: 'b', host: 'localhost', dnsNames: ['localhost'], ipAddresses: [], path: ['brokers', 'b'] },
    engine: { kind: 'mosquitto', version: '2.0', path: [] },
    access: 'acl-file',
    listeners,
    limits: {},
    persistence: { enabled: false, queueQos0: false },
    retain: { available: true, checkSource: false },
    logging: { destinations: ['stderr'], types: ['all'], timestamps: true, connections: true },
    install: {
      ...{ config: '/etc/mosquitto', data: '/var/lib/mosquitto', log: '/var/log/mosquitto' },
      ...{ plugins: '/usr/lib/x86_64-linux-gnu', user: 'mosquitto' },
    },
    ...more,
  }
}

export function topology(
  brokers: readonly Broker[],
  users: readonly User[],
  more: Partial<Topology> = {},
): Topology {
  return {
    ...{ name: 't', organization: 't', brokers, users },
    ...{
      authorities: [],
      profiles: [],
      bridges: [],
      fleets: [],
      roles: [],
      bundles: [],
      policies: [],
      tests: [],
    },
    ...more,
  }
}

/** Levels that grants are made of; usernames and client identifiers are among them. */
const level = fc.constantFrom(
  ...['a', 'b', 'u1', '+', '+', '${username}', '${username}', '${username}', '', '$x'],
)
const openLevel = fc.oneof(
  { weight: 5, arbitrary: level },
  { weight: 1, arbitrary: fc.constant('${clientId}') },
)

function filterOf(levels: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(levels, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([parts, hash]) => [...parts, ...(hash ? ['#'] : [])].join('/'))
    .filter((filter) => filter !== '')
}

function grantOf(levels: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return (
    fc
      .tuple(fc.constantFrom('', '', '', 'deny '), fc.constantFrom('publish', 'subscribe'), filterOf(levels))
      // A deny that holds for a chosen client identifier alone is refused by a check.
      .filter(([deny, , filter]) => deny === '' || !filter.includes('clientId'))
      .map((parts) => `${parts[0]}${parts[1]} ${parts[2]}`)
  )
}

/** Up to five grants. */
export const someGrants: fc.Arbitrary<Grant[]> = fc
  .array(grantOf(level), { maxLength: 5 })
  .map((lines) => grants(...lines))

/** The same, with client identifiers that the client chooses. */
export const someOpenGrants: fc.Arbitrary<Grant[]> = fc
  .array(grantOf(openLevel), { maxLength: 5 })
  .map((lines) => grants(...lines))

const TOPIC_LEVELS = ['a', 'u1', 'u2', '', '$x', 'z']

/** Topics of up to three levels that the grants above speak of, and that they do not. */
export const TOPICS: readonly string[] = TOPIC_LEVELS.flatMap((x) => [
  x,
  ...TOPIC_LEVELS.flatMap((y) => [`${x}/${y}`, `${x}/${y}/a`]),
]).filter((topic) => topic !== '')
